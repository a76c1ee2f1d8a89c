from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import SQL

from odoo.addons.pharma_crm.models.pharma_approved_answer_search import plain_words
from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

NOW = datetime(2026, 3, 2, 3, 0)


@tagged('post_install', '-at_install')
class TestApprovedAnswer(CustomersCommon):
    """Questions customers ask again and again, with answers a pharmacist stands for (001-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.pharmacist = cls.users_by_login['pharma_pharmacist']
        cls.Answer = cls.env['pharma.approved.answer']

    def _propose(self, name, answer='Take it with water.', user=None, **vals):
        return self.Answer.with_user(user or self.pharma_user).create(
            {'name': name, 'answer': answer, **vals}
        )

    def _approve(self, name, **vals):
        answer = self._propose(name, **vals)
        self._read_and_approve(answer)
        return answer

    def _read_and_approve(self, answers, user=None):
        """Do as the button and the form behind it."""
        action = answers.with_user(user or self.pharmacist).action_approve()
        wizard = self.env[action['res_model']].with_user(user or self.pharmacist)
        wizard.browse(action['res_id']).action_apply()

    def _search(self, text, user=None, **kwargs):
        Answer = self.Answer.with_user(user or self.pharma_user)
        return [row['question'] for row in Answer.search_answers(text, **kwargs)]

    def test_words_without_accents(self):
        """001-11: Vietnamese as it is typed in a hurry, Chinese by characters."""
        for text, words in (
            ('Đau đầu, chóng mặt?', ['dau', 'dau', 'chong', 'mat']),
            ('dau dau', ['dau', 'dau']),
            ('Uống thuốc lúc đói được không', ['uong', 'thuoc', 'luc', 'doi', 'duoc', 'khong']),
            ('头痛怎么办', ['头', '痛', '怎', '么', '办']),
            ('500 mg, ~ | & ! ( )', ['500', 'mg']),
            ("o'clock_x", ['o', 'clock', 'x']),
            (False, []),
        ):
            with self.subTest(text=text):
                self.assertEqual(plain_words(text), words)

    def test_found_with_and_without_accents(self):
        """001-11: what was typed without accents finds the text with them, the closest first."""
        self._approve('Đau bụng sau bữa ăn?', answer='Uống sau ăn; nếu đau đầu thì hỏi bác sĩ.')
        self._approve('Bị đau đầu thì uống gì?')
        self._approve('Ho về đêm?', keywords='đau họng')
        for text in ('dau dau', 'đau đầu', 'DAU  DAU', 'đau đầ'):
            with self.subTest(text=text):
                self.assertEqual(self._search(text)[0], 'Bị đau đầu thì uống gì?')
        self.assertEqual(self._search('dau hong'), ['Ho về đêm?'])
        self.assertEqual(self._search('bac si'), ['Đau bụng sau bữa ăn?'])
        self.assertEqual(self._search('khong co'), [])
        for odd in (
            '',
            '  ',
            '%',
            "'); --",
            '& | !',
            None,
            5,
            ['x'],
            'xa\x00xb',
            'xa\ud800',
            '1e5',
        ):
            self.assertEqual(self._search(odd), [])

    def test_found_by_chinese_medicine_and_group(self):
        """001-11: parts of Chinese words; the medicines and groups an answer is about."""
        product = self.env['product.template'].create(
            {'name': 'Glucophage', 'active_ingredient': 'Metformin'}
        )
        self._approve('经常头痛怎么办？')
        self._approve(
            'Before or after meals?',
            product_tmpl_ids=product.ids,
            therapeutic_group_ids=self.env.ref('pharma_crm.therapeutic_group_diabetes').ids,
        )
        self.assertEqual(self._search('头痛'), ['经常头痛怎么办？'])
        self.assertEqual(self._search('metform'), ['Before or after meals?'])
        self.assertEqual(self._search('glucophage meals'), ['Before or after meals?'])
        self.assertEqual(self._search('diabetes'), ['Before or after meals?'])
        product.name = 'Siofor'
        self.assertEqual(self._search('siofor'), ['Before or after meals?'])
        self.env['res.lang']._activate_lang('vi_VN')
        diabetes = self.env.ref('pharma_crm.therapeutic_group_diabetes')
        diabetes.with_context(lang='vi_VN').name = 'Tiểu đường'
        self.assertEqual(self._search('tieu duong'), ['Before or after meals?'])
        self.assertEqual(self._search('diabetes'), ['Before or after meals?'])

    def test_only_approved_and_valid_ones_are_found(self):
        """001-11: no draft, nothing withdrawn, nothing past its last day, none of elsewhere."""
        answer = self._propose('May I drive?', date_valid_until='2026-03-02')
        self.assertEqual(self._search('drive'), [])
        self._read_and_approve(answer)
        self.assertEqual(self._search('drive'), ['May I drive?'])
        with freeze_time('2026-03-02 18:00:00'):
            # the third of March in Vietnam
            self.assertEqual(self._search('drive'), [])
            answer.invalidate_recordset(['is_valid'])
            self.assertFalse(answer.is_valid)
        answer.with_user(self.pharmacist).action_withdraw()
        self.assertEqual(self._search('drive'), [])
        answer.with_user(self.pharmacist).action_draft()
        answer.with_user(self.pharmacist).date_valid_until = '2026-02-01'
        with self.assertRaisesRegex(UserError, "'May I drive\\?', field 'Valid until'"):
            self._read_and_approve(answer)
        self._approve('May I swim?', user=self.pharma_manager, company_id=self.company.id)
        other = self.users_by_login['other_user']
        self.assertEqual(self._search('swim'), ['May I swim?'])
        self.assertEqual(
            self.Answer.with_user(other).with_company(self.other_company).search_answers('swim'), []
        )

    def test_result_says_who_stands_for_it(self):
        """001-11: the text, its sources and who approved it."""
        self._approve('May I drive?', answer='No.', links='https://example.com/leaflet\n\nLaw 105')
        (row,) = self.Answer.with_user(self.pharma_user).search_answers('drive')
        self.assertEqual(row['answer'], 'No.')
        self.assertEqual(row['links'], ['https://example.com/leaflet', 'Law 105'])
        self.assertEqual(row['approved_by'], self.pharmacist.name)

    def test_agents_propose_and_pharmacists_approve(self):
        """001-11: employees write drafts of their own; pharmacists and managers approve."""
        answer = self._propose('May I drive?')
        self.assertEqual((answer.state, answer.user_id), ('draft', self.pharma_user))
        answer.answer = 'Not in the first week.'
        self.assertTrue(answer.can_edit)
        with self.assertRaisesRegex(AccessError, 'Only pharmacists'):
            answer.action_approve()
        self._read_and_approve(answer, self.pharma_manager)
        self.assertEqual((answer.state, answer.approver_id), ('approved', self.pharma_manager))
        self.assertEqual(answer.date_approved, NOW)
        self.assertFalse(answer.with_user(self.pharma_user).can_edit)
        self.assertTrue(answer.with_user(self.pharmacist).can_edit)
        with self.assertRaises(AccessError):
            answer.with_user(self.pharma_user).answer = 'Always.'
        with self.assertRaises(AccessError):
            answer.with_user(self.pharma_user).unlink()
        foreign = self._propose('May I swim?', user=self.pharma_manager)
        with self.assertRaises(AccessError):
            foreign.with_user(self.pharma_user).name = 'x'
        self.assertTrue(foreign.with_user(self.pharma_user).name)

    def test_nobody_approves_by_writing(self):
        """001-11: state and approver come from the buttons, whoever writes."""
        for vals in (
            {'state': 'approved'},
            {'approver_id': self.pharmacist.id},
            {'date_approved': '2026-01-01 00:00:00'},
        ):
            for user in (self.pharma_user, self.pharmacist):
                with self.subTest(vals=vals, user=user.login):
                    with self.assertRaisesRegex(UserError, 'follows from'):
                        self._propose('x', user=user, **vals)
                    with self.assertRaisesRegex(UserError, 'follows from'):
                        self._propose('x', user=user).write(vals)
        self.assertEqual(self._propose('y', state='draft').state, 'draft')
        approved = self._approve('z').with_user(self.pharmacist)
        for name in ('approver_id', 'date_approved'):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, 'follows from'):
                approved[name] = False
        with self.assertRaisesRegex(UserError, "'Proposed By'"):
            self._propose('x').user_id = self.pharma_manager

    def test_changed_text_goes_back_to_draft(self):
        """001-11: another text is another approval; keywords are for finding only."""
        for name, value in (
            ('name', 'Other?'),
            ('answer', 'Other.'),
            ('links', 'Other'),
            ('date_valid_until', '2027-01-01'),
        ):
            answer = self._approve('May I drive?').with_user(self.pharmacist)
            answer.keywords = 'car'
            answer.answer = 'Take it with water.'
            self.assertEqual(answer.state, 'approved', 'the same text again')
            answer[name] = value
            with self.subTest(name=name):
                self.assertEqual((answer.state, answer.approver_id.id), ('draft', False))

    def test_a_text_that_changed_while_it_was_read(self):
        """001-11: approved is what was read: a changed text is read again, whoever changed it."""
        for name, value in (('answer', 'Twice as much.'), ('links', 'x'), ('name', 'May I fly?')):
            answer = self._propose('May I drive?')
            action = answer.with_user(self.pharmacist).action_approve()
            wizard = self.env[action['res_model']].with_user(self.pharmacist)
            wizard = wizard.browse(action['res_id'])
            self.assertEqual(wizard.line_ids.answer, 'Take it with water.')
            answer[name] = value
            with self.subTest(name=name):
                with self.assertRaisesRegex(UserError, 'was changed while you read it'):
                    wizard.action_apply()
                self.assertEqual(answer.state, 'draft')
            self._read_and_approve(answer)
            self.assertEqual(answer.state, 'approved')

    def test_several_texts_are_shown(self):
        """001-11: from the list, too, each text is read; more than one can read are refused."""
        answers = self._propose('One?') | self._propose('Two?') | self._approve('Old?')
        action = answers.with_user(self.pharmacist).action_approve()
        wizard = self.env[action['res_model']].browse(action['res_id'])
        self.assertEqual(wizard.line_ids.mapped('name'), ['One?', 'Two?'])
        self.assertEqual(set(answers.mapped('state')), {'draft', 'approved'})
        with self.assertRaises(AccessError):
            wizard.with_user(self.pharma_manager).action_apply()
        wizard.with_user(self.pharmacist).action_apply()
        self.assertEqual(set(answers.mapped('state')), {'approved'})
        for odd, words in ((answers, 'not approved yet'), (self.Answer, 'not approved yet')):
            with self.assertRaisesRegex(UserError, words):
                odd.with_user(self.pharmacist).action_approve()
        many = self.Answer.create([{'name': f'Q{n}', 'answer': 'A'} for n in range(21)])
        with self.assertRaisesRegex(UserError, '21 answers are more'):
            many.with_user(self.pharmacist).action_approve()
        with self.assertRaises(UserError):
            wizard.browse().with_user(self.pharmacist).action_apply()
        with self.assertRaises(AccessError):
            self._propose('x').with_user(self.pharma_user)._approve()

    @users('plain_user', 'portal_user')
    def test_no_access_without_the_role(self):
        """000-36: neither the list nor the search is for others."""
        self._approve('May I drive?')
        Answer = self.Answer.with_env(self.env)
        for call in (lambda: Answer.search_answers('drive'), lambda: Answer.search([])):
            with self.assertRaises(AccessError):
                call()

    def test_search_uses_the_index(self):
        """001-11: an index of PostgreSQL's own answers, without any extension."""
        self._approve('May I drive?')
        self.env.flush_all()
        self.env.cr.execute('SET LOCAL enable_seqscan = off')
        query = self.Answer._search(
            [('state', '=', 'approved')] + list(self.Answer._get_words_domain(['drive']))
        )
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        plan = '\n'.join(row[0] for row in rows)
        self.assertIn('pharma_approved_answer_search_index', plan)
        self.assertNotIn('gin_trgm', plan)
