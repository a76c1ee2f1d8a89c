from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common_calling import CallingCommon


@tagged('post_install', '-at_install')
class TestCallingShared(CallingCommon):
    """Calling lists of several employees, days and companies."""

    def test_a_customer_is_in_one_list(self):
        """004-50: colleagues get others, also by 'Next Customer'."""
        self.company.care_list_size = 3
        mine, theirs = self._take(self.user_a), self._take(self.user_b)
        self.assertEqual(self._names(mine), ['2', '1', '4'])
        self.assertEqual(self._names(theirs), ['0', '3'])
        self.assertFalse(self._take(self.stranger))
        action = self.Case.with_user(self.stranger).action_next()
        self.assertEqual(action['tag'], 'display_notification')

    def test_a_new_day_is_a_new_list(self):
        """004-50: what was forgotten to end ends by itself, at midnight of the company."""
        items = self._take(self.user_a)
        with freeze_time('2026-03-02 17:00:00'):
            again = self._take(self.user_b)
            self.assertEqual(self._names(again), self._names(items))
            self.assertFalse(items.list_id.is_open)
            mine = self._take(self.user_a)
            self.assertFalse(mine)

    def test_whoever_forgot_to_end_a_list_gets_a_new_one(self):
        """004-50: alone in the shop, too; nobody waits for yesterday's list."""
        items = self._take(self.user_a)
        with freeze_time('2026-03-02 17:00:00'):
            self.env.invalidate_all()
            self.assertEqual(
                self.Case.with_user(self.user_b).action_next()['res_id'], items[0].case_id.id
            )
            self.Case.with_user(self.user_b).browse(items[0].case_id.id).action_release()
            self.assertEqual(self._names(self._take(self.user_a)), self._names(items))
            self.assertEqual(len(self._take(self.user_a).list_id), 1)
        with freeze_time('2026-03-03 17:00:00'):
            self.List._close_past()
            self.assertFalse(self.List.search([('is_open', '=', True)]))

    def test_what_is_next_is_asked_in_the_company(self):
        """000-36, 004-50: whoever works in two companies takes the customers of one."""
        self.user_a.company_ids += self.other_company
        self.Case.create(
            {
                'partner_id': self.partners[2].id,
                'company_id': self.other_company.id,
                'date_due': '2026-01-01',
                'visibility_mode': 'unrestricted',
            }
        )
        both = (self.company + self.other_company).ids
        List = self.List.with_user(self.user_a).with_context(allowed_company_ids=both)
        items = self.Item.search(List.action_mine()['domain'])
        self.assertEqual(self._names(items), ['2', '1', '4', '0', '3'])
        self.assertEqual(items.company_id, self.company)

    def test_own_lists_and_those_of_the_team(self):
        """000-36, 004-39: employees see their own, of cases that they may see; managers all of
        their companies."""
        items = self._take(self.user_a)
        for user, count in (
            (self.user_a, 5),
            (self.user_b, 0),
            (self.manager, 5),
            (self.outsider, 0),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.Item.with_user(user).search_count([]), count)
                self.assertEqual(self.List.with_user(user).search_count([]), bool(count))
        with self.assertRaises(AccessError):
            items[0].with_user(self.user_b).action_open()
        for user in (self.stranger, self.user_b):
            with self.assertRaises(AccessError):
                items.list_id.with_user(user).action_close()
        with self.assertRaises(AccessError):
            self.List.with_user(self.pharmacist).action_mine()
        with self.assertRaises(AccessError):
            items[0].with_user(self.user_a).write({'state': 'done'})
        with self.assertRaises(AccessError):
            self.List.with_user(self.user_a).create({'user_id': self.user_a.id})
        self._set_mode('product')
        self.env.invalidate_all()
        self.assertFalse(self.Item.with_user(self.user_a).search([]))
        self.assertFalse(self.Case.with_user(self.user_a)._find_next())

    def test_managers_end_lists(self):
        """004-35: of whoever went home; a colleague of another list cannot."""
        shift = self._take(self.user_a).list_id
        shift.with_user(self.manager).action_close()
        self.assertFalse(shift.is_open)
        self.assertEqual(len(self._take(self.user_b)), 5)
        other = self._take(self.user_b).list_id
        self.assertEqual(other.user_id, self.user_b)
        with self.assertRaises(AccessError):
            other.with_user(self.user_a).action_close()

    def test_merged_and_deleted_customers(self):
        """000-36: lists in work survive both."""
        items = self._take(self.user_a)
        merge = self.env['base.partner.merge.automatic.wizard'].create({})
        merge._merge(self.partners[1:3].ids, self.partners[1])
        self.env.invalidate_all()
        left = self._take(self.user_a)
        self.assertEqual(self._names(left), ['1', '4', '0', '3'])
        self.assertEqual(left, items.exists())
        self.cases[0].order_id._action_cancel()
        self.cases[0].order_id.unlink()
        self.env.invalidate_all()
        self.assertEqual(self._names(self._take(self.user_a)), ['1', '4', '3'])
