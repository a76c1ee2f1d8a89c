from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_effect import EffectCommon


@tagged('post_install', '-at_install')
class TestHoldoutDoors(EffectCommon):
    """A customer who is only observed is called by nobody, whichever list is asked (004-36)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold_out()
        cls._draw()
        # what else is there would be next
        cls.Case.search([('state', '!=', 'done')])._write_closed(cls.reason)

    def _run_alerts(self):
        with patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60):
            self.Case._cron_alert()
        self.env.invalidate_all()

    def _get_called(self):
        """Return the customers whom a calling list, 'Next Customer' and the top bar name."""
        self._run_alerts()
        Case = self.Case.with_user(self.user_a)
        self.env['pharma.care.list'].with_user(self.user_a).action_mine()
        self.env['pharma.care.list.item'].with_user(self.user_a).action_take_more()
        shift = self.env['pharma.care.list'].with_user(self.user_a)._get_mine()
        called = shift.item_ids.partner_id
        shift.action_close()
        following = Case.action_next()
        called |= self.Case.browse(following.get('res_id')).partner_id
        self.assertEqual(
            bool(self.Case.with_user(self.manager).get_alert_count()), self.cared in called
        )
        return called.with_env(self.env)

    def test_calling_list_next_customer_and_alerts(self):
        """004-36, 004-50, 004-62: of two customers with the same purchase the one who was not drawn
        is called, and told of before."""
        for partner in (self.held, self.cared):
            self._confirm_for(partner)
        with self._at('2026-04-03'):
            self.assertEqual(self._get_called(), self.cared)

    def test_hard_to_reach(self):
        """004-36, 004-56: without a telephone number, too."""
        self.held.phone = False
        self._assert_in_no_list(self._confirm_for(self.held).care_case_ids)

    def test_call_list_of_an_analysis(self):
        """004-36, 000-18: who makes a call list of customers is told how many are observed, and
        they are left out; so are those who will be observed on the day of the call."""
        wizard = (
            self.env['pharma.care.call.list']
            .with_user(self.manager)
            .create(
                {
                    'partner_ids': [Command.set((self.held | self.cared).ids)],
                    'user_ids': [Command.set(self.user_a.ids)],
                }
            )
        )
        self.assertEqual((wizard.partner_count, wizard.observed_count), (2, 1))
        message = wizard.action_apply()['params']['message']
        self.assertIn('On the call list: 1.', message)
        self.assertIn('Only observed: 1.', message)
        partners = self.held | self.second_held | self.cared
        cases = self.Case.search([('partner_id', 'in', partners.ids)])
        self.assertEqual(cases.partner_id, self.cared)
        self._set_holdout_from(self.company, '2026-03-04')
        wizard.partner_ids = self.held
        self.assertEqual(wizard.observed_count, 0)
        wizard.date_due = '2026-03-04'
        self.assertEqual(wizard.observed_count, 1)

    def test_call_list_of_another_company(self):
        """000-18, 000-36: nobody has customers called in a company that is not his."""
        values = {
            'partner_ids': [Command.set(self.cared.ids)],
            'user_ids': [Command.set(self.outsider.ids)],
            'company_id': self.other_company.id,
        }
        Wizard = self.env['pharma.care.call.list']
        with self.assertRaises(AccessError):
            Wizard.with_user(self.manager).create(values)
        wizard = Wizard.with_user(self.outsider).create(values)
        self.assertFalse(wizard.with_user(self.manager).has_access('read'))

    def test_supply_is_followed_again(self):
        """004-36, 004-42: what is joined after an update, and each hour, opens nothing."""
        first = self._buy('2026-02-20', (self.metformin, 30), partner_id=self.held.id)
        second = self._confirm_for(self.held).care_case_ids
        self._assert_held(first)
        self.Case._follow_later(self.company, "Supply over all purchases")
        self._run_jobs()
        second.order_id._action_cancel()
        self.Case._follow_later(self.company, "Supply over all purchases")
        self._run_jobs()
        self._assert_in_no_list(first)
        self.assertFalse(first.line_ids.next_line_id)

    def test_recomputed_by_hand(self):
        """004-36, 004-42: also where a manager has the dates of all orders worked out anew."""
        case = self._confirm_for(self.held).care_case_ids
        self.Case._sync_orders(case.order_id)
        self.metformin.product_tmpl_id.care_interval_days = 0
        self._run_jobs()
        self.metformin.product_tmpl_id.care_interval_days = 1
        self.Case._sync_orders(case.order_id)
        self._run_jobs()
        self.assertFalse(
            self.Case.search([('partner_id', '=', self.held.id), ('state', '!=', 'done')])
        )

    def test_merged_into_a_customer_who_is_observed(self):
        """004-36, 004-48: what nobody cared for yet is observed from now on; what is in care, what
        was bought before, appointments, and whom somebody has on the telephone go on."""
        case = self._confirm_for(self.cared).care_case_ids
        in_care = self._confirm_for(self.cared, (self.syrup, 1)).care_case_ids
        in_care.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        with self._at('2026-03-01'):
            past = self._confirm_for(self.cared, (self.gliclazide, 30)).care_case_ids
        appointment = self._create_appointment(self.user_a, partner_id=self.cared.id)
        self._set_holdout_from(self.company, '2026-03-02')
        self._merge_into_held()
        self._assert_held(case)
        self.assertEqual(in_care.state, 'ongoing')
        self.assertEqual((past | appointment).mapped('state'), ['todo', 'todo'])

    def test_merged_while_somebody_speaks_with_him(self):
        """004-36, 004-50: what the employee is writing can still be saved."""
        case = self._confirm_for(self.cared).care_case_ids
        case.with_user(self.user_a)._claim()
        self._merge_into_held()
        case.with_user(self.user_a).record_entry({'content': 'Well.', 'date_next': '2026-03-20'})
        self.assertEqual(case.state, 'ongoing')

    def test_merged_into_a_key_customer(self):
        """004-36: a group that is always in care comes over with the duplicate."""
        group = self.env['pharma.customer.group'].create({'name': 'Key', 'care_always': True})
        self.cared.pharma_customer_group_id = group
        case = self._confirm_for(self.cared).care_case_ids
        self._merge_into_held()
        self.assertEqual(self.held.pharma_customer_group_id, group)
        self.assertEqual(case.state, 'todo')

    def _merge_into_held(self):
        self.env['base.partner.merge.automatic.wizard']._merge(
            (self.held | self.cared).ids, self.held
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def test_cared_for_cancelled_and_confirmed_again(self):
        """004-36: an order of before, that was cared for, counts as new when it is confirmed again
        after the first day."""
        self._set_holdout_from(self.company, '2026-03-02')
        with self._at('2026-03-01'):
            case = self._confirm_for(self.held).care_case_ids
            case.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        order = case.order_id
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self._assert_in_no_list(case)
        # of a customer who was not drawn the care goes on
        other = self._confirm_for(self.cared).care_case_ids
        other.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        other.order_id._action_cancel()
        other.order_id.action_draft()
        other.order_id.action_confirm()
        self.env.invalidate_all()
        self.assertRecordValues(
            other, [{'state': 'ongoing', 'close_reason_id': False, 'date_closed': False}]
        )

    def test_an_order_that_moves_to_another_customer(self):
        """004-36: it is observed like those of its new customer, and stays so if it moves on."""
        case = self._confirm_for(self.cared).care_case_ids
        case.order_id.partner_id = self.held
        self._assert_in_no_list(case)
        case.order_id.partner_id = self.cared
        self._assert_held(case)
        ended = self._confirm_for(self.cared).care_case_ids
        ended.with_user(self.manager)._close(self.reason)
        ended.order_id.partner_id = self.held
        self.env.invalidate_all()
        self.assertEqual(ended.close_reason_id, self.reason)

    def _create_mailing(self, user, **vals):
        self.company.email = 'pharmacy@example.com'
        for number, partner in enumerate(self.held | self.cared):
            partner.email = f'customer{number}@example.com'
        return (
            self.env['pharma.customer.mailing']
            .with_user(user)
            .create(
                {
                    'partner_ids': [Command.set((self.held | self.cared).ids)],
                    'company_id': self.company.id,
                    'purpose': 'care',
                    'subject': 'How are you?',
                    'body': '<p>Call us.</p>',
                    **vals,
                }
            )
        )

    def _get_mailed(self):
        # sudo: the queue is the system's
        mails_sudo = self.env['mail.mail'].sudo().search([('pharma_partner_id', '!=', False)])
        return mails_sudo.pharma_partner_id.sudo(False)

    def test_mailing_about_care(self):
        """004-36, 000-18: observed customers get no mailing about care; a manager of care is told
        how many they are."""
        mailing = self._create_mailing(self.manager)
        self.assertEqual((mailing.allowed_count, mailing.refused_count), (1, 1))
        self.assertEqual(mailing.refused_reasons, 'Only Observed: 1')
        mailing.action_view_recipients()
        self.assertEqual(
            {line.partner_id.with_env(self.env): line.status for line in mailing.line_ids},
            {self.held: 'observed', self.cared: 'allowed'},
        )
        mailing.action_send()
        self.assertEqual(self._get_mailed(), self.cared)

    def test_mailing_that_is_no_care(self):
        """004-36: a survey or an offer reaches both sides alike."""
        self._create_mailing(self.manager, purpose='survey').action_send()
        self.assertEqual(self._get_mailed(), self.held | self.cared)

    def test_others_are_not_told_who_is_observed(self):
        """004-36: for a manager of customers without care, nobody is observed, and nobody who is
        gets the mailing."""
        chief = new_test_user(
            self.env,
            'mailing_chief',
            groups='pharma_crm.group_pharma_manager',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        mailing = self._create_mailing(chief)
        self.assertFalse(mailing.refused_reasons)
        message = mailing.action_send()['params']['message']
        self.assertIn('Left out: 0.', message)
        self.assertEqual(self._get_mailed(), self.cared)
