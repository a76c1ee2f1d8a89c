from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_programme import ProgrammeCommon


@tagged('post_install', '-at_install')
class TestProgrammeRights(ProgrammeCommon):
    """Who may do what with programmes, and what keeps one from starting.

    | role             | programmes, steps    | customers in programmes | preview |
    |------------------|----------------------|-------------------------|---------|
    | care user        | read                 | read, of own cases      | -       |
    | care manager     | all, start and stop  | read                    | yes     |
    | pharmacist       | read                 | read                    | -       |
    | salesman         | -                    | -                       | -       |
    | other company    | shared ones          | -                       | -       |
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme = cls._start()
        cls.salesman = new_test_user(
            cls.env, 'programme_sales', groups='sales_team.group_sale_salesman_all_leads'
        )

    def _hit(self):
        self._bought('2026-03-02')
        self._night(self.programme)
        return self._night(self.programme, '2026-03-09')

    def test_roles(self):
        """000-36, 000-10: as the table says."""
        hit = self._hit()
        step = self.programme.step_ids[0]
        for user, reads, writes in (
            (self.care_user, True, False),
            (self.pharmacist, True, False),
            (self.manager, True, True),
            (self.salesman, False, False),
            (self.outsider, False, False),
        ):
            with self.subTest(user=user.login):
                for record in (self.programme, step):
                    record = record.with_user(user)
                    self.assertEqual(record.has_access('read'), reads)
                    for operation in ('write', 'unlink'):
                        self.assertEqual(record.has_access(operation), writes)
                self.assertEqual(hit.with_user(user).has_access('read'), reads)
                for operation in ('write', 'unlink', 'create'):
                    self.assertFalse(hit.with_user(user).has_access(operation))
                self.assertEqual(
                    self.Preview.with_user(user).has_access('read'),
                    user in (self.manager, self.outsider),
                )

    def test_employees_see_customers_of_their_cases(self):
        """004-39: whom a programme hits follows the case; who waits is for managers."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        hit = self._hit()
        self._bought('2026-03-09', partner_id=self.other_customer.id)
        waiting = self._night(self.programme, '2026-03-09') - hit
        both = hit | waiting
        self.assertEqual(both.with_user(self.user_a)._filtered_access('read'), hit)
        self.assertFalse(both.with_user(self.stranger)._filtered_access('read'))
        for user in (self.manager, self.pharmacist):
            self.assertEqual(both.with_user(user)._filtered_access('read'), both)
        self.assertEqual(self.programme.with_user(self.user_a).hit_count, 1)
        self.assertEqual(self.programme.with_user(self.manager).hit_count, 2)

    def test_buttons(self):
        """000-36: only managers start, stop and look at previews."""
        for user in (self.care_user, self.pharmacist, self.salesman, self.outsider):
            for method in ('action_start', 'action_stop', 'action_preview'):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(self.programme.with_user(user), method)()
        with self.assertRaisesRegex(UserError, "by the buttons 'Start' and 'Stop'"):
            self.programme.with_user(self.manager).write({'is_running': False})
        with self.assertRaisesRegex(UserError, "by the buttons 'Start' and 'Stop'"):
            self.Programme.with_user(self.manager).create({'name': 'X', 'is_running': True})

    def test_programme_of_every_company(self):
        """000-36: started by nobody who does not work in all of them."""
        shared = self._create_programme(company_id=False)
        with self.assertRaisesRegex(UserError, "you do not work in all of them"):
            shared.with_user(self.manager).action_start()
        self.manager.company_ids = self.env['res.company'].search([])
        shared.with_user(self.manager).action_start()
        self.assertTrue(shared.is_running)
        with self.assertRaisesRegex(UserError, "you do not work in all of them"):
            shared.with_user(self.outsider).write({'daily_max': 5})

    def test_incomplete_programmes_do_not_start(self):
        """000-10: the message says what is missing."""
        for kind, values, message in (
            ('new_medicine', {'step_ids': False}, "add at least one step"),
            ('purchase', {}, "choose medicines"),
            ('reactivation', {}, "choose a segment"),
            ('key_customer', {'repeat_days': 60}, "choose the segments, value classes"),
            ('key_customer', {'is_segment_vip': True}, "after how many days without contact"),
            ('new_medicine', {'audience': 'influencer'}, "by birthday or as key customers"),
            ('birthday', {'audience': 'influencer', 'company_id': False}, "choose the company"),
            ('birthday', {'active': False}, "archived"),
        ):
            with self.subTest(kind=kind, **values):
                programme = self._create_programme(kind, **values).with_user(self.manager)
                for method in ('action_start', 'action_preview'):
                    with self.assertRaisesRegex(UserError, message):
                        getattr(programme, method)()
                self.assertFalse(programme.is_running)

    def test_a_running_programme_stays_complete(self):
        """000-10: what it needs cannot be taken from it; archiving stops it."""
        programme = self._start('purchase', therapeutic_group_ids=self.group_acute.ids)
        programme = programme.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "choose medicines"):
            programme.therapeutic_group_ids = [Command.clear()]
        programme.action_archive()
        self.assertFalse(programme.is_running)

    def test_odd_numbers(self):
        """000-10: windows upside down, days before the purchase, ages, thousands a day."""
        for windows in ([(14, 7)], [(-1, 3)], [(0, 9999)], [(0, 3), (0, 3)]):
            with self.subTest(windows=windows), self.assertRaises(ValidationError):
                self._create_programme(windows=windows)
        early = self._create_programme('birthday', [(-1, 3)])
        with self.assertRaises(ValidationError):
            early.kind = 'new_medicine'
        for values in (
            {'daily_max': 0},
            {'daily_max': 10**6},
            {'repeat_days': -1},
            {'silent_days': -1},
            {'age_from': 50, 'age_to': 40},
            {'age_to': 200},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self._create_programme(**values)

    def test_what_customers_were_hit_for_stays(self):
        """000-10: reason and company of a programme with customers, and the programme itself."""
        self._hit()
        programme = self.programme.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "its reason and company remain"):
            programme.kind = 'birthday'
        with self.assertRaisesRegex(UserError, "Archive it"):
            programme.unlink()
        copy = programme.copy()
        self.assertRecordValues(
            copy, [{'is_running': False, 'hit_count': 0, 'name': 'Test new_medicine (copy)'}]
        )
        self.assertEqual(len(copy.step_ids), 2)
        copy.kind = 'birthday'
        copy.unlink()

    def test_shipped_programmes(self):
        """000-10, 003-04, 004-07: complete, and none of them runs."""
        names = ('new_medicine', 'birthday', 'reactivation', 'key_customer', 'supplement')
        for name in names:
            programme = self.env.ref(f'pharma_care.programme_{name}')
            with self.subTest(name=name):
                self.assertFalse(programme.is_running)
                self.assertFalse(programme._get_missing())
        steps = self.env.ref('pharma_care.programme_new_medicine').step_ids
        self.assertEqual([(step.day_from, step.day_to) for step in steps], [(7, 14), (14, 21)])

    def test_buttons_open_what_they_count(self):
        """000-10: hits, cases and effect of the programme."""
        hit = self._hit()
        programme = self.programme.with_user(self.manager)
        self.assertEqual((programme.hit_count, programme.open_count), (1, 1))
        action = programme.action_view_hits()
        self.assertEqual(self.Hit.search(action['domain']), hit)
        action = programme.action_view_cases()
        self.assertEqual(self.Case.search(action['domain']), hit.case_id)
        self.assertFalse(self.Hit.search(programme.action_view_effect()['domain']))
        self.assertEqual(hit.with_user(self.manager).action_view_case()['res_id'], hit.case_id.id)
        row = self._get_preview(self.env.ref('pharma_care.programme_birthday'))[:1]
        self.assertFalse(row)

    def test_steps_of_every_company(self):
        """000-36: steps of a programme that runs in every company are changed by whoever works in
        all of them."""
        both = self._create_programme(company_id=False)
        here = self.manager.company_ids
        self.manager.company_ids = self.env['res.company'].search([])
        both.with_user(self.manager).action_start()
        step = both.step_ids[0].with_user(self.manager)
        step.name = "First call"
        self.manager.company_ids = here
        self.assertTrue(step.has_access('write'))
        with self.assertRaisesRegex(UserError, "runs in every company"):
            step.day_to = 500
        with self.assertRaisesRegex(UserError, "runs in every company"):
            step.create({'programme_id': both.id, 'name': "More", 'day_from': 1, 'day_to': 2})
        with self.assertRaisesRegex(UserError, "runs in every company"):
            step.unlink()
