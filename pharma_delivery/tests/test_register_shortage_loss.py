from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_shortage import ShortageCase


@tagged('post_install', '-at_install')
class TestRegisterShortageLoss(ShortageCase):
    """The task to enter a loss ends when losses are entered that cover the shortage."""

    def _enter(self, lot, quantity, **vals):
        Loss = self.env['pharma.control.loss'].with_user(self.clerk)
        return Loss.create(
            {
                'warehouse_id': self.warehouse.id,
                'product_id': self.diazepam.id,
                'lot_id': lot and lot.id,
                'quantity': quantity,
                **vals,
            }
        )

    def _get_open(self):
        return self._get_book().activity_ids

    def test_the_loss_ends_the_task(self):
        """004-19, V8: who enters it need not be a pharmacist; the book says which loss it was."""
        self._count((self.diazepam_lot, 97))
        self.assertTrue(self._get_open())
        loss = self._enter(self.diazepam_lot, 3)
        self.assertFalse(self._get_open())
        self.assertIn(loss.name, ' '.join(self._get_book().message_ids.mapped('body')))
        mine = loss.with_user(self.pharmacist)
        self.assertEqual(mine.shortage_ids.lot_id, self.diazepam_lot)
        with self.assertRaises(AccessError):
            loss.read(['shortage_ids'])  # whoever enters losses does not see the registers

    def test_each_lot_has_to_be_covered(self):
        """V8: two lots are missing, one is entered, then too little, then the right quantity."""
        self._count((self.diazepam_lot, 97), (self.second_lot, 48))
        self._enter(self.diazepam_lot, 3)
        self.assertTrue(self._get_open())
        second = self._enter(self.second_lot, 1)
        self.assertTrue(self._get_open())
        second.with_user(self.pharmacist).quantity = 2
        self.assertFalse(self._get_open())

    def test_a_loss_in_parts(self):
        """V8: 2 and 1 are 3; the quantities of two counts are not mixed up."""
        self._count((self.diazepam_lot, 97))
        self._count((self.diazepam_lot, 95))
        self.assertEqual(len(self._get_open()), 2)
        self._enter(self.diazepam_lot, 2)
        self.assertEqual(len(self._get_open()), 2)
        self._enter(self.diazepam_lot, 1)
        self.assertEqual(len(self._get_open()), 1)
        self._enter(self.diazepam_lot, 1)
        self.assertEqual(len(self._get_open()), 1)
        self._enter(self.diazepam_lot, 1)
        self.assertFalse(self._get_open())

    def test_one_loss_for_two_counts(self):
        """V8: 5 cover 3 and 2; without a lot it covers any."""
        self._count((self.diazepam_lot, 97))
        self._count((self.second_lot, 48))
        self._enter(False, 5)
        self.assertFalse(self._get_open())

    def test_lots_are_served_before_losses_without(self):
        """V8: a loss without a lot takes nothing from one that names its lot."""
        self._count((self.diazepam_lot, 97), (self.second_lot, 48))
        self._enter(False, 2)
        self._enter(self.diazepam_lot, 3)
        self.assertFalse(self._get_open())

    def test_other_losses_end_nothing(self):
        """V8: of another lot, another medicine, of a slip, or entered before the count: whether
        that is the same only a person can say."""
        other = self._create_medicine("Phenobarbital 100 mg", control_class='psychotropic')
        slip = self._create_slip([(self.diazepam, 5)], self.pharmacy)
        self._enter(self.diazepam_lot, 3)
        self._count((self.diazepam_lot, 97))
        self._enter(self.second_lot, 3)
        self._enter(False, 3, product_id=other.id)
        self._enter(self.diazepam_lot, 3, picking_id=slip.id)
        self.assertTrue(self._get_open())
        self._get_open().with_user(self.pharmacist).action_done()
        self._count((self.diazepam_lot, 95))
        self.assertTrue(self._get_open())

    def test_a_task_closed_by_hand_takes_nothing(self):
        """V8: the first count was a typing error; the loss belongs to the second."""
        self._count((self.diazepam_lot, 97))
        self._get_open().with_user(self.pharmacist).action_done()
        self._count((self.diazepam_lot, 95))
        self._enter(self.diazepam_lot, 2)
        self.assertFalse(self._get_open())

    def test_nobody_links_by_hand(self):
        """V8: what a loss covers is written by the program."""
        self._count((self.diazepam_lot, 97))
        loss = self._enter(self.second_lot, 1).with_user(self.pharmacist)
        with self.assertRaises(UserError):
            loss.shortage_ids = self._get_entries()

    def test_many_losses_in_few_queries(self):
        """V8: a list of losses that is imported costs no query each to look for tasks."""
        self._count((self.diazepam_lot, 90))
        losses = self._enter(self.second_lot, 1) | self._enter(self.diazepam_lot, 1)
        more = losses.browse([self._enter(self.diazepam_lot, 1).id for _number in range(8)])
        queries = []
        for some in (losses, losses | more):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            some._cover_shortages()
            self.env.flush_all()
            queries.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(queries[1], queries[0] + 2)
