"""Tickets that come from somewhere: from cares, and from a lot of which several complain."""

from collections import Counter

from .stock import demo_records, named_records
from .tickets_desk import Story
from .tickets_words import COMPLAINTS, ENQUIRIES, PROFESSIONAL

# How many cares brought a ticket, none of them in the last days.
FROM_CARE, YOUNGEST_CARE = 10, 6
# Response of a care -> kind of the ticket.
CARE_KINDS = {
    'dissatisfied': 'complaint',
    'side_effect': 'professional',
    'question': 'enquiry',
    'no_effect': 'professional',
}
# Lots of which several customers complain: (customers, days ago from, to); 0: open now
LOT_ALARMS = ((4, 0, 4), (3, 14, 20))


def plan_from_care(desk, taken):
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
        if entry.partner_id in taken or age < YOUNGEST_CARE or len(stories) == FROM_CARE:
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


def plan_lots(desk):
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
