from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_work import CareWorkCommon

RECORDING = {'action_open', 'action_next_care', 'action_pharma_book_care', 'action_save_next'}


@tagged('post_install', '-at_install')
class TestPharmacist(CareWorkCommon):
    """A pharmacist answers for what customers report, and records no care."""

    def _get_arch(self, user, model, kind, view=None):
        view_id = view and self.env.ref(f'pharma_care.{view}').id
        return etree.fromstring(self.env[model].with_user(user).get_view(view_id, kind)['arch'])

    def _find_buttons(self, arch):
        return RECORDING & set(arch.xpath('//button/@name'))

    def test_care_stands_on_the_customer_card(self):
        """What was said and what is open is read without a button that would be refused
        (001-06, 000-36)."""
        case = self._create_case()
        entry = case.record_entry({'content': 'Feels dizzy.', 'date_next': self.today})
        self.env.invalidate_all()
        customer = self.customer.with_user(self.pharmacist)
        self.assertEqual(customer.care_entry_ids, entry)
        self.assertEqual(customer.care_open_count, 1)
        arch = self._get_arch(self.pharmacist, 'res.partner', 'form')
        self.assertTrue(arch.xpath("//page[@name='pharma_care']"))
        self.assertFalse(self._find_buttons(arch))
        arch = self._get_arch(self.care_user, 'res.partner', 'form')
        self.assertTrue(self._find_buttons(arch))

    def test_no_screen_offers_to_record(self):
        """Lists, cards and forms of care show no button that ends in a refusal (000-36)."""
        screens = [
            ('pharma.care.case', 'list', 'pharma_care_case_view_list'),
            ('pharma.care.case', 'list', 'pharma_care_case_view_list_customer'),
            ('pharma.care.case', 'kanban', 'pharma_care_case_view_kanban'),
            ('pharma.care.case', 'form', 'pharma_care_case_view_form'),
            ('pharma.care.entry', 'form', 'pharma_care_entry_view_form'),
        ]
        for model, kind, view in screens:
            with self.subTest(view=view):
                found = self._find_buttons(self._get_arch(self.care_user, model, kind, view))
                self.assertTrue(found)
                found = self._find_buttons(self._get_arch(self.pharmacist, model, kind, view))
                # the form's saving buttons are seen before an entry exists, which others create
                self.assertFalse(found - {'action_save_next'})

    def test_menus_lead_to_what_is_reported(self):
        """One list of what to worry about, and no worklist (000-36)."""
        visible = self.env['ir.ui.menu'].with_user(self.pharmacist)._visible_menu_ids()
        worry = self.env.ref('pharma_care.pharma_care_entry_worry_menu')
        self.assertIn(worry.id, visible)
        self.assertIn(worry.parent_id.id, visible)
        for name in ('orders', 'customers', 'group', 'region', 'today', 'entry'):
            menu = self.env.ref(f'pharma_care.pharma_care_{name}_menu')
            self.assertNotIn(menu.id, visible)
        self.assertEqual(worry.action.res_model, 'pharma.care.entry')

    def test_writing_is_refused_by_right(self):
        """Also for a closed case, of which another message would tell (000-36)."""
        case = self._create_case()
        case.record_entry({'content': 'No.', 'is_final': True, 'close_reason_id': self.reason.id})
        with self.assertRaises(AccessError):
            case.with_user(self.pharmacist).write({'date_due': self.today})
