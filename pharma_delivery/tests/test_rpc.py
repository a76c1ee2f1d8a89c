from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.pharma_crm.tests.common_rpc import NO_ID, ODD, RpcMixin

from .common_control import ControlCase
from .common_rpc import METHODS

# What Odoo's own methods are: their odd arguments are Odoo's.
INHERITED = {'create', 'write', 'unlink', 'default_get', 'button_validate', 'get_empty_list_help'}
# They answer with a form or a list to open, on which the rights of records decide.
HARMLESS = {
    ('product.product', 'action_pharma_reservations'),
    ('product.template', 'action_pharma_reservations'),
    ('res.partner', 'action_pharma_card_reservations'),
    ('stock.picking', 'action_view_excursions'),
}
VISIT = ('client_uid', 'picking_id', 'batch_id', 'date', 'result', 'lines', 'reason_id')
VISIT += (
    'receiver_name',
    'signature',
    'photos',
    'cash_amount',
    'temperature',
    'temperatures',
    'note',
    'handover',
)


@tagged('post_install', '-at_install')
class TestRpc(RpcMixin, ControlCase):
    """Other programs may send anything: it is done, or refused in words, and leaks nothing."""

    is_singleton_refusal = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        ready = cls._create_ready_slip()
        ready._create_handovers(force=True)
        slip = cls._create_slip()
        cls.round = cls._create_round(slip)
        reservation = env['pharma.reservation'].create(
            {'partner_id': cls.customer.id, 'product_id': cls.medicine.id, 'quantity': 3}
        )
        recall = env['pharma.recall'].create(
            {'title': "Test", 'reason': "x", 'lot_line_ids': [(0, 0, {'lot_id': cls.lot.id})]}
        )
        loss = env['pharma.control.loss'].create(
            {
                'warehouse_id': cls.warehouse.id,
                'product_id': cls.diazepam.id,
                'lot_id': cls.diazepam_lot.id,
                'quantity': 1,
                'circumstances': "x",
            }
        )
        cls.records = {
            'pharma.assignment': ready.courier_id and env['pharma.assignment'].search([], limit=1),
            'pharma.control.day': env['pharma.control.day'].create(
                {'warehouse_id': cls.warehouse.id}
            ),
            'pharma.control.entry': cls._get_entries()[:1],
            'pharma.control.loss': loss,
            'pharma.control.register': cls._get_entries().register_id,
            'pharma.control.report': env['pharma.control.report'].create(
                {'kind': 'year', 'year': 2026}
            ),
            'pharma.handover': ready.handover_id,
            'pharma.offer': env['pharma.offer'].create({'lot_id': cls.lot.id, 'quantity': 5}),
            'pharma.recall': recall,
            'pharma.reservation': reservation,
            'product.product': cls.medicine,
            'product.template': cls.medicine.product_tmpl_id,
            'res.partner': cls.customer,
            'sale.order': slip.sale_id,
            'sale.order.line': slip.sale_id.order_line,
            'stock.lot': cls.lot,
            'stock.picking': slip,
            'stock.picking.batch': cls.round,
        }
        cls.employee = new_test_user(env, 'rpc_employee', groups='base.group_user')
        cls.portal = new_test_user(env, 'rpc_portal', groups='base.group_portal')

    def test_every_public_method_stands_in_the_table(self):
        """000-36: a method without underscore is open to every user who is logged in."""
        found = self._get_public_methods('pharma_delivery')
        own = {(name, method) for name, method in found if method not in INHERITED}
        self.assertEqual(own, set(METHODS))

    @mute_logger('odoo.sql_db')
    def test_odd_records_and_values_are_refused_in_words(self):
        """000-36: every method, on nothing, one, several and missing records."""
        users = (self.clerk, self.pharmacist, self.courier, self.employee, self.portal)
        for (name, method), count in METHODS.items():
            takes_ids = not getattr(getattr(self.env[name], method), '_api_model', False)
            records = self.records.get(name, self.env[name])
            chosen = [[], [NO_ID], records.ids, [*records.ids, NO_ID]] if takes_ids else [[]]
            for user in users:
                with self.subTest(model=name, method=method, user=user.login):
                    for ids in chosen:
                        is_one = ids == records.ids or not takes_ids
                        for value in ODD if count and is_one else [None]:
                            args = [ids] if takes_ids else []
                            args += [value] if count else []
                            answer = self._call(user, name, method, *args)
                            if (
                                user in (self.employee, self.portal)
                                and is_one
                                and (records or not takes_ids)
                                and (name, method) not in HARMLESS
                            ):
                                self.assertNotEqual(answer, 'done', "done without the role")

    @mute_logger('odoo.sql_db')
    def test_odd_values_of_a_visit_are_refused_in_words(self):
        """000-31: each thing a telephone sends, with everything odd; nothing is half recorded."""
        slip = self.round.picking_ids
        good = {
            'client_uid': 'telephone-000001',
            'picking_id': slip.id,
            'batch_id': self.round.id,
            'date': '2026-11-20 03:00:00',
            'result': 'not_home',
        }
        for field in VISIT:
            for value in ODD:
                with self.subTest(field=field, value=value):
                    visits = [{**good, field: value}]
                    self._call(self.courier, 'pharma.delivery.attempt', 'record_attempts', visits)
