from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ComplaintCommon


@tagged('post_install', '-at_install')
class TestComplaintScreen(ComplaintCommon):
    """What the form of a new ticket fills in and offers while the customer speaks."""

    def _form(self, user=None):
        return Form(self.env['pharma.complaint'].with_user(user or self.agent))

    def _create_order(self, **values):
        fee = self.env['product.product'].create({'name': 'Delivery', 'type': 'service'})
        products = self.metformin | self.aspirin | fee
        return self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'user_id': self.agent.id,
                'order_line': [Command.create({'product_id': product.id}) for product in products],
                **values,
            }
        )

    def test_an_order_brings_its_customer_and_its_goods(self):
        """000-22: the order chosen first fills in the customer; of its lines the medicines are
        offered, not the fee of the delivery."""
        self.agent.group_ids += self.env.ref('sales_team.group_sale_salesman')
        form = self._form()
        form.order_id = self._create_order().with_user(self.agent)
        self.assertEqual(form.partner_id, self.customer)
        self.assertEqual(form.order_product_ids[:], self.metformin | self.aspirin)

    def test_the_customer_who_speaks_stays(self):
        """000-22: somebody else may speak about an order; who was chosen is not replaced."""
        self.agent.group_ids += self.env.ref('sales_team.group_sale_salesman')
        form = self._form()
        form.partner_id = self.other_customer
        form.order_id = self._create_order().with_user(self.agent)
        self.assertEqual(form.partner_id, self.other_customer)

    def test_orders_of_others_offer_nothing(self):
        """000-36: of an order that one may not read nothing is offered."""
        order = self._create_order(user_id=self.stranger.id)
        self.agent.group_ids += self.env.ref('sales_team.group_sale_salesman')
        new = self.env['pharma.complaint'].with_user(self.agent).new({'order_id': order.id})
        self.assertFalse(new.order_product_ids)
        new._onchange_order_id()
        self.assertFalse(new.partner_id)

    def test_a_shared_number_names_who_has_it(self):
        """000-22: two customers with one number: nobody is guessed, both are named."""
        self.other_customer.phone = '0912.345.678'
        new = self.env['pharma.complaint'].with_user(self.agent).new({'phone': '0912 345 678'})
        message = new._onchange_contact()['warning']['message']
        self.assertFalse(new.partner_id)
        for name in (self.customer.name, self.other_customer.name):
            self.assertIn(name, message)

    def test_a_number_of_one_alone_says_nothing(self):
        """000-22: the customer is found and nothing pops up; neither for an unknown number."""
        Ticket = self.env['pharma.complaint'].with_user(self.agent)
        found, unknown = (
            Ticket.new({'phone': '0912 345 678'}),
            Ticket.new({'phone': '0999 000 111'}),
        )
        self.assertFalse(found._onchange_contact())
        self.assertFalse(unknown._onchange_contact())
        self.assertEqual(found.partner_id, self.customer)
        self.assertFalse(unknown.partner_id)

    def test_a_department_without_head_is_told_before(self):
        """002-15: whoever asks a department that nobody heads reads who gets the task instead."""
        ticket = self._create_ticket(user_id=self.agent.id)
        headless = self.env['hr.department'].create({'name': 'Workshop'})
        employee = self.env['hr.employee'].create({'name': 'Head', 'user_id': self.clerk.id})
        headed = self.env['hr.department'].create({'name': 'Stock', 'manager_id': employee.id})
        form = Form(
            self.env['pharma.complaint.task.ask']
            .with_user(self.agent)
            .with_context(default_complaint_id=ticket.id)
        )
        self.assertFalse(form.receiver_warning)
        form.department_id = headless.with_user(self.agent)
        self.assertIn(self.agent.name, form.receiver_warning)
        form.user_id = self.colleague
        self.assertFalse(form.receiver_warning)
        form.user_id = self.env['res.users']
        form.department_id = headed.with_user(self.agent)
        self.assertFalse(form.receiver_warning)

    def test_an_empty_form_is_not_saved(self):
        """000-22: closing the page of a new ticket saves nothing; customer or words are enough."""
        with self.assertRaisesRegex(AssertionError, 'description'):
            self._form().save()
        form = self._form()
        form.description = 'Where is my parcel?'
        self.assertTrue(form.save().number)
        form = self._form()
        form.partner_id = self.customer
        self.assertTrue(form.save().number)
