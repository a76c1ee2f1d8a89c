from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import ConcurrencyError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

# The server repeats a request that ends with one of these.
REPEATED = (SerializationFailure, ConcurrencyError)


@contextmanager
def transaction():
    """A transaction of its own, committed at the end."""
    with Registry(get_db_name()).cursor() as cr:
        yield Environment(cr, SUPERUSER_ID, {'tracking_disable': True})


@tagged('post_install', '-at_install')
class TestReservationAtOnce(BaseCase):
    """Two people at the same moment, in transactions of their own: goods are given once."""

    def setUp(self):
        super().setUp()
        with transaction() as env:
            product = env['product.product'].create({'name': "Insulin", 'is_storable': True})
            partner = env['res.partner'].create({'name': "Nguyễn Văn Nhất"})
            self.product, self.partner = product.id, partner.id
            branch = env['stock.warehouse'].search([], limit=1)
            self.branch, self.place = branch.id, branch.lot_stock_id.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with transaction() as env:
            for query in (
                'DELETE FROM pharma_reservation WHERE product_id = %s',
                'DELETE FROM stock_move_line WHERE product_id = %s',
                'DELETE FROM stock_move WHERE product_id = %s',
                'DELETE FROM stock_quant WHERE product_id = %s',
            ):
                env.cr.execute(query, [self.product])
            env['product.product'].browse(self.product).product_tmpl_id.unlink()
            env['res.partner'].browse(self.partner).unlink()

    def _arrive(self, env, quantity):
        """Let goods be counted in, which is a done move into the branch."""
        move = env['stock.move'].create(
            {
                'product_id': self.product,
                'product_uom_qty': quantity,
                'location_id': env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.place,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = quantity, True
        move._action_done()

    def _reserve(self, env, quantity=5):
        reservation = env['pharma.reservation'].create(
            {
                'partner_id': self.partner,
                'product_id': self.product,
                'warehouse_id': self.branch,
                'quantity': quantity,
            }
        )
        env.flush_all()
        return reservation

    def _get_states(self, env):
        reservations = env['pharma.reservation'].search(
            [('product_id', '=', self.product)], order='date, id'
        )
        return reservations.mapped('state')

    def _check_stock(self, env, held):
        quants = env['stock.quant'].search(
            [('product_id', '=', self.product), ('location_id', '=', self.place)]
        )
        self.assertEqual(sum(quants.mapped('reserved_quantity')), held)

    def _do_at_once(self, first, second):
        """Let the second begin before the first commits; return its environment to go on with."""
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        late = Environment(cursor, SUPERUSER_ID, {'tracking_disable': True})
        late['pharma.reservation'].search_count([])  # the snapshot
        with transaction() as env:
            first(env)
        with mute_logger('odoo.sql_db'), self.assertRaises(REPEATED):
            second(late)
            late.flush_all()
        cursor.rollback()
        late.transaction.reset()
        late.invalidate_all(flush=False)
        return late

    def test_two_who_ask_for_the_same_goods(self):
        """000-26: 5 lie free, two agents reserve 5 each: the first has them, the second is served
        after the first and waits; nobody sees an error."""
        with transaction() as env:
            self._arrive(env, 5)
        late = self._do_at_once(self._reserve, self._reserve)
        self.assertEqual(self._reserve(late).state, 'waiting')
        self.assertEqual(self._get_states(late), ['held', 'waiting'])
        self._check_stock(late, 5)

    def test_two_arrivals(self):
        """000-26: two wait for 5 each, 5 arrive twice in the same moment: each has 5."""
        with transaction() as env:
            self._reserve(env)
            self._reserve(env)
        late = self._do_at_once(lambda env: self._arrive(env, 5), lambda env: self._arrive(env, 5))
        self.assertEqual(self._get_states(late), ['held', 'waiting'])
        self._arrive(late, 5)
        self.assertEqual(self._get_states(late), ['held', 'held'])
        self._check_stock(late, 10)

    def test_an_arrival_while_somebody_gives_up(self):
        """000-26: the first gives up in the moment in which his goods come: the second has them."""
        with transaction() as env:
            first = self._reserve(env).id
            self._reserve(env)
        late = self._do_at_once(
            lambda env: env['pharma.reservation'].browse(first).action_lose(),
            lambda env: self._arrive(env, 5),
        )
        self._arrive(late, 5)
        self.assertEqual(self._get_states(late), ['lost', 'held'])
        self._check_stock(late, 5)

    def test_an_order_while_the_hold_ends(self):
        """000-26: the hold ends in the moment of the order: the goods have passed on, the agent is
        told that nothing is held."""
        with transaction() as env:
            self._arrive(env, 5)
            first = self._reserve(env).id
            self._reserve(env)

        def order(env):
            return env['pharma.reservation'].browse(first).action_order_now()

        late = self._do_at_once(
            lambda env: env['pharma.reservation'].browse(first)._end_holds(), order
        )
        self.assertEqual(self._get_states(late), ['expired', 'held'])
        with self.assertRaisesRegex(UserError, "nothing is held"):
            order(late)
        self._check_stock(late, 5)

    def test_an_arrival_while_somebody_asks(self):
        """000-26: who asks in the moment of an arrival that serves others comes after them."""
        with transaction() as env:
            self._reserve(env)
        late = self._do_at_once(lambda env: self._arrive(env, 7), self._reserve)
        self.assertEqual(self._reserve(late).held_quantity, 2)
        self.assertEqual(self._get_states(late), ['held', 'partly'])
        self._check_stock(late, 7)
