from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.pharma_care.tests.common import CareCommon


@tagged('post_install', '-at_install')
class TestCareTicket(CareCommon):
    """A care in which the customer complains becomes a ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref('pharma_callcenter.pharma_complaint_kind_complaint')
        cls.kind_service = cls.env.ref('pharma_callcenter.pharma_complaint_kind_service')
        cls.order = cls._create_order((cls.metformin, 30))
        cls.order.action_confirm()
        cls.case = cls.order.care_case_ids

    def _record(self, user, **values):
        case = self.case.with_user(user)
        return case.record_entry(
            {'content': 'The blister was open', 'date_next': '2026-03-20', **values}
        )

    def test_a_care_opens_a_ticket(self):
        """003-16, 004-31: customer, order, medicine and what was said stand in the ticket; its
        origin is the care."""
        entry = self._record(self.care_user, complaint_kind_id=self.kind.id)
        self.assertRecordValues(
            entry.complaint_id,
            [
                {
                    'partner_id': self.customer.id,
                    'order_id': self.order.id,
                    'product_id': self.metformin.id,
                    'description': 'The blister was open',
                    'kind_id': self.kind.id,
                    'origin_id': self.env.ref('pharma_callcenter.pharma_complaint_origin_care').id,
                    'origin_model': 'pharma.care.entry',
                    'origin_res_id': entry.id,
                    'create_uid': self.care_user.id,
                }
            ],
        )
        action = entry.with_user(self.care_user).action_view_complaint()
        self.assertEqual(action['res_id'], entry.complaint_id.id)

    def test_no_ticket_unless_asked_for(self):
        """003-16: a care without a kind opens none, and says so."""
        entry = self._record(self.care_user)
        self.assertFalse(entry.complaint_id)
        with self.assertRaisesRegex(UserError, 'No ticket was opened'):
            entry.action_view_complaint()

    def test_a_ticket_of_somebody_else_cannot_be_claimed(self):
        """000-36: the ticket of a care is the one that was opened with it."""
        other = self.env['pharma.complaint'].create({'partner_id': self.other_customer.id})
        entry = self._record(self.care_user, complaint_id=other.id)
        self.assertFalse(entry.complaint_id)

    def test_a_kind_that_needs_more_keeps_nothing_half_done(self):
        """002-13: a service request about two medicines needs one of them; neither care nor ticket
        is kept without."""
        order = self._create_order((self.metformin, 30), (self.paracetamol, 10))
        order.action_confirm()
        case = order.care_case_ids
        vals = {
            'content': 'Broken',
            'date_next': '2026-03-20',
            'complaint_kind_id': self.kind_service.id,
        }
        with self.assertRaisesRegex(ValidationError, 'fill in Medicine'):
            case.with_user(self.care_user).record_entry(vals)
        entry = case.with_user(self.care_user).record_entry(
            {**vals, 'complaint_product_id': self.paracetamol.id}
        )
        self.assertEqual(entry.complaint_id.product_id, self.paracetamol)

    def test_a_ticket_from_the_case(self):
        """000-22: the case opens a form that is filled in, and counts its tickets."""
        case = self.case.with_user(self.care_user)
        action = case.action_pharma_new_complaint()
        form = Form(
            self.env['pharma.complaint'].with_user(self.care_user).with_context(**action['context'])
        )
        self.assertEqual(form.partner_id, self.customer)
        self.assertEqual(form.order_id, self.order)
        ticket = form.save()
        self.assertEqual(ticket.product_id, self.metformin)
        self.assertEqual(case.pharma_complaint_count, 1)
        domain = case.action_pharma_view_complaints()['domain']
        self.assertEqual(self.env['pharma.complaint'].search(domain), ticket)

    def test_a_case_of_somebody_else_opens_nothing(self):
        """000-36: a case that the user may not read fills no ticket."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'other_care_user',
            groups='pharma_care.group_care_user',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        with self.assertRaises(UserError):
            self.case.with_user(outsider).action_pharma_new_complaint()
