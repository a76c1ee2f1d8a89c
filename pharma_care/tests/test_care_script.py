from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.pharma_care.tests.common_work import CareWorkCommon


@tagged('post_install', '-at_install')
class TestCareScript(CareWorkCommon):
    """Questions of scripts, answered while a care is recorded (004-08, 001-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Script = cls.env['pharma.contact.script']
        cls.Script.search([]).action_archive()
        cls.diabetes = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        cls.script = cls.Script.create(
            {
                'name': 'Diabetes',
                'therapeutic_group_ids': cls.diabetes.ids,
                'line_ids': [
                    Command.create(
                        {'kind': 'question', 'content': 'Side effects?', 'is_required': True}
                    ),
                    Command.create(
                        {'kind': 'question', 'content': 'Doses missed?', 'answer_type': 'number'}
                    ),
                ],
            }
        )
        cls.general = cls.Script.create({'name': 'General', 'sequence': 1})
        cls.effect, cls.missed = cls.script.line_ids
        cls.yes = cls.env.ref('pharma_crm.contact_choice_yes')
        cls.no_answer = cls.env.ref('pharma_care.response_type_no_answer')
        cls.case = cls._create_case(therapeutic_group_ids=cls.diabetes.ids)
        cls.other_case = cls._create_case()

    def test_scripts_of_the_case(self):
        """004-08: those for the groups of the case first; elsewhere only the general ones."""
        case = self.case.with_user(self.care_user)
        self.assertEqual(
            [script['name'] for script in case.get_contact_scripts()], ['Diabetes', 'General']
        )
        other = self.other_case.with_user(self.care_user)
        self.assertEqual([script['name'] for script in other.get_contact_scripts()], ['General'])
        with self.assertRaises(AccessError):
            self.case.with_user(self.env.ref('base.public_user')).get_contact_scripts()

    def test_answers_hang_on_the_care(self):
        """004-08, 001-11: who asked, whom, when, and in which care."""
        entry = self._record(
            self.case,
            self.care_user,
            script_id=self.script.id,
            script_values={str(self.effect.id): self.yes.id, str(self.missed.id): 2},
        )
        self.assertEqual(entry.script_id, self.script)
        self.assertRecordValues(
            entry.answer_ids.sorted('line_id'),
            [
                {
                    'line_id': self.effect.id,
                    'value': 'Yes',
                    'partner_id': self.customer.id,
                    'user_id': self.care_user.id,
                    'company_id': self.company.id,
                    'date': entry.date,
                },
                {
                    'line_id': self.missed.id,
                    'value': '2',
                    'partner_id': self.customer.id,
                    'user_id': self.care_user.id,
                    'company_id': self.company.id,
                    'date': entry.date,
                },
            ],
        )

    def test_required_question_left_open(self):
        """004-08: refused by name, but only if the script was chosen."""
        with self.assertRaisesRegex(UserError, "'Diabetes'.*Side effects?"):
            self._record(self.case, self.care_user, script_id=self.script.id)
        with self.assertRaisesRegex(UserError, 'Side effects?'):
            self._record(
                self.case,
                self.care_user,
                script_id=self.script.id,
                script_values={str(self.missed.id): 0},
            )
        self.assertFalse(self._record(self.case, self.care_user).answer_ids)
        self.assertFalse(
            self._record(self.case, self.care_user, script_id=self.general.id).answer_ids
        )

    def test_mandatory_script_binds_everybody(self):
        """004-08: where it fits, and only where somebody was reached; imports bring the past."""
        self.script.is_mandatory = True
        with self.assertRaisesRegex(UserError, 'Side effects?'):
            self._record(self.case, self.care_user)
        with self.assertRaisesRegex(UserError, 'Side effects?'):
            self._record(self.case, self.care_user, script_id=self.general.id)
        self._record(self.other_case, self.care_user)
        self._record(self.case, self.care_user, response_type_id=self.no_answer.id)
        self._record(self.case.with_context(import_file=True), self.care_user)
        entry = self._record(
            self.case, self.care_user, script_values={str(self.effect.id): self.yes.id}
        )
        self.assertEqual(entry.answer_ids.choice_id, self.yes)

    def test_answers_of_no_script_are_refused(self):
        """004-08: nothing is stored that no question asked."""
        for values in ({str(self.effect.id): self.yes.id}, {'x': 1}, ['x'], 'x'):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._record(self.case, self.care_user, script_values=values)

    def test_form_keeps_the_answers(self):
        """004-56: the form of a care sends them along; afterwards they are history."""
        Entry = self.env['pharma.care.entry'].with_user(self.care_user)
        arch = Entry.get_view(self.env.ref('pharma_care.pharma_care_entry_view_form').id, 'form')[
            'arch'
        ]
        for name in ('script_id', 'script_values', 'answer_ids'):
            self.assertIn(f'name="{name}"', arch)
        (saved,) = Entry.web_save(
            {
                'case_id': self.case.id,
                'content': 'Well.',
                'date_next': self.today,
                'script_id': self.script.id,
                'script_values': {str(self.effect.id): self.yes.id},
            },
            {'answer_ids': {'fields': {'value': {}}}},
        )
        self.assertEqual([answer['value'] for answer in saved['answer_ids']], ['Yes'])
        with self.assertRaisesRegex(UserError, 'is history'):
            Entry.browse(saved['id']).script_id = False

    def test_answers_of_others_cannot_be_taken_over(self):
        """000-36: a care brings answers to questions, not answers that are there already."""
        values = {str(self.effect.id): self.yes.id}
        first = self._record(
            self.case, self.care_user, script_id=self.script.id, script_values=values
        )
        answers = first.answer_ids
        second = self._record(self.case, self.colleague, answer_ids=[Command.set(answers.ids)])
        self.assertFalse(second.answer_ids)
        self.assertEqual(answers.entry_id, first)

    def test_answers_are_read_with_the_case(self):
        """004-39, 000-36: by customer, colleagues without the case read no answer."""
        entry = self._record(
            self.case,
            self.care_user,
            script_id=self.script.id,
            script_values={str(self.effect.id): self.yes.id},
        )
        answer = entry.answer_ids
        self.assertTrue(answer.with_user(self.colleague).has_access('read'))
        self.company.care_mode = 'customer'
        self.env.invalidate_all()
        self.assertFalse(answer.with_user(self.colleague).has_access('read'))
        for user in (self.care_user, self.manager, self.pharmacist):
            self.assertTrue(answer.with_user(user).has_access('read'), user.login)

    def test_scripts_cost_nothing_where_none_is_used(self):
        """004-56: as many queries with scripts in the house as without any."""

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            self.case.with_user(self.care_user).mapped('company_id.name')
            before = self.env.cr.sql_log_count
            self._record(self.case, self.care_user)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count()
        with_scripts = count()
        (self.script | self.general).action_archive()
        count()
        self.assertEqual(with_scripts, count())
        self.assertLessEqual(with_scripts, 12)
