from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_claim import ClaimCommon


@tagged('post_install', '-at_install')
class TestComplaintClaim(ClaimCommon, MailCase):
    """Claims on suppliers for faulty goods."""

    def test_an_agent_prepares_a_draft(self):
        """002-19: supplier, medicine and lot come from the ticket; the number from the sequence."""
        claim = self._new_claim()
        self.assertEqual(claim.partner_id, self.supplier)
        self.assertRegex(claim.number, r'^SC2026/\d{4}$')
        self.assertRecordValues(
            claim.line_ids,
            [
                {
                    'product_id': self.metformin.id,
                    'lot_id': self.lot.id,
                    'quantity': 2.0,
                    'product_quantity': 2.0,
                    'amount': 100.0,
                    'complaint_id': self.ticket.id,
                }
            ],
        )
        self.assertEqual((claim.amount, claim.state), (100.0, 'draft'))
        self.assertEqual(self.ticket.claim_count, 1)
        for method in (claim.action_send, claim.action_mark_sent):
            with self.assertRaisesRegex(UserError, 'Only supervisors and managers'):
                method()

    def test_the_supplier_of_the_lot_comes_first(self):
        """002-19: from whom this lot was received, before who sells the medicine usually."""
        warehouse = self.env['stock.warehouse'].search(
            [('company_id', '=', self.company.id)], limit=1
        )
        picking = self.env['stock.picking'].create(
            {
                'partner_id': self.maker.id,
                'picking_type_id': warehouse.in_type_id.id,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': warehouse.lot_stock_id.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': self.metformin.id,
                            'product_uom_qty': 5,
                            'location_id': self.env.ref('stock.stock_location_suppliers').id,
                            'location_dest_id': warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.move_line_ids = [
            Command.clear(),
            Command.create(
                {
                    'product_id': self.metformin.id,
                    'lot_id': self.lot.id,
                    'quantity': 5,
                    'picking_id': picking.id,
                    'location_id': picking.location_id.id,
                    'location_dest_id': picking.location_dest_id.id,
                }
            ),
        ]
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, 'done')
        self.assertEqual(self.ticket._get_supplier(), self.maker)
        self.ticket.lot_id = self.other_lot
        self.assertEqual(self.ticket._get_supplier(), self.supplier)

    def test_the_supplier_reads_no_customer(self):
        """002-19, decision 21: the e-mail has goods and amounts, neither customer nor complaint."""
        claim = self._new_claim(self.supervisor)
        action = claim.action_send()
        composer = Form(
            self.env['mail.compose.message']
            .with_user(self.supervisor)
            .with_context(**action['context'])
        ).save()
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertRecordValues(claim, [{'state': 'sent', 'date_sent': date(2026, 3, 2)}])
        message = claim.message_ids.filtered(lambda m: m.message_type == 'comment')
        self.assertEqual(message.partner_ids - self.supervisor.partner_id, self.supplier)
        text = f'{message.subject} {message.body}'
        for part in (claim.number, 'Metformin', 'L-001', 'The foil is open'):
            self.assertIn(part, text)
        for part in (self.customer.name, 'It is broken', self.ticket.number, '0912'):
            self.assertNotIn(part, text)

    def test_no_context_sends_a_claim(self):
        """002-19, 000-36: another program cannot send a claim for an agent by a message."""
        claim = self._new_claim().with_context(pharma_claim_send=True)
        with self.assertRaisesRegex(UserError, 'Only supervisors and managers'):
            claim.message_post(body='Sent')

    def test_a_supplier_without_address(self):
        """002-19: told to enter one, or to send it otherwise."""
        claim = self._new_claim(self.supervisor, partner_id=self.maker.id)
        with self.assertRaisesRegex(UserError, 'Maker has no e-mail address'):
            claim.action_send()
        claim.reason = False
        with self.assertRaisesRegex(UserError, 'needs at least one line of goods and a reason'):
            claim.action_mark_sent()

    def test_partly_accepted_and_settled(self):
        """002-19: what is accepted on the lines decides; settling says how; tickets get a note."""
        claim = self._sent()
        with self.assertRaisesRegex(UserError, 'write his reason'):
            claim.action_record_answer()
        claim.line_ids.write({'quantity_accepted': 1, 'amount_accepted': 40})
        claim.action_record_answer()
        self.assertRecordValues(
            claim,
            [{'state': 'partly', 'amount_accepted': 40.0, 'date_answered': date(2026, 3, 2)}],
        )
        self.assertIn('Partly Accepted', self.ticket.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "choose in 'Settlement'"):
            claim.action_settle()
        claim.write({'settlement': 'credit', 'settlement_reference': 'CN-7'})
        claim.action_settle()
        self.assertEqual((claim.state, claim.date_settled), ('settled', date(2026, 3, 2)))

    def test_accepted_and_refused(self):
        """002-19: all at once, or refused with the supplier's reason."""
        claim, other = self._sent(), self._sent()
        claim.action_accept_all()
        self.assertRecordValues(
            claim.line_ids, [{'quantity_accepted': 2.0, 'amount_accepted': 100.0}]
        )
        self.assertEqual(claim.state, 'accepted')
        other.outcome = 'Too late'
        other.action_record_answer()
        self.assertEqual(other.state, 'refused')
        other.action_settle()
        self.assertEqual(other.state, 'settled')

    def test_nobody_accepts_more_than_claimed(self):
        """002-19: neither quantity nor amount."""
        claim = self._sent()
        for values in ({'quantity_accepted': 3}, {'amount_accepted': 100.5}):
            with self.assertRaisesRegex(ValidationError, 'more is accepted than was claimed'):
                claim.line_ids.write(values)

    def test_what_was_sent_stays(self):
        """002-19: goods of a sent claim stay as they are, no state is written by hand, no claim
        that was sent is deleted; back to draft corrects it."""
        claim = self._sent()
        with self.assertRaisesRegex(UserError, 'its goods stay as they are'):
            claim.line_ids.quantity = 1
        with self.assertRaisesRegex(UserError, 'follows from the buttons'):
            claim.state = 'accepted'
        with self.assertRaisesRegex(UserError, 'cannot be deleted'):
            claim.unlink()
        with self.assertRaisesRegex(UserError, 'this step does not follow'):
            claim.action_mark_sent()
        claim.action_draft()
        claim.line_ids.quantity = 1
        claim.unlink()

    def test_two_currencies(self):
        """002-19: 100 at two to one are 200 in the company's money; the day it is sent decides."""
        claim = self._new_claim(self.supervisor, currency_id=self.foreign.id)
        self.assertEqual((claim.amount, claim.amount_company), (100.0, 200.0))
        with freeze_time('2026-03-06 03:00:00'):
            claim.action_mark_sent()
            self.assertEqual(claim.amount_company, 400.0)
            claim.action_accept_all()
        self.assertEqual(claim.amount_accepted_company, 400.0)
        rows = self.env['pharma.complaint.claim.line']._read_group(
            [('claim_id', '=', claim.id)],
            ['partner_id', 'date_sent:month'],
            ['amount_company:sum', 'amount_accepted_company:sum'],
        )
        self.assertEqual(rows, [(self.supplier, date(2026, 3, 1), 400.0, 400.0)])

    def test_units_are_converted(self):
        """002-19: a dozen are twelve of the product's unit; kilograms are refused in words."""
        claim = self._new_claim(self.supervisor)
        claim.line_ids.uom_id = self.env.ref('uom.product_uom_dozen')
        self.assertEqual(claim.line_ids.product_quantity, 24.0)
        with self.assertRaisesRegex(ValidationError, 'cannot be converted from'):
            claim.line_ids.uom_id = self.env.ref('uom.product_uom_kgm')
        with self.assertRaisesRegex(ValidationError, 'of another medicine'):
            claim.line_ids.product_id = self.aspirin

    def test_several_tickets_share_a_claim(self):
        """002-19: one claim for two tickets about one lot."""
        second = self._create_ticket(product_id=self.metformin.id, lot_id=self.lot.id)
        claim = self._new_claim(self.supervisor)
        claim.line_ids = [
            Command.create(
                {'complaint_id': second.id, 'product_id': self.metformin.id, 'quantity': 1}
            )
        ]
        self.assertEqual(claim.ticket_count, 2)
        tickets = self.env['pharma.complaint'].search(claim.action_view_tickets()['domain'])
        self.assertEqual(tickets, self.ticket + second)

    def test_who_sees_a_claim(self):
        """000-36: whoever reads a ticket of it, supervisors, managers, pharmacists; drafts are
        changed by whoever made them."""
        claim = self._new_claim(self.supervisor)

        def sees(user):
            found = self.env['pharma.complaint.claim'].with_user(user)
            lines = self.env['pharma.complaint.claim.line'].with_user(user)
            seen = found.search_count([('id', '=', claim.id)])
            self.assertEqual(seen, lines.search_count([('claim_id', '=', claim.id)]))
            return bool(seen)

        for user in (self.agent, self.supervisor, self.manager, self.pharmacist):
            self.assertTrue(sees(user), user.login)
        for user in (self.stranger, self.outsider):
            self.assertFalse(sees(user), user.login)
        with self.assertRaises(AccessError):
            claim.with_user(self.agent).reason = 'x'
        mine = self._new_claim()
        mine.reason = 'Broken'
        mine.with_user(self.supervisor).action_mark_sent()
        with self.assertRaises(AccessError):
            mine.reason = 'x'
        with self.assertRaises(AccessError):
            self.env['pharma.complaint.claim'].with_user(self.stranger).create(
                {
                    'partner_id': self.supplier.id,
                    'line_ids': [
                        Command.create(
                            {'complaint_id': self.ticket.id, 'product_id': self.metformin.id}
                        )
                    ],
                }
            )
