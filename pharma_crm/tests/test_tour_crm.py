from datetime import date

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestTourCrm(HttpCase):
    """Journeys in the browser, each as the role whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref('base.vn')

    def test_employee_enters_and_finds_a_customer(self):
        """A customer is entered with a number, found by another writing of it, and asked for
        permission (001-02, 001-04, 004-29, 004-55)."""
        new_test_user(self.env, login='tour_employee', groups='pharma_crm.group_pharma_user')
        url = '/odoo/action-pharma_crm.pharma_customer_action'
        self.start_tour(url, 'pharma_customer_tour', login='tour_employee')
        customer = self.env['res.partner'].search([('name', 'like', 'Bích Phượng Uyên')])
        self.assertEqual(customer.pharma_birthdate, date(1960, 3, 1))
        self.assertEqual(customer.pharma_phone_ids.number_e164, '+84389471562')

    def test_manager_enters_and_finds_a_medicine(self):
        """A medicine gets its therapeutic group and is found by ingredient (002-02, 004-12)."""
        new_test_user(self.env, login='tour_products', groups='pharma_crm.group_pharma_manager')
        url = '/odoo/action-pharma_crm.pharma_medicine_action'
        self.start_tour(url, 'pharma_medicine_tour', login='tour_products')
        medicine = self.env['product.template'].search([('name', '=', 'Glucovance Tour')])
        self.assertEqual(
            medicine.therapeutic_group_id, self.env.ref('pharma_crm.therapeutic_group_diabetes')
        )

    def test_employee_reads_a_confirmed_order(self):
        """Who only reads orders opens a confirmed one with its transfer (000-36, 000-16)."""
        employee = new_test_user(
            self.env, login='tour_reader', groups='pharma_crm.group_pharma_user'
        )
        medicine = self.env['product.product'].create(
            {
                'name': 'Tour Medicine',
                'is_storable': True,
                'therapeutic_group_id': self.env.ref('pharma_crm.therapeutic_group_pain').id,
            }
        )
        customer = self.env['res.partner'].create({'name': 'Tour Customer'})
        order = self.env['sale.order'].create(
            {
                'partner_id': customer.id,
                'user_id': employee.id,
                'order_line': [Command.create({'product_id': medicine.id, 'product_uom_qty': 2})],
            }
        )
        order.action_confirm()
        self.assertTrue(order.picking_ids)
        url = '/odoo/action-pharma_crm.pharma_order_action'
        self.start_tour(url, 'pharma_order_tour', login='tour_reader')

    def test_employee_calls_a_customer(self):
        """The call button asks for the purpose, logs and keeps the page (004-30)."""
        caller = new_test_user(self.env, login='tour_caller', groups='pharma_crm.group_pharma_user')
        customer = self.env['res.partner'].create(
            {
                'name': 'Tour Customer',
                'phone': '0389 471 563',
                'country_id': self.env.ref('base.vn').id,
            }
        )
        url = f'/odoo/action-pharma_crm.pharma_customer_action/{customer.id}'
        self.start_tour(url, 'pharma_call_tour', login='tour_caller')
        log = self.env['pharma.contact.log'].search([('partner_id', '=', customer.id)])
        self.assertRecordValues(
            log,
            [
                {
                    'purpose': 'care',
                    'channel': 'call',
                    'address': '+84389471563',
                    'user_id': caller.id,
                }
            ],
        )

    def test_pharmacist_reads_and_approves(self):
        """Approving from the list shows the text first (001-11)."""
        pharmacist = new_test_user(
            self.env, login='tour_approver', groups='pharma_crm.group_pharmacist'
        )
        answer = self.env['pharma.approved.answer'].create(
            {'name': 'May I drive (Tour)?', 'answer': 'Not in the first week.'}
        )
        url = '/odoo/action-pharma_crm.pharma_approved_answer_action'
        self.start_tour(url, 'pharma_approve_tour', login='tour_approver')
        self.assertRecordValues(answer, [{'state': 'approved', 'approver_id': pharmacist.id}])
