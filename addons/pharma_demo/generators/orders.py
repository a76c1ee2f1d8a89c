"""Two years of orders: old ones entered as past orders, young ones confirmed and delivered the
way people do it."""

from datetime import datetime, time, timedelta
from random import Random

from odoo import fields
from odoo.fields import Command

from .plans import plan_illnesses, plan_quotations, plan_treatments, plan_wholesale
from .rounds_past import bring, is_brought
from .staff import Staff
from .stock import demo_records, named_records, set_external_ids

SEED = 20261121
# Opening hours in UTC: 8:00 to 20:00 in Vietnam.
HOURS = (1, 13)
# Older orders are history, without transfers; younger than the second are still to be delivered.
PAST_DAYS = 30
OPEN_DAYS = 4
# One past order in so many was cancelled, one that waits for delivery, and one delivery came back.
CANCELLED_EVERY, WAITING_CANCELLED_EVERY, RETURNED_EVERY = 90, 6, 25
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


def create_orders(env):
    """Create the orders of two years, confirm them with their own dates and deliver the older ones.

    The same day of installation gives the same orders. Prospects have quotations only.

    :param env: environment of the superuser
    :return: the ``sale.order`` records, oldest first
    """
    random = Random(SEED)  # noqa: S311 - makes data, guards nothing
    customers = demo_records(env, 'res.partner')
    products = named_records(env, 'product.template', 'product_')
    units = named_records(env, 'uom.uom', 'uom_')
    quotations = list(plan_quotations(random, customers, products))
    purchases = [
        *plan_treatments(random, customers, units),
        *plan_wholesale(random, customers),
        *plan_illnesses(random, customers, products, units),
        *quotations,
    ]
    purchases.sort(key=lambda purchase: (-purchase.day, purchase.partner.id))
    prepare = _Preparation(env, random)
    past = env['sale.order'].create(
        [
            {**prepare.get_values(purchase), 'pharma_is_past_order': True}
            for purchase in purchases
            if purchase.day > PAST_DAYS
        ]
    )
    young = env['sale.order'].create(
        [prepare.get_values(purchase) for purchase in purchases if purchase.day <= PAST_DAYS]
    )
    orders = past + young
    set_external_ids(env, orders, [f'order_{number:04d}' for number in range(1, len(orders) + 1)])
    sold = young.filtered(lambda order: order.partner_id.pharma_customer_type != 'prospect')
    sold.with_context(pharma_keep_date_order=True).action_confirm()
    _deliver(sold)
    _cancel_and_return(env, past, sold)
    return orders


class _Preparation:
    """Values of orders; what they share is looked up once."""

    def __init__(self, env, random):
        self.random = random
        self.today = datetime.combine(fields.Date.today(), time.min)
        self.staff = Staff(env)
        self.counter = env.ref('pharma_crm.sales_channel_counter')
        self.motives = named_records(
            env, 'pharma.purchase.motive', 'purchase_motive_', module='pharma_crm'
        )

    def get_values(self, purchase):
        """Return the values of the order of a purchase."""
        random, partner = self.random, purchase.partner
        place = self.staff.get_place(partner)
        channel = partner.pharma_channel_id or self.counter
        if purchase.taken_by == 'self' and random.random() < 0.3:
            channel = self.counter
        kind = purchase.lines[0][0].pharma_product_kind
        takers = TAKER_NAMES.get(purchase.taken_by) if not partner.is_company else None
        hours = timedelta(hours=random.randrange(*HOURS), minutes=random.randrange(60))
        return {
            'partner_id': partner.id,
            'warehouse_id': place.branch.id,
            'team_id': place.team.id,
            'user_id': self.staff.get_salesperson(partner, place).id,
            'date_order': self.today - timedelta(days=purchase.day) + hours,
            'pharma_channel_id': channel.id,
            # companies pay later
            'pharma_cash_on_delivery': not partner.is_company,
            'pharma_taken_by': purchase.taken_by,
            'pharma_taker_name': random.choice(takers) if takers else False,
            'pharma_purchase_motive_id': self.motives[MOTIVES.get(kind, 'treatment')].id,
            'order_line': [
                Command.create(
                    {
                        'product_id': product.product_variant_id.id,
                        'product_uom_id': uom.id,
                        'product_uom_qty': quantity,
                        # the chain analyses no costs: spares a look-up per line
                        'analytic_distribution': False,
                    }
                )
                for product, uom, quantity in purchase.lines
            ],
        }


def _deliver(orders):
    """Deliver what was ordered more than OPEN_DAYS ago: in rounds, or at the counter on the day of
    the order."""
    limit = fields.Datetime.now() - timedelta(days=OPEN_DAYS)
    pickings = orders.filtered(lambda order: order.date_order < limit).picking_ids
    pickings = pickings.filtered(lambda picking: picking.state == 'assigned')
    # controlled goods for other pharmacies wait for papers and signatures, as in real life
    demanded = pickings._get_control_rules({'dispatch', 'handover'})
    pickings = pickings.filtered(lambda picking: not demanded.get(picking))
    brought = is_brought(pickings)
    taken = pickings - brought
    taken.move_ids.picked = True
    taken._action_done()
    for picking in taken:
        picking.date_done = picking.sale_id.date_order + timedelta(hours=2)
    bring(orders.env, brought)


def _cancel_and_return(env, past, young):
    """Let some orders be cancelled, and some delivered goods come back whole."""
    waiting = young.filtered(lambda order: 'assigned' in order.picking_ids.mapped('state'))
    (past[::CANCELLED_EVERY] + waiting[::WAITING_CANCELLED_EVERY])._action_cancel()
    delivered = young.picking_ids.filtered(lambda picking: picking.state == 'done').sorted('id')
    for picking in delivered[::RETURNED_EVERY]:
        wizard = env['stock.return.picking'].create({'picking_id': picking.id})
        back = env['stock.picking'].browse(wizard.action_create_returns_all()['res_id'])
        back.move_ids.picked = True
        back._action_done()
        back.date_done = picking.date_done + timedelta(days=1)
