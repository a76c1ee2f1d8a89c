from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged, users

from odoo.addons.pharma_crm.tests.common_card import CardCommon

PARTS = ('pharma.contact.script', 'pharma.contact.script.line', 'pharma.contact.script.choice')


@tagged('post_install', '-at_install')
class TestContactScript(CardCommon):
    """What to say and ask, and the answers (004-08, 001-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Script = cls.env['pharma.contact.script']
        cls.Script.search([]).action_archive()
        cls.diabetes = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        cls.pain = cls.env.ref('pharma_crm.therapeutic_group_pain')
        cls.yes, cls.no = (cls.env.ref(f'pharma_crm.contact_choice_{key}') for key in ('yes', 'no'))
        cls.script = cls.Script.create(
            {
                'name': 'Check',
                'line_ids': [
                    Command.create({'content': 'Good day.'}),
                    Command.create(
                        {
                            'kind': 'question',
                            'content': 'Any side effect?',
                            'is_required': True,
                            'advice_on': 'yes',
                            'advice': 'See a doctor.',
                        }
                    ),
                    Command.create(
                        {
                            'kind': 'question',
                            'content': 'Does it help?',
                            'answer_type': 'choice',
                            'choice_ids': [
                                Command.create({'name': 'A lot'}),
                                Command.create({'name': 'Not at all', 'advice': 'Ask a doctor.'}),
                            ],
                        }
                    ),
                    Command.create(
                        {'kind': 'question', 'content': 'Doses missed?', 'answer_type': 'number'}
                    ),
                    Command.create(
                        {'kind': 'question', 'content': 'What else?', 'answer_type': 'text'}
                    ),
                ],
            }
        )
        cls.text, cls.effect, cls.help, cls.missed, cls.free = cls.script.line_ids
        cls.partner = cls._create_partner()

    def _record(self, values, user=None):
        script = self.script.with_user(user or self.pharma_user)
        return script._record_answers(values, partner_id=self.partner.id)

    def test_shipped_scripts(self):
        """004-08, 004-68, 004-07: greeting, opening, objection, care, birthday and more."""
        for key in (
            'greeting',
            'opening',
            'no_need',
            'treatment',
            'birthday',
            'reactivation',
            'supply',
        ):
            script = self.env.ref(f'pharma_crm.contact_script_{key}')
            self.assertTrue(script.line_ids)
            self.assertFalse(script.is_mandatory)
        treatment = self.env.ref('pharma_crm.contact_script_treatment')
        advice = ' '.join(treatment.line_ids.mapped(lambda line: line.advice or ''))
        self.assertIn('see a doctor', advice)

    def test_the_fitting_script_comes_first(self):
        """004-08: by groups, also through a parent group; then by profile; then for everybody."""
        child = self.env['pharma.therapeutic.group'].create(
            {'name': 'Insulin', 'parent_id': self.diabetes.id, 'care_profile': 'chronic'}
        )
        by_group = self.Script.create(
            {'name': 'G', 'sequence': 90, 'therapeutic_group_ids': self.diabetes.ids}
        )
        by_profile = self.Script.create({'name': 'P', 'sequence': 80, 'care_profile': 'chronic'})
        survey = self.Script.create({'name': 'S', 'purpose': 'survey'})
        elsewhere = self.Script.create({'name': 'E', 'company_id': self.other_company.id})
        Script = self.Script.with_user(self.pharma_user)
        self.assertEqual(Script._get_fitting('care', child), by_group + by_profile + self.script)
        self.assertEqual(Script._get_fitting('care', self.pain), self.script)
        self.assertEqual(Script._get_fitting('survey', child), survey)
        self.script.is_mandatory = True
        self.assertEqual(Script._get_fitting('care', child)[0], self.script)
        self.assertNotIn(elsewhere, Script.search([]))

    def test_branches_follow_the_scripts_of_their_company(self):
        """004-08: a branch reads them, so it is offered them and bound by them."""
        branch = self.env['res.company'].create({'name': 'Branch', 'parent_id': self.company.id})
        self.pharma_user.company_ids += branch
        self.script.write({'company_id': self.company.id, 'is_mandatory': True})
        Script = self.Script.with_user(self.pharma_user).with_company(branch)
        Script = Script.with_context(allowed_company_ids=branch.ids)
        self.assertEqual(Script._get_fitting('care', self.pain), self.script)
        self.assertTrue(Script._has_mandatory('care'))

    def test_mandatory_ones_are_known(self):
        """004-08: of the own companies and the purpose, at once after a change."""
        Script = self.Script.with_user(self.pharma_user)
        self.assertFalse(Script._has_mandatory('care'))
        self.script.is_mandatory = True
        self.assertTrue(Script._has_mandatory('care'))
        self.assertFalse(Script._has_mandatory('survey'))
        self.script.company_id = self.other_company
        self.assertFalse(Script._has_mandatory('care'))
        self.script.company_id = self.company
        self.assertTrue(Script._has_mandatory('care'))
        self.assertFalse(self.script.copy().is_mandatory)
        self.script.action_archive()
        self.assertFalse(Script._has_mandatory('care'))

    def test_contents_for_the_screen(self):
        """004-08, 004-68: words, questions with their choices and the advice of each."""
        (content,) = self.script.with_user(self.pharma_user)._get_contents()
        text, effect, helps, missed, _free = content['lines']
        self.assertEqual(
            (text['kind'], text['content'], text['choices']), ('text', 'Good day.', [])
        )
        self.assertEqual(
            effect['choices'],
            [
                {'id': self.yes.id, 'name': 'Yes', 'advice': 'See a doctor.'},
                {'id': self.no.id, 'name': 'No', 'advice': False},
            ],
        )
        self.assertTrue(effect['is_required'])
        self.assertEqual([c['name'] for c in helps['choices']], ['A lot', 'Not at all'])
        self.assertEqual(missed['answer_type'], 'number')

    def test_answers_are_recorded(self):
        """001-11: yes or no, choice, number and text, each in its field; empty ones are none."""
        answers = self._record(
            {
                str(self.effect.id): self.no.id,
                str(self.help.id): self.help.choice_ids[0].id,
                str(self.missed.id): 0,
                str(self.free.id): '  ',
            }
        )
        self.assertRecordValues(
            answers.sudo(),
            [
                {'line_id': self.effect.id, 'choice_id': self.no.id, 'value': 'No'},
                {
                    'line_id': self.help.id,
                    'choice_id': self.help.choice_ids[0].id,
                    'value': 'A lot',
                },
                {'line_id': self.missed.id, 'choice_id': False, 'value': '0'},
            ],
        )
        self.assertEqual(answers.user_id, self.pharma_user)
        self.assertEqual(answers.script_id, self.script)
        self.assertEqual(answers.company_id, self.company)
        rows = self.env['pharma.contact.answer']._read_group(
            [('partner_id', '=', self.partner.id), ('choice_id', '!=', False)],
            ['line_id', 'choice_id', 'date:month'],
            ['__count'],
        )
        self.assertEqual([row[-1] for row in rows], [1, 1])

    def test_impossible_answers_are_refused_in_words(self):
        """001-11: the message names the question, or that the script has changed."""
        foreign = self.env.ref('pharma_crm.contact_script_no_need_line_3_choice_1')
        for values, message in (
            ({str(self.effect.id): foreign.id}, 'Any side effect'),
            ({str(self.effect.id): 'yes'}, 'Any side effect'),
            ({str(self.effect.id): True}, 'Any side effect'),
            ({str(self.missed.id): 'two'}, 'Doses missed'),
            ({str(self.missed.id): float('nan')}, 'Doses missed'),
            ({str(self.missed.id): True}, 'Doses missed'),
            ({str(self.free.id): ['x']}, 'What else'),
            ({str(self.text.id): 'x'}, 'no question'),
            ({'x': 'x'}, 'no question'),
            (['x'], 'send them'),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, message):
                self._record(values)

    def test_required_questions_left_open(self):
        """004-08: which questions must still be asked."""
        self.assertEqual(self.script._get_open_questions({}), self.effect)
        self.assertEqual(self.script._get_open_questions(None), self.effect)
        values = {str(self.effect.id): self.yes.id}
        self.assertFalse(self.script._get_open_questions(values))

    def test_answered_questions_stay(self):
        """001-11: history keeps its questions; who wants another one archives and adds."""
        self._record({str(self.help.id): self.help.choice_ids[0].id})
        with self.assertRaisesRegex(UserError, 'Archive it'):
            self.help.unlink()
        with self.assertRaisesRegex(UserError, "'Does it help\\?' of the script 'Check'"):
            self.script.unlink()
        with self.assertRaisesRegex(UserError, 'Does it help'):
            self.help.answer_type = 'text'
        with self.assertRaisesRegex(UserError, "'A lot' is in use"):
            self.help.choice_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "'Yes' is in use"):
            self.yes.unlink()
        self.help.active = False
        self.script.invalidate_recordset(['line_ids'])
        self.assertNotIn(self.help, self.script.line_ids)
        self.missed.unlink()

    def test_choices_need_choices(self):
        """004-08: a question with one choice asks nothing."""
        with self.assertRaisesRegex(ValidationError, 'at least two choices'):
            self.missed.answer_type = 'choice'

    def test_rights(self):
        """000-36, 004-34: employees read scripts, managers write them; answers are for who asked,
        pharmacists and managers, and nobody writes them by hand."""
        answer = self._record({str(self.effect.id): self.yes.id})
        manager, pharmacist = (
            self.users_by_login[login] for login in ('pharma_manager', 'pharma_pharmacist')
        )
        for name in PARTS:
            self.assertFalse(self.env[name].with_user(self.pharma_user).has_access('write'))
            self.assertTrue(self.env[name].with_user(self.pharma_user).has_access('read'))
            self.assertTrue(self.env[name].with_user(manager).has_access('unlink'))
            self.assertFalse(
                self.env[name].with_user(self.users_by_login['plain_user']).has_access('read')
            )
        Answer = self.env['pharma.contact.answer']
        self.assertEqual(Answer.with_user(self.pharma_user).search([]), answer)
        self.assertEqual(Answer.with_user(pharmacist).search([]), answer)
        asked_by_another = self._record({str(self.effect.id): self.no.id}, user=manager)
        self.assertFalse(asked_by_another.with_user(self.pharma_user).has_access('read'))
        for user in (self.pharma_user, manager):
            for operation in ('create', 'write', 'unlink'):
                self.assertFalse(Answer.with_user(user).has_access(operation))
        with self.assertRaises(AccessError):
            answer.with_user(self.users_by_login['plain_user']).read(['value'])
        self.assertFalse(
            Answer.with_user(self.users_by_login['other_user'])
            .with_company(self.other_company)
            .search([])
        )

    @users('pharma_user')
    def test_answers_stand_on_the_card(self):
        """003-08: the next one who speaks with the customer reads what was answered."""
        self._record({str(self.effect.id): self.no.id})
        section = self._get_sections(self.partner)['answers']
        self.assertEqual(self._get_texts(section)[0][:2], ['Any side effect?', 'No'])
        # of a script that went to another company, the answers remain
        self._record({str(self.missed.id): 2})
        self.script.sudo().company_id = self.other_company
        self.env.invalidate_all()
        section = self._get_sections(self.partner)['answers']
        self.assertIn(['Doses missed?', '2'], [row[:2] for row in self._get_texts(section)])
        action = self.partner.with_env(self.env).action_pharma_card_answers()
        self.assertEqual(action['domain'], [('partner_id', '=', self.partner.id)])
