from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import DeliveryCase


@tagged('post_install', '-at_install')
class TestSlipScreen(DeliveryCase):
    """Those who answer for deliveries open a slip without working in the stock."""

    def test_pharmacists_and_managers_open_a_slip(self):
        """000-28, 000-36: core's form also reads which shipping methods fit; without that right
        the whole form is refused."""
        self.env['delivery.carrier'].create(
            {
                'name': "Motor cycle",
                'product_id': self.env['product.product']
                .create({'name': "Delivery", 'type': 'service'})
                .id,
            }
        )
        slip = self._create_slip()
        for role in ('pharmacist', 'pharma_manager'):
            user = new_test_user(self.env, role, groups=f'pharma_crm.group_{role}')
            [values] = slip.with_user(user).web_read({'allowed_carrier_ids': {'fields': {}}})
            self.assertTrue(values['allowed_carrier_ids'], role)

    def test_the_portal_reads_nothing_of_the_stock(self):
        """000-36, 000-28: core lets customers of the portal read transfers of their own: the slip's
        number and day, but neither what lies in the branch nor notes of the staff."""
        buyer = new_test_user(self.env, 'portal_nhung', groups='base.group_portal')
        slip = self._create_slip()
        slip.partner_id = buyer.partner_id
        mine = slip.with_user(buyer)
        self.assertEqual(mine.read(['slip_number'])[0]['slip_number'], slip.slip_number)
        words = ['pharma_expiry_warning', 'pharma_expiry_hint']
        self.lot.expiration_date = '2026-01-01 12:00:00'
        for user, is_told in ((self.clerk, True), (self.courier, True), (buyer, False)):
            slip.sudo().courier_id = self.courier
            told = slip.with_user(user).read(words)[0]
            self.assertEqual([bool(told[name]) for name in words], [is_told, is_told], user.login)
        for name in (
            'pharma_fefo_reason',
            'slip_filed_place',
            'slip_returned_by_id',
            'slip_scan_ids',
            'date_slip_reminded',
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                mine.read([name])
            slip.with_user(self.clerk).read([name])

    def test_a_round_has_no_button_that_only_refuses(self):
        """000-29, 000-36: pharmacists and managers read a round; who prepares it works with it."""
        names = {
            'action_depart',
            'action_pharma_finish',
            'action_pharma_propose_order',
            'action_pharma_update_papers',
        }
        users = {
            role: new_test_user(self.env, f'{role}_round', groups=group)
            for role, group in (
                ('pharmacist', 'pharma_crm.group_pharmacist'),
                ('manager', 'pharma_crm.group_pharma_manager'),
                ('clerk', 'pharma_delivery.group_delivery_user'),
            )
        }
        for role, user in users.items():
            with self.subTest(role=role):
                Batch = self.env['stock.picking.batch'].with_user(user)
                arch = etree.fromstring(Batch.get_view(view_type='form')['arch'])
                shown = {button.get('name') for button in arch.iter('button')}
                self.assertEqual(shown & names, names if role == 'clerk' else set())

    def test_an_empty_list_says_how_slips_come_about(self):
        """000-28: core's help of transfers proposes to create one, and another application."""
        action = self.env['ir.actions.actions']._for_xml_id('pharma_delivery.pharma_slip_action')
        self.assertIn("Nothing to deliver", action['help'])
        self.assertNotIn("Install", action['help'])
        core = self.env['ir.actions.actions']._for_xml_id('stock.action_picking_tree_all')
        self.assertNotIn("Nothing to deliver", core['help'])

    def test_records_are_named_in_words(self):
        """004-19, 004-20: what stands above a form is a date as people write it, or a medicine;
        neither a date of machines nor the name of a table."""
        self.env['res.lang']._activate_lang('vi_VN')
        reader = self.env.user
        reader.write({'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'})
        own = self.env(context={'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'})
        slip = self._create_slip()
        reading = own['pharma.delivery.temperature'].create(
            {'picking_id': slip.id, 'value': 5, 'date': '2026-11-02 18:30:00'}
        )
        self.assertEqual(reading.display_name, '01:30 3/11/26')
        closing = own['pharma.control.day'].create(
            {'warehouse_id': self.warehouse.id, 'date': '2026-11-02'}
        )
        self.assertEqual(closing.display_name, f'{self.warehouse.name} 02/11/2026')
        check = own['pharma.control.check'].new({'product_id': self.medicine.id})
        self.assertEqual(check.display_name, self.medicine.display_name)

    def test_classes_of_control_are_said_in_the_readers_language(self):
        """004-17, 004-19: the rules and the entries name them as the medicine does."""
        self.env['res.lang']._activate_lang('vi_VN')
        selection = self.env['ir.model.fields.selection'].search(
            [
                ('field_id.model', '=', 'product.template'),
                ('field_id.name', '=', 'control_class'),
                ('value', '=', 'narcotic'),
            ]
        )
        selection.with_context(lang='vi_VN').name = "Thuốc gây nghiện"
        for model in ('product.template', 'pharma.control.rule', 'pharma.control.entry'):
            with self.subTest(model=model):
                field = self.env[model].with_context(lang='vi_VN').fields_get(['control_class'])
                words = dict(field['control_class']['selection'])
                self.assertEqual(words['narcotic'], "Thuốc gây nghiện")
