from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common_assign import AssignCommon

MODULE = 'odoo.addons.pharma_care.models.pharma_care_job'


@tagged('post_install', '-at_install')
class TestCareScreens(AssignCommon):
    """What stands around the work: empty lists, titles, order of columns, histories."""

    def _get_help(self, user):
        """Return what the empty worklist of orders tells a user."""
        action = self.env.ref('pharma_care.pharma_care_case_action_orders').with_user(user)
        return action._get_action_dict()['help']

    def test_an_empty_list_without_assignment_says_whom_to_ask(self):
        """004-39, 004-51: no praise for having nothing; 'Next Customer' tells the same."""
        self._create_case()
        self._set_mode('product')
        self.assertIn('Ask your manager to assign you', self._get_help(self.user_a))
        params = self.Case.with_user(self.user_a).action_next_care()['params']
        self.assertIn('Ask your manager to assign you', params['message'])
        self._assign(self.user_a, product_tmpl_id=self.syrup.product_tmpl_id)
        self.assertIn('Nobody is due', self._get_help(self.user_a))
        self.assertIn('Nobody is due', self._get_help(self.manager))
        # who sees everything is not told to ask for an assignment
        self.Case.search([]).state = 'done'
        for user in (self.manager, self.pharmacist):
            self.assertIsNone(self.Case.with_user(user)._get_reason_of_no_case())

    def test_an_empty_list_during_background_work_says_so(self):
        """004-39, 004-40: whoever waits for the new mode is not sent to the manager."""
        cases = self._create_case() + self._create_case()
        with patch(f'{MODULE}.BATCH_SIZE', 1):
            self._set_mode('product')
        self.assertTrue(cases)
        self.assertIn('being worked out', self._get_help(self.user_a))

    def test_an_empty_database_says_where_cases_come_from(self):
        """004-41, 004-42, 004-51: the manager of a new database reads what to do first."""
        self.Case.search([('company_id', '=', self.company.id)]).unlink()
        for user in (self.manager, self.user_a):
            self.assertIn('Set Care Intervals', self._get_help(user))
        self._create_case()
        self.assertIn('Nobody is due', self._get_help(self.manager))

    def test_states_stand_in_the_order_of_work(self):
        """004-51: on the cards, what is not yet cared for comes first, closed ones last."""
        cases = self._create_case() + self._create_case() + self._create_case()
        cases[0].state, cases[1].state = 'done', 'ongoing'
        for chosen, states in ((cases, ['todo', 'ongoing', 'done']), (cases[:2], None)):
            groups = self.Case.with_context(read_group_expand=True).web_read_group(
                [('id', 'in', chosen.ids)], ['state'], []
            )['groups']
            found = [group['state'] for group in groups]
            self.assertEqual(found, states or ['ongoing', 'done'])

    def test_a_job_is_named_by_its_reason(self):
        """004-40: the title of the form is words, not the key of a kind."""
        job = self.env['pharma.care.job'].create(
            {'kind': 'orders', 'company_id': self.company.id, 'reason': "Orders since 2026-01-01"}
        )
        self.assertEqual(job.display_name, "Orders since 2026-01-01")
        job.reason = False
        self.assertEqual(job.display_name, "Care Dates of Orders")

    def test_whoever_started_background_work_is_told_its_end(self):
        """004-40, 004-42: a message in the client when the last batch is done."""
        cases = self._create_case() + self._create_case()
        Users = self.env.registry['res.users']
        with patch(f'{MODULE}.BATCH_SIZE', 1), patch.object(Users, '_bus_send') as send:
            self.env['pharma.care.recompute'].with_user(self.manager).create({}).action_apply()
            self.assertFalse(send.called)
            self._run_jobs()
        self.assertTrue(cases)
        notices = [call.args for call in send.call_args_list]
        notices = [args for args in notices if args[0] == 'simple_notification']
        self.assertEqual(len(notices), 1)
        self.assertIn('Orders since', notices[0][1]['message'])

    def test_assigning_without_a_kind_is_no_crash(self):
        """004-47: programs that open the wizard by itself are told what is missing."""
        Wizard = self.env['pharma.care.assign'].with_user(self.manager)
        wizard = Wizard.create({'user_ids': self.user_a.ids})
        self.assertRecordValues(wizard, [{'target_count': 0, 'case_count': 0}])
        with self.assertRaisesRegex(UserError, "Tick in the list"):
            wizard.action_apply()
        draft = Wizard.new({'kind': False})
        self.assertEqual((draft.target_count, draft.case_count), (0, 0))

    def test_managers_take_lists_to_excel(self):
        """000-19, 000-36: managers export lists, employees do not carry customers away."""
        for group, expected in (('manager', True), ('user', False)):
            user = new_test_user(
                self.env, f'export_{group}', groups=f'pharma_care.group_care_{group}'
            )
            self.assertEqual(user.has_group('base.group_allow_export'), expected)

    def test_histories_of_many_entries_are_read_at_once(self):
        """004-56, 004-69: as many queries for twelve entries of two customers as for two."""
        for partner in (self.customer, self.other_customer):
            for case in (self._create_case(partner_id=partner.id) for _number in range(3)):
                for _number in range(2):
                    case.with_user(self.user_a).record_entry(
                        {'content': 'Is well.', 'date_next': '2026-03-20'}
                    )
        entries = self.env['pharma.care.entry'].with_user(self.user_b).search([])
        self.assertGreaterEqual(len(entries), 12)

        def count_queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped('other_entry_ids')
            return self.env.cr.sql_log_count - before

        count_queries(entries)
        few = count_queries(entries[0] + entries[-1])
        self.assertLessEqual(count_queries(entries), few + 1)
        for entry in entries:
            others = entries.filtered(
                lambda other, entry=entry: (
                    other.partner_id == entry.partner_id and other.case_id != entry.case_id
                )
            )
            self.assertEqual(entry.other_entry_ids.ids, others.ids)

    def test_today_names_a_customer_once(self):
        """004-50, 004-54: a claim is on all cases of the customer, 'Today' shows the nearest."""
        cases = self._create_case() + self._create_case() + self._create_case()
        self.Case.with_user(self.user_a).browse(cases[0].id)._claim()
        action = self.env.ref('pharma_care.pharma_care_case_action_today')
        found = self.Case.with_user(self.user_a).search(safe_eval(action.domain))
        self.assertEqual(len(found & cases), 1)
