from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .common_visit import PIXEL


@tagged('post_install', '-at_install')
class TestVisitAtOnce(BaseCase):
    """Two windows record the same slip at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            warehouse = env['stock.warehouse'].search(
                [('company_id', '=', env.ref('base.main_company').id)], limit=1
            )
            self.user = new_test_user(
                env, 'at_once_courier', groups='pharma_delivery.group_courier'
            ).id
            product = env['product.product'].create({'name': "At once", 'type': 'consu'})
            partner = env['res.partner'].create({'name': "At once"})
            slip = env['stock.picking'].create(
                {
                    'partner_id': partner.id,
                    'picking_type_id': warehouse.out_type_id.id,
                    'location_dest_id': env.ref('stock.stock_location_customers').id,
                    'move_ids': [(0, 0, {'product_id': product.id, 'product_uom_qty': 2})],
                }
            )
            slip.action_confirm()
            slip.action_assign()
            batch = env['stock.picking.batch'].create(
                {
                    'courier_id': self.user,
                    'picking_type_id': slip.picking_type_id.id,
                    'picking_ids': [(6, 0, slip.ids)],
                }
            )
            batch.action_depart()
            self.slip, self.batch, self.partner, self.product = (
                record.id for record in (slip, batch, partner, product)
            )
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with Registry(get_db_name()).cursor() as cr:
            for query in (
                "DELETE FROM pharma_delivery_attempt WHERE picking_id = %s",
                "DELETE FROM stock_move_line WHERE picking_id = %s",
                "DELETE FROM stock_move WHERE picking_id = %s",
                "DELETE FROM stock_picking WHERE id = %s",
            ):
                cr.execute(query, [self.slip])
            cr.execute("DELETE FROM stock_picking_batch WHERE id = %s", [self.batch])
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "DELETE FROM mail_message WHERE (model, res_id) IN"
                " (('stock.picking', %s), ('stock.picking.batch', %s))",
                [self.slip, self.batch],
            )
            cr.execute("DELETE FROM stock_quant WHERE product_id = %s", [self.product])
            env['product.product'].browse(self.product).product_tmpl_id.unlink()
            env['res.partner'].browse(self.partner).unlink()
            user = env['res.users'].browse(self.user)
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    def _record(self, env, uid):
        visit = {
            'client_uid': uid,
            'picking_id': self.slip,
            'batch_id': self.batch,
            'date': '2026-01-05 03:00:00',
            'result': 'delivered',
            'receiver_name': "At once",
            'signature': PIXEL,
        }
        [answer] = env['pharma.delivery.attempt'].with_user(self.user).record_attempts([visit])
        env.flush_all()
        return answer['status']

    def test_one_slip_is_delivered_once(self):
        """000-31: the later one is repeated by the server and finds what the first recorded."""
        registry = Registry(get_db_name())
        with registry.cursor() as cr_late, registry.cursor() as cr_first:
            late, first = (Environment(cr, SUPERUSER_ID, {}) for cr in (cr_late, cr_first))
            late['stock.picking'].search_count([('id', '=', self.slip)])  # the snapshot
            self.assertEqual(self._record(first, 'window-one'), 'ok')
            cr_first.commit()  # a transaction of its own: what two at once do is tested
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                self._record(late, 'window-two')
            cr_late.rollback()
            late.invalidate_all(flush=False)
            self.assertEqual(self._record(late, 'window-two'), 'conflict')
            cr_late.rollback()

    def test_the_same_visit_from_two_windows(self):
        """000-31: the same receipt, sent by two windows of one telephone: recorded once."""
        registry = Registry(get_db_name())
        with registry.cursor() as cr_late, registry.cursor() as cr_first:
            late, first = (Environment(cr, SUPERUSER_ID, {}) for cr in (cr_late, cr_first))
            late['stock.picking'].search_count([('id', '=', self.slip)])  # the snapshot
            self.assertEqual(self._record(first, 'window-one'), 'ok')
            cr_first.commit()  # see above
            self.assertEqual(self._record(late, 'window-one'), 'already')
            cr_late.rollback()
