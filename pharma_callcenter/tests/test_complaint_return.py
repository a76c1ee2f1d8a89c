from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common_work import WorkCommon


@tagged('post_install', '-at_install')
class TestComplaintReturn(WorkCommon):
    """Return and refund by core's own forms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        agent = 'pharma_callcenter.group_call_agent'
        cls.keeper = new_test_user(cls.env, 'work_keeper', groups=f'{agent},stock.group_stock_user')
        cls.accountant = new_test_user(
            cls.env,
            'work_accountant',
            groups=f'{agent},account.group_account_invoice,sales_team.group_sale_salesman_all_leads',
        )
        location = cls.env['stock.warehouse'].search([('company_id', '=', cls.company.id)], limit=1)
        for lot in (cls.lot, cls.other_lot):
            cls.env['stock.quant']._update_available_quantity(
                cls.metformin, location.lot_stock_id, 2, lot_id=lot
            )
        cls.env['stock.quant']._update_available_quantity(
            cls.aspirin,
            location.lot_stock_id,
            5,
            lot_id=cls.env['stock.lot'].create({'name': 'A-1', 'product_id': cls.aspirin.id}),
        )
        cls.order = cls.env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'order_line': [
                    Command.create({'product_id': cls.metformin.id, 'product_uom_qty': 4}),
                    Command.create({'product_id': cls.aspirin.id, 'product_uom_qty': 1}),
                ],
            }
        )
        cls.order.action_confirm()
        cls.ticket = cls._create_ticket(order_id=cls.order.id, product_id=cls.metformin.id)

    def _deliver(self):
        self.order.picking_ids.move_ids.picked = True
        self.order.picking_ids.button_validate()
        self.assertEqual(self.order.picking_ids.state, 'done')

    def _return(self, ticket=None):
        action = (ticket or self.ticket).with_user(self.keeper).action_return()
        self.assertEqual(action['res_model'], 'stock.return.picking')
        return self.env['stock.return.picking'].browse(action['res_id'])

    def _quantities(self, wizard):
        return {line.product_id: line.quantity for line in wizard.product_return_moves}

    def test_no_order_or_nothing_delivered(self):
        """002-13: told what is missing."""
        ticket = self._create_ticket(product_id=self.metformin.id)
        for method in (ticket.action_return, ticket.action_refund):
            with self.assertRaisesRegex(UserError, 'Enter the order'):
                method()
        with self.assertRaisesRegex(UserError, 'nothing of it was delivered'):
            self.ticket.with_user(self.keeper).action_return()
        with self.assertRaisesRegex(UserError, 'no posted invoice'):
            self.ticket.with_user(self.accountant).action_refund()

    def test_the_medicine_of_the_ticket_is_filled_in(self):
        """002-13: four of the medicine, of the lot two, of the rest nothing; the return is counted
        on the ticket, and what came back is not returned twice."""
        self._deliver()
        self.assertEqual(self._quantities(self._return()), {self.metformin: 4.0, self.aspirin: 0.0})
        self.ticket.lot_id = self.lot
        wizard = self._return()
        self.assertEqual(self._quantities(wizard), {self.metformin: 2.0, self.aspirin: 0.0})
        wizard.action_create_returns()
        self.ticket.invalidate_recordset(['return_count'])
        self.assertEqual(self.ticket.return_count, 1)
        domain = self.ticket.with_user(self.keeper).action_view_returns()['domain']
        back = self.env['stock.picking'].search(domain)
        self.assertEqual(back.return_id.sale_id, self.order)
        self.ticket.lot_id = False
        other = self._create_ticket(order_id=self.order.id, product_id=self.aspirin.id)
        self.assertEqual(
            self._quantities(self._return(other)), {self.metformin: 0.0, self.aspirin: 1.0}
        )

    def test_nothing_named_nothing_filled_in(self):
        """002-13: a ticket about the whole order leaves the quantities to the employee."""
        self._deliver()
        ticket = self._create_ticket(order_id=self.order.id)
        self.assertEqual(
            self._quantities(self._return(ticket)), {self.metformin: 0.0, self.aspirin: 0.0}
        )

    def test_others_ask_the_department(self):
        """002-15: who may not handle stock or invoices asks whoever may."""
        self._deliver()
        self.order._create_invoices().action_post()
        ticket = self.ticket.with_user(self.agent)
        for action, text in (
            (ticket.action_return(), 'Return of delivery'),
            (ticket.action_refund(), 'Refund of order'),
        ):
            self.assertEqual(action['res_model'], 'pharma.complaint.task.ask')
            self.assertIn(text, action['context']['default_name'])
            self.assertIn(self.order.name, action['context']['default_name'])

    def test_the_invoice_is_refunded(self):
        """002-13: core's credit note of the invoice, counted on the ticket."""
        self._deliver()
        invoice = self.order._create_invoices()
        with self.assertRaisesRegex(UserError, 'no posted invoice'):
            self.ticket.with_user(self.accountant).action_refund()
        invoice.action_post()
        action = self.ticket.with_user(self.accountant).action_refund()
        self.assertEqual(action['res_model'], 'account.move.reversal')
        wizard = Form(
            self.env['account.move.reversal']
            .with_user(self.accountant)
            .with_context(**action['context'])
        ).save()
        self.assertEqual(wizard.move_ids, invoice)
        self.assertEqual(wizard.reason, self.ticket.number)
        wizard.reverse_moves()
        self.ticket.invalidate_recordset(['refund_count'])
        self.assertEqual(self.ticket.refund_count, 1)
        domain = self.ticket.with_user(self.accountant).action_view_refunds()['domain']
        self.assertEqual(self.env['account.move'].search(domain).reversed_entry_id, invoice)

    def test_of_several_invoices_one_is_chosen(self):
        """002-13: two invoices: the list to choose from, none is refunded unseen."""
        self._deliver()
        (self.order._create_invoices()).action_post()
        self.order.order_line[0].product_uom_qty = 5
        self.order.picking_ids.filtered(lambda p: p.state != 'done').action_cancel()
        self.order.order_line[0].qty_delivered = 5
        self.order._create_invoices().action_post()
        action = self.ticket.with_user(self.accountant).action_refund()
        self.assertEqual(action['res_model'], 'account.move')
        self.assertEqual(self.env['account.move'].search_count(action['domain']), 2)
