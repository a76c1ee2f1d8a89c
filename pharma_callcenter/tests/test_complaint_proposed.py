from odoo.fields import Command
from odoo.tests import tagged

from .common import ComplaintCommon


@tagged('post_install', '-at_install')
class TestComplaintProposed(ComplaintCommon):
    """An order proposes nothing to somebody who may not read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env['stock.warehouse'].create({'name': 'Hidden branch', 'code': 'HID'})
        cls.order = cls.env['sale.order'].create(
            {
                'partner_id': cls.other_customer.id,
                'user_id': cls.agent.id,
                'warehouse_id': cls.branch.id,
                'order_line': [Command.create({'product_id': cls.metformin.id})],
            }
        )

    def _typed(self, model, user, **values):
        """A record as a form asks for its values before it is saved."""
        return self.env[model].with_user(user).new({'order_id': self.order.id, **values})

    def test_an_order_out_of_reach_proposes_nothing(self):
        """000-36: medicine and branch of an order come to whoever reads it, while typing and when
        saved; to others not."""
        self.assertTrue(self.order.with_user(self.agent).has_access('read'))
        self.assertFalse(self.order.with_user(self.stranger).has_access('read'))
        for user, product, branch in (
            (self.agent, self.metformin, self.branch),
            (self.stranger, self.metformin.browse(), self.branch.browse()),
        ):
            with self.subTest(user=user.login):
                typed = self._typed('pharma.complaint', user)
                self.assertEqual(typed.product_id, product)
                self.assertEqual(typed.warehouse_id, branch)
                saved = (
                    self.env['pharma.complaint']
                    .with_user(user)
                    .create({'name': 'Late', 'order_id': self.order.id})
                )
                self.assertEqual((saved.product_id, saved.warehouse_id), (product, branch))

    def test_no_follow_up_tells_of_an_order_out_of_reach(self):
        """000-36: a follow-up that is being planned names customer and medicine of an order to
        whoever reads it alone; a planned one to whoever asks."""
        for user, partner, names in (
            (self.agent, self.other_customer, 'Metformin'),
            (self.stranger, self.customer.browse(), ''),
        ):
            with self.subTest(user=user.login):
                typed = self._typed('pharma.followup', user)
                self.assertEqual((typed.partner_id, typed.medicine_names), (partner, names))
        planned = self.env['pharma.followup'].create(
            {'order_id': self.order.id, 'user_id': self.stranger.id}
        )
        self.assertEqual(planned.with_user(self.stranger).medicine_names, 'Metformin')

    def test_no_follow_up_tells_of_a_ticket_out_of_reach(self):
        """000-36: nor whose ticket it is, nor where he is called."""
        ticket = self._create_ticket(
            partner_id=False, phone='0999', user_id=self.agent.id, product_id=self.metformin.id
        )
        for user, phone, names in ((self.agent, '0999', 'Metformin'), (self.stranger, False, '')):
            with self.subTest(user=user.login):
                typed = self._typed('pharma.followup', user, order_id=False, complaint_id=ticket.id)
                self.assertEqual((typed.phone, typed.medicine_names), (phone, names))

    def test_the_branch_of_a_bad_answer(self):
        """003-16: the ticket of a bad answer is of the order's branch, also where whoever asked
        does not read the order."""
        planned = self.env['pharma.followup'].create(
            {'order_id': self.order.id, 'user_id': self.stranger.id}
        )
        vals = planned.with_user(self.stranger)._prepare_complaint_vals()
        self.assertEqual(vals['warehouse_id'], self.branch.id)
