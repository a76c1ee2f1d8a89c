"""Which customer comes with which matter on which day."""

from .tickets_desk import Story
from .tickets_sources import plan_from_care, plan_lots
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
REPEATS, SECONDS, SERVICE_CHILDREN = 9, 14, 6
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
    stories = plan_lots(desk)
    taken = {story.partner for story in stories}
    stories += plan_from_care(desk, taken)
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
        story.words, story.matter, story.first = first.words, first.matter, first
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
        story.first = first
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
        child.user, child.first = parent.user, parent
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
