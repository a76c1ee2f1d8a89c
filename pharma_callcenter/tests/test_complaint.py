from odoo.exceptions import UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import Form, tagged

from .common import NOW, ComplaintCommon


@tagged('post_install', '-at_install')
class TestComplaint(ComplaintCommon):
    """What happens while a ticket is taken in."""

    def test_a_ticket_is_numbered_and_named(self):
        """000-22: a ticket gets a number of its own, and a subject from kind and medicine."""
        first = self._create_ticket(product_id=self.metformin.id)
        second = self._create_ticket(name='The box was open')
        self.assertNotEqual(first.number, second.number)
        self.assertEqual(first.name, 'Complaint: Metformin')
        self.assertEqual(second.name, 'The box was open')
        self.assertEqual(first.state, 'new')
        self.assertEqual(first.origin_id.code, 'hand')
        self.assertEqual(first.date_received, NOW)

    def test_values_of_the_caller_stay_as_they_are(self):
        """000-22: who creates two tickets with the same values gets two numbers."""
        values = {'phone': '0912 345 678', 'description': 'Broken'}
        Ticket = self.env['pharma.complaint'].with_user(self.agent)
        numbers = {Ticket.create(values).number, Ticket.create(values).number}
        self.assertEqual(len(numbers), 2)
        self.assertEqual(values, {'phone': '0912 345 678', 'description': 'Broken'})

    def test_the_customer_is_found_by_number_or_address(self):
        """000-10, 000-22: any writing of the telephone number, or the e-mail address, finds him."""
        by_phone = self._create_ticket(partner_id=False)
        self.assertFalse(by_phone.partner_id, 'given as empty')
        tickets = self.env['pharma.complaint'].create(
            [
                {'phone': '+84912345678'},
                {'email_from': '"An" <AN@khach.example.com>'},
                {'phone': '0900000000', 'email_from': 'nobody@khach.example.com'},
            ]
        )
        self.assertEqual(
            tickets.mapped('partner_id.id'), [self.customer.id], 'the third is nobody we know'
        )
        self.assertEqual(tickets[0].partner_id, self.customer)
        self.assertEqual(tickets[1].partner_id, self.customer)
        self.assertFalse(tickets[2].partner_id)

    def test_a_shared_address_finds_nobody(self):
        """000-22: an address that two customers have is nobody's: a person has to choose."""
        self.other_customer.email = self.customer.email
        ticket = self.env['pharma.complaint'].create({'email_from': self.customer.email})
        self.assertFalse(ticket.partner_id)

    def test_the_same_matter_while_open_is_repeated(self):
        """000-23: same customer, same medicine, first one open: repeated, linked, more urgent."""
        first = self._create_ticket(product_id=self.metformin.id)
        again = self._create_ticket(product_id=self.metformin.id)
        self.assertRecordValues(
            first + again,
            [
                {'relation': 'new', 'original_id': False, 'priority': '0'},
                {'relation': 'repeated', 'original_id': first.id, 'priority': '1'},
            ],
        )

    def test_the_same_matter_after_the_end_is_second(self):
        """000-23: the first ticket was closed: second complaint, urgent, linked to the first."""
        first = self._create_ticket(category_id=self.category.id)
        first.stage_id = self.stage_solved
        second = self._create_ticket(category_id=self.category.id)
        third = self._create_ticket(category_id=self.category.id)
        self.assertRecordValues(
            first + second + third,
            [
                {'relation': 'new', 'original_id': False, 'priority': '0'},
                {'relation': 'second', 'original_id': first.id, 'priority': '2'},
                # the second is open, and the first of all is linked
                {'relation': 'repeated', 'original_id': first.id, 'priority': '1'},
            ],
        )

    def test_tickets_of_one_import_find_each_other(self):
        """000-23: two rows of one import about the same matter are related, too."""
        values = {'partner_id': self.customer.id, 'product_id': self.metformin.id}
        first, other, again = self.env['pharma.complaint'].create(
            [values, {**values, 'product_id': self.aspirin.id}, values]
        )
        self.assertEqual(other.relation, 'new')
        self.assertRecordValues(
            again, [{'relation': 'repeated', 'original_id': first.id, 'priority': '1'}]
        )

    def test_other_matters_are_new(self):
        """000-23: another medicine, another customer, a cancelled or a long closed ticket."""
        first = self._create_ticket(product_id=self.metformin.id)
        self.assertEqual(self._create_ticket(product_id=self.aspirin.id).relation, 'new')
        other = self._create_ticket(product_id=self.metformin.id, partner_id=self.other_customer.id)
        self.assertEqual(other.relation, 'new')
        first.stage_id = self.stage_cancelled
        again = self._create_ticket(product_id=self.metformin.id)
        self.assertEqual(again.relation, 'new')
        again.stage_id = self.stage_solved
        self.env.flush_all()
        again.date_closed = Datetime.subtract(NOW, days=91)
        late = self._create_ticket(product_id=self.metformin.id)
        self.assertEqual(late.relation, 'new')

    def test_colleagues_of_a_customer_come_with_the_same_matter(self):
        """000-23: two people of one pharmacy about one lot: the pharmacy complains again."""
        pharmacy = self.env['res.partner'].create({'name': 'Nhà thuốc Bình', 'is_company': True})
        people = self.env['res.partner'].create(
            [{'name': name, 'parent_id': pharmacy.id} for name in ('Buyer', 'Receiver')]
        )
        first = self._create_ticket(partner_id=people[0].id, lot_id=self.lot.id)
        again = self._create_ticket(partner_id=people[1].id, lot_id=self.lot.id)
        self.assertEqual(again.original_id, first)
        self.assertEqual(first.product_id, self.metformin, 'the lot names the medicine')

    def test_relation_and_link_can_be_corrected(self):
        """000-23: the proposal is the employee's to change, and a correction is kept."""
        self._create_ticket(product_id=self.metformin.id)
        form = Form(self.env['pharma.complaint'].with_user(self.agent))
        form.partner_id = self.customer
        form.product_id = self.metformin
        self.assertEqual(form.relation, 'repeated')
        form.relation = 'new'
        ticket = form.save()
        self.assertEqual(ticket.relation, 'new')

    def test_a_kind_asks_for_its_fields(self):
        """001-13, 002-13: a service request without the thing to repair is refused in words."""
        with self.assertRaisesRegex(ValidationError, 'Service Request.*fill in Medicine'):
            self._create_ticket(kind_id=self.kind_service.id)
        ticket = self._create_ticket(kind_id=self.kind_service.id, product_id=self.metformin.id)

        self.assertNotIn('employee_id', ticket.asked_fields)

    def test_tickets_are_never_deleted(self):
        """003-16: no feedback is lost."""
        with self.assertRaisesRegex(UserError, 'Cancel the ticket'):
            self._create_ticket().unlink()

    def test_closing_keeps_the_moment(self):
        """000-44: the moment of the end is known, and gone when it goes on."""
        ticket = self._create_ticket()
        ticket.stage_id = self.stage_solved
        self.assertEqual(ticket.date_closed, NOW)
        ticket.stage_id = self.stage_open
        self.assertFalse(ticket.date_closed)

    def test_purchase_is_checked_against_orders(self):
        """002-14: bought from us, order of somebody else, never bought, lot never delivered."""
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'order_line': [(0, 0, {'product_id': self.metformin.id})],
            }
        )
        order.action_confirm()
        cases = [
            ({'order_id': order.id}, 'proven'),
            ({'product_id': self.metformin.id}, 'proven'),
            ({'product_id': self.aspirin.id}, 'missing'),
            ({'order_id': order.id, 'partner_id': self.other_customer.id}, 'other'),
            ({'lot_id': self.lot.id}, 'lot'),
            ({}, 'open'),
            ({'product_id': self.metformin.id, 'partner_id': False}, 'open'),
        ]
        for values, expected in cases:
            with self.subTest(expected=expected, values=values):
                ticket = self._create_ticket(**values)
                self.assertEqual(ticket.purchase_state, expected)
        ticket = self._create_ticket(order_id=order.id)
        self.assertEqual(ticket.product_id, self.metformin, 'the only medicine of the order')

    def test_a_delivered_lot_is_proven(self):
        """002-14: a lot that was delivered to the customer is his."""
        self.env['stock.quant']._update_available_quantity(
            self.metformin, self.env.ref('stock.stock_location_stock'), 5, lot_id=self.lot
        )
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'order_line': [(0, 0, {'product_id': self.metformin.id})],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        self.assertEqual(self._create_ticket(lot_id=self.lot.id).purchase_state, 'proven')
        self.assertEqual(self._create_ticket(lot_id=self.other_lot.id).purchase_state, 'lot')
