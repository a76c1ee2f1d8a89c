"""Customers who wait for medicines that a branch does not keep: held, fetched, passed on, lost."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tools import SQL

from .rounds_today import get_city_customers
from .stock import named_records

# Medicines that the branch does not keep.
PRODUCTS = ('vildagliptin_50', 'ticagrelor_90', 'insulin_aspart', 'ivabradine_5', 'cetirizine_10')
# (customer's number, product's number, quantity, asked so many days ago, origin, bring it)
ASKED = (
    (0, 0, 60, 17, 'call', True),
    (1, 0, 30, 15, 'counter', False),
    (2, 0, 30, 9, 'call', False),
    (3, 1, 60, 12, 'call', True),
    (4, 1, 60, 6, 'counter', False),
    (5, 2, 2, 5, 'call', True),
    (6, 2, 3, 4, 'call', True),
    (7, 2, 2, 2, 'counter', False),
    (8, 3, 56, 8, 'call', False),
    (9, 3, 28, 3, 'call', True),
    (10, 4, 20, 1, 'counter', False),
    (11, 4, 30, 0, 'call', False),
)
# product's number -> (came so many days ago, quantity)
ARRIVED = {0: (8, 90), 1: (2, 60), 2: (0, 4)}
# product's number -> (expected in so many days, quantity)
EXPECTED = {1: (2, 120), 3: (4, 200)}
# By their numbers above: who ordered, whose hold has ended, who gave it up, who was a mistake.
ORDERED, ENDED, LOST, MISTAKEN = (0,), (1,), (8,), (10,)
NOTES = {8: 'Khách đã mua ở nhà thuốc khác.', 5: 'Khách hẹn giao sau 17 giờ.'}
EXPIRY_DAYS = 540


def reserve(dispatch):
    """Let customers ask for what is missing, receive some of it, and tell them.

    :param dispatch: Dispatch
    :return: the ``pharma.reservation`` records
    """
    desk = _Desk(dispatch)
    desk.ask()
    for number, (days, quantity) in ARRIVED.items():
        desk.receive(number, days, quantity)
    for number, (days, quantity) in EXPECTED.items():
        desk.expect(number, days, quantity)
    desk.count_days()
    desk.end()
    desk.set_back()
    return desk.reservations


class _Desk:
    def __init__(self, dispatch):
        self.dispatch = dispatch
        self.env = dispatch.env
        self.branch = dispatch.branches[0]
        self.agent = dispatch.users['agent']
        templates = named_records(self.env, 'product.template', 'product_')
        self.products = [templates[name].product_variant_id for name in PRODUCTS]
        self.reservations = self.env['pharma.reservation']
        self.told = {}

    def ask(self):
        """Write down who wants what, the first one first."""
        customers = get_city_customers(self.dispatch)[2::3]
        Reservation = self.env['pharma.reservation'].with_user(self.agent)
        for number, (who, what, quantity, days, origin, wanted) in sorted(
            enumerate(ASKED), key=lambda asked: -asked[1][3]
        ):
            reservation = Reservation.create(
                {
                    'partner_id': customers[who % len(customers)].id,
                    'product_id': self.products[what].id,
                    'quantity': quantity,
                    'warehouse_id': self.branch.id,
                    'origin': origin,
                    'is_delivery_wanted': wanted,
                    'note': NOTES.get(number),
                }
            ).with_env(self.env)
            self.told[number] = reservation
            reservation.date = self._get_moment(days)
            self.reservations += reservation

    def _get_moment(self, days, hours=2):
        return self.dispatch.now - timedelta(days=days, hours=hours)

    def receive(self, number, days, quantity):
        """Receive a lot from its maker; those who wait get theirs."""
        product = self.products[number]
        lot = self.env['stock.lot'].create(
            {
                'name': f'{product.default_code}-9',
                'product_id': product.id,
                'expiration_date': self.dispatch.now + timedelta(days=EXPIRY_DAYS),
            }
        )
        picking = self._plan_receipt(product, quantity, 0)
        picking.move_ids.move_line_ids.unlink()
        picking.move_ids.move_line_ids = [
            Command.create(
                {
                    'product_id': product.id,
                    'lot_id': lot.id,
                    'quantity': quantity,
                    'picking_id': picking.id,
                    'location_id': picking.location_id.id,
                    'location_dest_id': picking.location_dest_id.id,
                }
            )
        ]
        picking.move_ids.picked = True
        picking._action_done()
        moment = self._get_moment(days, hours=1)
        picking.date_done = moment
        self._tell()
        for reservation in self.reservations:
            if reservation.product_id == product and reservation.held_quantity:
                reservation.date_held = moment
                until = self.env.company._pharma_day(moment)
                until += timedelta(days=self.env.company.pharma_reservation_days)
                # a day that has passed may not be entered
                rows = self.dispatch.later['pharma_reservation', 'hold_until']
                rows.append((reservation.id, until))

    def expect(self, number, days, quantity):
        """Plan a receipt; who waits is told when the goods may come."""
        self._plan_receipt(self.products[number], quantity, days)
        self.env['pharma.reservation']._refresh_expected(self.products[number])

    def _plan_receipt(self, product, quantity, days):
        supplier = self.env.ref('stock.stock_location_suppliers')
        stock = self.branch.lot_stock_id
        picking = self.env['stock.picking'].create(
            {
                'picking_type_id': self.branch.in_type_id.id,
                'partner_id': product.pharma_manufacturer_id.id,
                'location_id': supplier.id,
                'location_dest_id': stock.id,
                'scheduled_date': self.dispatch.now + timedelta(days=days),
                'move_ids': [
                    Command.create(
                        {
                            'product_id': product.id,
                            'product_uom_qty': quantity,
                            'date': self.dispatch.now + timedelta(days=days),
                            'location_id': supplier.id,
                            'location_dest_id': stock.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def _tell(self):
        """Give agents their tasks, as the background job does."""
        told = self.reservations.filtered('notice')
        told._tell_agents()

    def count_days(self):
        """Say how long people waited: counted when goods came, which was just now."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_reservation
                   SET days_waited = round(EXTRACT(EPOCH FROM date_held - date)::numeric / 86400, 1)
                 WHERE id = ANY(%s) AND date_held IS NOT NULL
                """,
                self.reservations.ids,
            )
        )
        self.reservations.invalidate_recordset(['days_waited'])

    def end(self):
        """Let held goods be ordered, holds end, and customers give up."""
        for number in ORDERED:
            self.told[number].with_user(self.agent).action_order_now()
        for number in LOST:
            self.told[number].with_user(self.agent).action_lose()
        for number in MISTAKEN:
            self.told[number].with_user(self.agent).action_cancel()
        ended = self.env['pharma.reservation'].union(*(self.told[number] for number in ENDED))
        ended._end_holds()
        self._tell()

    def set_back(self):
        """Date what was ended, and hand over what was ordered."""
        moment = self._get_moment(6)
        for number in (*ORDERED, *ENDED, *LOST):
            self.told[number].date_closed = moment
        orders = self.env['pharma.reservation'].union(*(self.told[n] for n in ORDERED)).order_id
        orders.date_order = moment
        for slip in orders.picking_ids:
            slip.move_ids.picked = True
            slip._action_done()
            slip.date_done = moment + timedelta(hours=1)
