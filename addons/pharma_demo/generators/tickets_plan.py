"""Which customer comes with which matter on which day."""

from collections import Counter

from .stock import demo_records, named_records
from .tickets_desk import Story
from .tickets_words import (
    COMPLAINTS,
    ENQUIRIES,
    PROFESSIONAL,
    REPEATED,
    SECOND,
    SERVICES,
    SUGGESTIONS,
)

# How many of each kind are past, the newest of them some days old.
PAST = {'complaint': 92, 'enquiry': 36, 'professional': 22, 'suggestion': 16, 'service': 8}
DAYS, YOUNGEST = 178, 6
CANCELLED, LATE = 0.05, 0.13
# More of what falls late is with these people: (user, chance).
LATENESS = {'manager': 0.28, 'care': 0.2, 'agent': 0.08, 'supervisor': 0.05}
REPEATS, SECONDS, SERVICE_CHILDREN, FROM_CARE = 9, 14, 6, 10
# Who is still waiting: (kind, scene, how many); see tickets_open.py
OPEN = (
    ('complaint', 'new', 2),
    ('complaint', 'nobody', 2),
    ('enquiry', 'nobody', 1),
    ('enquiry', 'unanswered', 1),
    ('complaint', 'working', 4),
    ('complaint', 'soon', 2),
    ('complaint', 'late', 2),
    ('complaint', 'very_late', 1),
    ('complaint', 'extended', 1),
    ('complaint', 'waiting', 2),
    ('service', 'waiting', 1),
    ('service', 'working', 1),
    ('professional', 'asked', 3),
    ('suggestion', 'working', 1),
)
# Lots of which several customers complain: (customers, days ago from, to)
LOT_ALARMS = ((4, 0, 4), (3, 14, 20))
CARE_KINDS = {
    'dissatisfied': 'complaint',
    'side_effect': 'professional',
    'question': 'enquiry',
    'no_effect': 'professional',
}
WORDS = {
    'enquiry': ENQUIRIES,
    'professional': PROFESSIONAL,
    'service': SERVICES,
    'suggestion': SUGGESTIONS,
}
# Open tickets are about orders of before so many days.
OPEN_DAYS = 9


def plan_tickets(desk):
    """Plan all tickets but those that follow from others that are closed.

    :param Desk desk: what is looked up once
    :return: list of :class:`Story`
    """
    random = desk.random
    stories = _plan_lots(desk)
    taken = {story.partner for story in stories}
    stories += _plan_from_care(desk, taken)
    free = [
        partner
        for partner, orders in desk.orders.items()
        if partner not in taken and (desk.now - orders[-1].date_order).days > OPEN_DAYS + 1
    ]
    free.sort(key=lambda partner: partner.id)
    random.shuffle(free)
    for nature, count in PAST.items():
        for _number in range(count):
            stories.append(_plan_past(desk, nature, free.pop()))
    stories += _plan_repeats(desk, stories)
    stories += _plan_service_children(desk, stories)
    for nature, scene, count in OPEN:
        for _number in range(count):
            story = _tell(desk, Story(nature, free.pop(), None, 'open'))
            story.scene = scene
            stories.append(story)
    return stories


def plan_seconds(desk, stories):
    """Let customers come with the same matter again after it was solved.

    :param Desk desk: what is looked up once
    :param list stories: those that are closed
    :return: list of :class:`Story`
    """
    closed = [
        story
        for story in stories
        if story.nature in ('complaint', 'service')
        and story.outcome in ('solved', 'late')
        and story.ticket.relation == 'new'
        and 'parent' not in story.vals
        and (desk.now - story.dates['date_closed']).days > 12
    ]
    again = []
    for number, first in enumerate(desk.random.sample(closed, SECONDS)):
        days = (desk.now - first.dates['date_closed']).days
        age = days - desk.random.randint(2, min(days - 1, 40))
        is_open = number == 0
        story = Story(first.nature, first.partner, age, 'open' if is_open else 'solved')
        if is_open:
            story.age, story.scene = None, 'working'
        elif age < YOUNGEST - 4:
            story.age = YOUNGEST - 4
        story.words, story.matter = first.words, first.matter
        story.vals = {
            name: first.vals[name]
            for name in ('order_id', 'product_id', 'category_id')
            if name in first.vals
        }
        story.vals['description'] = SECOND.format(first.vals['description'])
        story.user = first.user
        again.append(story)
    return again


def _plan_past(desk, nature, partner):
    age = YOUNGEST + int((DAYS - YOUNGEST) * desk.random.random() ** 1.3)
    story = Story(nature, partner, age, 'solved')
    story.user = desk.get_user(partner)
    name = next(name for name, user in desk.users.items() if user == story.user)
    chance = desk.random.random()
    if chance < CANCELLED:
        story.outcome = 'cancelled'
    elif desk.random.random() < LATENESS.get(name, LATE):
        story.outcome = 'late'
    return _tell(desk, story)


def _tell(desk, story):
    """Let a story be about an order, a medicine and a matter of its kind."""
    random = desk.random
    orders = desk.orders[story.partner]
    day = story.age or OPEN_DAYS
    before = [order for order in orders if (desk.now - order.date_order).days >= day + 1]
    order = before[0] if before else orders[-1]
    if not before:
        # received after the purchase
        story.age = (desk.now - order.date_order).days - 1
    line = random.choice(order.order_line.sorted('id'))
    product = line.product_id
    vals = story.vals
    if story.nature == 'complaint':
        names, weights = list(COMPLAINTS), [matter.weight for matter in COMPLAINTS.values()]
        [name] = random.choices(names, weights)
        matter = story.matter = COMPLAINTS[name]
        story.words = (random.choice(matter.texts), random.choice(matter.solutions))
        vals.update(category_id=desk.categories[name].id, order_id=order.id)
        if name not in ('waiting', 'invoice', 'refund', 'late'):
            vals['product_id'] = product.id
    else:
        story.words = random.choice(WORDS[story.nature])
        vals['warehouse_id'] = order.warehouse_id.id
        if story.nature in ('service', 'professional'):
            vals['product_id'] = product.id
        if story.nature == 'service':
            vals['order_id'] = order.id
    story.words = tuple(
        word.format(product.name) if isinstance(word, str) else word for word in story.words
    )
    vals['description'] = story.words[0]
    return story


def _plan_repeats(desk, stories):
    """Let customers come again while the first ticket is open."""
    firsts = [s for s in stories if s.nature == 'complaint' and s.outcome == 'late' and s.age > 12]
    repeats = []
    for first in firsts[:REPEATS]:
        story = Story('complaint', first.partner, first.age - 1, 'solved')
        story.words, story.matter, story.user = first.words, first.matter, first.user
        story.vals = {
            name: first.vals[name]
            for name in ('order_id', 'product_id', 'category_id')
            if name in first.vals
        }
        story.vals['description'] = REPEATED.format(first.vals['description'])
        repeats.append(story)
    return repeats


def _plan_service_children(desk, stories):
    """Let complaints about goods lead to service requests; see tickets_past.py."""
    parents = [
        s
        for s in stories
        if s.nature == 'complaint' and s.outcome == 'solved' and 'product_id' in s.vals
    ]
    children = []
    for parent in desk.random.sample(parents, SERVICE_CHILDREN):
        child = Story('service', parent.partner, max(parent.age - 1, 2), 'solved')
        child.words = desk.random.choice(SERVICES)
        child.user = parent.user
        child.vals = {
            'parent': parent,
            'order_id': parent.vals['order_id'],
            'product_id': parent.vals['product_id'],
        }
        product = desk.env['product.product'].browse(parent.vals['product_id'])
        child.words = tuple(word.format(product.name) for word in child.words)
        child.vals['description'] = child.words[0]
        children.append(child)
    return children


def _plan_from_care(desk, taken):
    """Let cares in which customers complained or asked have brought tickets, with the glue.

    :param set taken: customers who come with something else
    """
    env = desk.env
    Entry = env['pharma.care.entry']
    if 'complaint_kind_id' not in Entry._fields:
        return []
    responses = named_records(
        env, 'pharma.care.response.type', 'response_type_', module='pharma_care'
    )
    natures = {responses[name].id: nature for name, nature in CARE_KINDS.items()}
    entries = Entry.search(
        [
            ('response_type_id', 'in', list(natures)),
            ('case_id.order_id', 'in', demo_records(env, 'sale.order').ids),
            ('partner_id.is_company', '=', False),
        ],
        order='date, id',
    )
    stories = []
    for entry in desk.random.sample(list(entries), min(4 * FROM_CARE, len(entries))):
        age = (desk.now - entry.date).days
        if entry.partner_id in taken or age < YOUNGEST or len(stories) == FROM_CARE:
            continue
        taken.add(entry.partner_id)
        nature = natures[entry.response_type_id.id]
        # the care is history: the suite itself names the ticket in it
        entry.complaint_kind_id = desk.kinds[nature]
        story = Story(nature, entry.partner_id, age, 'solved')
        story.user, story.received = entry.user_id, entry.date
        story.entry = entry
        told = {
            'complaint': COMPLAINTS['price'].solutions[1:],
            'enquiry': ENQUIRIES[0][1:],
            'professional': PROFESSIONAL[2][1:],
        }
        words = told[nature]
        story.words = (entry.content, *words)
        story.vals = entry._prepare_entry_complaint_vals()
        stories.append(story)
    return stories


def _plan_lots(desk):
    """Let several customers complain about one lot that they got."""
    env = desk.env
    lines = env['stock.move.line'].search(
        [('state', '=', 'done'), ('lot_id', '!=', False), ('move_id.sale_line_id', '!=', False)],
        order='id',
    )
    buyers = {}
    for line in lines:
        order = line.move_id.sale_line_id.order_id
        if order.partner_id in desk.orders:
            buyers.setdefault(line.lot_id, {}).setdefault(order.partner_id, order)
    counts = Counter({lot: len(found) for lot, found in buyers.items()})
    stories, taken = [], set()
    ranked = sorted(counts, key=lambda lot: (-counts[lot], lot.id))
    for customers, newest, oldest in reversed(LOT_ALARMS):
        for lot in ranked:
            # bought before he complained
            found = {
                partner: order
                for partner, order in buyers[lot].items()
                if partner not in taken and (desk.now - order.date_order).days > newest + 1
            }
            if len(found) >= customers and not any(s.vals['lot_id'] == lot.id for s in stories):
                break
        else:
            continue
        matter = COMPLAINTS['defect']
        oldest_first = sorted(found.items(), key=lambda item: (item[1].date_order, item[1].id))
        for partner, order in oldest_first[:customers]:
            latest = min(oldest, (desk.now - order.date_order).days - 1)
            story = Story('complaint', partner, desk.random.randint(newest, latest), 'solved')
            story.matter = matter
            story.words = (matter.texts[0], matter.solutions[0])
            story.words = tuple(word.format(lot.product_id.name) for word in story.words)
            story.vals = {
                'category_id': desk.categories['defect'].id,
                'order_id': order.id,
                'product_id': lot.product_id.id,
                'lot_id': lot.id,
                'description': story.words[0],
            }
            if newest == 0:
                story.outcome, story.scene, story.age = 'open', 'lot', None
            taken.add(partner)
            stories.append(story)
    return stories
