"""A year of orders, created and confirmed the way people do it."""

from collections import namedtuple
from datetime import datetime, time, timedelta
from random import Random

from odoo import fields
from odoo.fields import Command

from .stock import demo_branches, demo_records, set_external_ids

SEED = 20261121
YEAR = 355
# Opening hours in UTC: 8:00 to 20:00 in Vietnam.
HOURS = (1, 13)
# Younger orders are still to be delivered.
OPEN_DAYS = 4
WALK_INS = 24
# What is cheaper, a sachet or the like, is bought by ten.
SACHET_PRICE = 10000
TAKER_NAMES = {
    'child': ('Bé Bảo Khang', 'Bé Minh Thư', 'Bé Gia Hân'),
    'elder': ('Bà Sáu', 'Ông Tư', 'Bà ngoại'),
    'other': ('Chị hàng xóm', 'Anh đồng nghiệp'),
}
MOTIVES = {
    'cosmetic': 'cosmetics',
    'device': 'health_care',
    'functional_food': 'health_care',
    'milk': 'health_care',
    'consumable': 'prevention',
}

# partner; day: how many days ago; lines: list of (product, unit, quantity); taken_by: see orders
Purchase = namedtuple('Purchase', ['partner', 'day', 'lines', 'taken_by'])


def create_orders(env):
    """Create the orders of a year, confirm them with their own dates and deliver the older ones.

    The same day of installation gives the same orders. Prospects have quotations only.

    :param env: environment of the superuser
    :return: the ``sale.order`` records, oldest first
    """
    random = Random(SEED)  # noqa: S311 - makes data, guards nothing
    customers = demo_records(env, 'res.partner')
    purchases = [
        *_plan_treatments(env, random, customers),
        *_plan_wholesale(env, random, customers),
        *_plan_walk_ins(env, random, customers),
    ]
    purchases.sort(key=lambda purchase: (-purchase.day, purchase.partner.id))
    staff = _get_staff(env)
    orders = env['sale.order'].create(
        [_prepare_order(env, random, purchase, staff) for purchase in purchases]
    )
    set_external_ids(env, orders, [f'order_{number:04d}' for number in range(1, len(orders) + 1)])
    sold = orders.filtered(lambda order: order.partner_id.pharma_customer_type != 'prospect')
    sold.with_context(pharma_keep_date_order=True).action_confirm()
    _deliver(sold)
    return orders


def _plan_treatments(env, random, customers):
    """Let customers with preferred medicines buy them again before they run out."""
    for customer in customers.filtered(lambda c: c.pharma_customer_type == 'retail'):
        products = customer.pharma_preferred_product_ids.sorted('id')
        if not products:
            continue
        interval = random.choice((30, 60, 90, 90))
        first = random.randint(120, YEAR)
        # some stay away in the end: whom a care employee would like to win back
        last = random.choice((1, 1, 1, 75))
        for day in range(first, last - 1, -interval):
            lines = [_treatment_line(env, product, interval) for product in products]
            yield Purchase(
                customer,
                max(1, day - random.randint(0, 4)),
                lines,
                'elder' if random.random() < 0.1 else 'self',
            )


def _treatment_line(env, product, interval):
    box = env.ref('pharma_demo.uom_box_30')
    months = max(1, round(interval / 30))
    if box in product.uom_ids:
        return product, box, months
    packs = product.uom_ids[:1]
    return (product, packs, 1) if packs else (product, product.uom_id, months)


def _plan_wholesale(env, random, customers):
    """Let partners of level 1 and 2 order what they usually do, in large packs."""
    partners = customers.filtered(lambda c: c.pharma_customer_type in ('level1', 'level2'))
    for partner in partners:
        step = 2 if partner.pharma_customer_type == 'level1' else 1
        interval = random.randint(110, 190)
        for day in range(random.randint(200, YEAR), 0, -interval):
            lines = []
            for product in partner.pharma_preferred_product_ids.sorted('id'):
                uom = product.uom_ids.sorted('factor')[-1:] or product.uom_id
                lines.append((product, uom, 5 * step * random.randint(1, 4)))
            yield Purchase(partner, day, lines, 'other')


def _plan_walk_ins(env, random, customers):
    """Let people buy what needs no prescription, and prospects ask for a price."""
    products = demo_records(env, 'product.template').filtered(lambda p: not p.prescription_required)
    blister = env.ref('pharma_demo.uom_blister_10')
    retail = customers.filtered(lambda c: c.pharma_customer_type == 'retail')
    # everybody without a treatment comes once, the others by chance
    visitors = list(retail.filtered(lambda c: not c.pharma_preferred_product_ids))
    visitors += [random.choice(retail) for _number in range(WALK_INS - len(visitors))]
    visitors += customers.filtered(lambda c: c.pharma_customer_type == 'prospect')[:2]
    for number, customer in enumerate(visitors):
        lines = [
            (product, blister, random.randint(1, 2))
            if blister in product.uom_ids
            else (product, product.uom_id, 10 if product.list_price < SACHET_PRICE else 1)
            for product in random.sample(list(products), random.randint(1, 3))
        ]
        is_prospect = customer.pharma_customer_type == 'prospect'
        day = number % OPEN_DAYS + 1 if is_prospect or number < 4 else random.randint(5, YEAR)
        yield Purchase(customer, day, lines, random.choice(('self', 'self', 'child', 'elder')))


def _get_staff(env):
    """Return who serves where: dict branch id -> (sales team, list of users)."""
    city, coast, centre = demo_branches(env)
    return {
        city.id: (
            env.ref('pharma_demo.team_hcm'),
            [env.ref('pharma_demo.user_care_demo'), env.ref('pharma_demo.user_agent_demo')],
        ),
        coast.id: (
            env.ref('pharma_demo.team_dng'),
            [env.ref('pharma_demo.user_supervisor_demo')],
        ),
        centre.id: (env.ref('pharma_demo.team_dc'), [env.ref('pharma_demo.user_manager_demo')]),
    }


def _get_branch(env, partner):
    city, coast, centre = demo_branches(env)
    if partner.pharma_customer_type in ('level1', 'level2'):
        return centre
    region = partner.pharma_region_id
    south = env.ref('pharma_crm.region_vn_south')
    return coast if region and not region.parent_path.startswith(south.parent_path) else city


def _get_salesperson(partner, users):
    """Return who serves a customer: the responsible if of that branch, else always the same."""
    return partner.user_id if partner.user_id in users else users[partner.id % len(users)]


def restore_salespeople(env):
    """Give orders kept from an earlier installation their salespeople again.

    :param env: environment of the superuser
    """
    staff = _get_staff(env)
    for order in demo_records(env, 'sale.order').filtered(lambda order: not order.user_id):
        _team, users = staff[order.warehouse_id.id]
        order.user_id = _get_salesperson(order.partner_id, users)


def _prepare_order(env, random, purchase, staff):
    partner = purchase.partner
    branch = _get_branch(env, partner)
    team, users = staff[branch.id]
    midnight = datetime.combine(fields.Date.today(), time.min) - timedelta(days=purchase.day)
    channel = partner.pharma_channel_id or env.ref('pharma_crm.sales_channel_counter')
    if purchase.taken_by == 'self' and random.random() < 0.3:
        channel = env.ref('pharma_crm.sales_channel_counter')
    kind = purchase.lines[0][0].pharma_product_kind
    takers = TAKER_NAMES.get(purchase.taken_by) if not partner.is_company else None
    return {
        'partner_id': partner.id,
        'warehouse_id': branch.id,
        'team_id': team.id,
        'user_id': _get_salesperson(partner, users).id,
        'date_order': midnight
        + timedelta(hours=random.randrange(*HOURS), minutes=random.randrange(60)),
        'pharma_channel_id': channel.id,
        'pharma_taken_by': purchase.taken_by,
        'pharma_taker_name': random.choice(takers) if takers else False,
        'pharma_purchase_motive_id': env.ref(
            f"pharma_crm.purchase_motive_{MOTIVES.get(kind, 'treatment')}"
        ).id,
        'order_line': [
            Command.create(
                {
                    'product_id': product.product_variant_id.id,
                    'product_uom_id': uom.id,
                    'product_uom_qty': quantity,
                }
            )
            for product, uom, quantity in purchase.lines
        ],
    }


def _deliver(orders):
    """Deliver what was ordered more than OPEN_DAYS ago, on the day of the order."""
    limit = fields.Datetime.now() - timedelta(days=OPEN_DAYS)
    pickings = orders.filtered(lambda order: order.date_order < limit).picking_ids
    pickings = pickings.filtered(lambda picking: picking.state == 'assigned')
    pickings.move_ids.picked = True
    pickings._action_done()
    for picking in pickings:
        picking.date_done = picking.sale_id.date_order + timedelta(hours=2)
