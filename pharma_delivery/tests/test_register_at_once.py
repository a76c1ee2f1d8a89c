from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@contextmanager
def transaction():
    """A transaction of its own, committed at the end."""
    with Registry(get_db_name()).cursor() as cr:
        yield Environment(cr, SUPERUSER_ID, {})


@tagged('post_install', '-at_install')
class TestRegisterAtOnce(BaseCase):
    """Two movements of a controlled medicine at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with transaction() as env:
            product = env['product.product'].create(
                {'name': "Diazepam", 'is_storable': True, 'control_class': 'psychotropic'}
            )
            self.product = product.id
            self.branch = env['stock.warehouse'].search([], limit=1).id
            env['pharma.control.register']._open(
                [(env['stock.warehouse'].browse(self.branch), product)]
            )
            self._record(env, 100)
        self.addCleanup(self._clean_up)

    def _record(self, env, quantity):
        return (
            env['pharma.control.entry']
            ._record(
                [
                    {
                        'warehouse_id': self.branch,
                        'product_id': self.product,
                        'kind': 'other',
                        'quantity_in': quantity,
                    }
                ]
            )
            .balance
        )

    def _clean_up(self):
        with transaction() as env:
            losses = env['pharma.control.loss'].search([('product_id', '=', self.product)])
            losses.activity_ids.unlink()
            env.cr.execute('DELETE FROM pharma_control_loss WHERE product_id = %s', [self.product])
            books = env['pharma.control.register'].search([('product_id', '=', self.product)])
            books.activity_ids.unlink()
            env.cr.execute('DELETE FROM pharma_control_entry WHERE product_id = %s', [self.product])
            env.cr.execute(
                'DELETE FROM pharma_control_register WHERE product_id = %s', [self.product]
            )
            env['product.product'].browse(self.product).product_tmpl_id.unlink()

    def test_two_losses_cover_a_shortage(self):
        """V8: each enters a part at the same moment: whoever began before the other committed is
        asked to repeat, and then the task ends."""
        with transaction() as env:
            vals = {'warehouse_id': self.branch, 'product_id': self.product, 'kind': 'adjustment'}
            entry = env['pharma.control.entry']._record([{**vals, 'quantity_out': 3}])
            task = entry.register_id.activity_schedule('mail.mail_activity_data_todo')
            task.pharma_shortage_ids = entry
            task = task.id

        def enter(env, quantity):
            vals = {'warehouse_id': self.branch, 'product_id': self.product}
            env['pharma.control.loss'].create({**vals, 'quantity': quantity})

        with Registry(get_db_name()).cursor() as cr:
            late = Environment(cr, SUPERUSER_ID, {})
            self.assertTrue(late['mail.activity'].browse(task).active)  # the snapshot
            with transaction() as env:
                enter(env, 1)
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                enter(late, 2)
            cr.rollback()
            late.invalidate_all(flush=False)
            enter(late, 2)
            self.assertFalse(late['mail.activity'].browse(task).active)
            cr.rollback()

    def test_the_second_movement_counts_on_from_the_first(self):
        """004-19: who began before the other committed is asked to repeat the request, as the
        server does by itself; then the running stock is right and no number is used twice."""
        with Registry(get_db_name()).cursor() as cr:
            late = Environment(cr, SUPERUSER_ID, {})
            late['pharma.control.entry'].search_count([])  # the snapshot
            with transaction() as env:
                self.assertEqual(self._record(env, 10), 110)
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                self._record(late, 5)
            cr.rollback()
            late.invalidate_all(flush=False)
            self.assertEqual(self._record(late, 5), 115)
            numbers = late['pharma.control.entry'].search(
                [('product_id', '=', self.product)], order='number'
            )
            self.assertEqual(numbers.mapped('number'), [1, 2, 3])
            cr.rollback()
