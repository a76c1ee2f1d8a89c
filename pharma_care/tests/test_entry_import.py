from datetime import datetime

from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_import import ImportCommon

from .common import CareCommon

FIELDS = ['case_id', 'content', 'date', 'channel', 'response_type_id', 'date_next', 'is_final']


@tagged('post_install', '-at_install')
class TestEntryImport(CareCommon):
    """What Odoo exports of a case finds it again when cares are imported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Entry = cls.env['pharma.care.entry'].with_user(cls.care_user)
        cls.Case = cls.env['pharma.care.case']
        cls.care_user.group_ids += cls.env.ref('base.group_allow_export')
        cls.case = cls._create_case()
        cls.order = cls.case.order_id

    def _book(self, partner=None, user=None):
        partner = partner or self.customer
        date = self.company._pharma_today()
        user = user or self.care_user
        return self.Case.with_user(user)._book_appointment(partner, date, user).sudo()

    def _load(self, *names, **values):
        """Load one care per name; return the result."""
        values = {'content': "Well.", 'date_next': '2026-12-24', **values}
        return self.Entry.load(['case_id', *values], [[name, *values.values()] for name in names])

    def assertLoaded(self, result, *cases):
        self.assertFalse(result['messages'])
        self.assertEqual([self.Entry.browse(id_).case_id for id_ in result['ids']], list(cases))

    def assertRefused(self, result, pattern, row=0):
        self.assertFalse(result['ids'])
        [message] = result['messages']
        self.assertRegex(message['message'], pattern)
        self.assertEqual((message['type'], message['rows']['from']), ('error', row))

    # === SEARCH === #
    def test_the_whole_name_is_found(self):
        """004-54: typing or pasting the name of a case finds it, and an appointment's its own."""
        appointment = self._book(self.other_customer)
        customer = self.env['res.partner'].create({'name': 'An - Bach - Cuc'})
        triple = self._create_case((self.metformin, 1), partner_id=customer.id)
        Case = self.Case.with_user(self.care_user)
        for case in (self.case, appointment, triple):
            for operator in ('=', 'ilike', 'in'):
                name = [case.display_name] if operator == 'in' else case.display_name
                found = Case.search([('display_name', operator, name)])
                self.assertEqual(found, case, operator)
        self.assertEqual(Case.name_search(f'{self.order.name} - Nguy')[0][0], self.case.id)
        self.assertFalse(Case.name_search(f'{self.order.name} - Nobody'))
        self.assertFalse(Case.name_search(' - '.join('abcdefghijklmnopqrstuvwxyz' * 20)))

    # === IMPORT === #
    def test_the_menu_opens_the_import(self):
        """000-34: managers have a menu for it, as the lists of cares have no 'New'."""
        menu = self.env.ref('pharma_care.pharma_care_entry_import_menu').with_user(self.manager)
        action = self.env['ir.actions.client'].browse(menu.action.id)
        self.assertEqual((action.tag, action.params['active_model']), ('import', self.Entry._name))

    def test_exported_entries_find_their_cases(self):
        """000-34, 004-56: a file with cares that Odoo exported can be imported as it is."""
        appointment = self._book(self.other_customer)
        entries = self.Entry.create(
            [
                {
                    'case_id': case.id,
                    'content': "Takes it.",
                    'channel': 'visit',
                    'response_type_id': self.env.ref('pharma_care.response_type_well').id,
                    'date_next': '2026-12-01',
                }
                for case in (self.case, appointment)
            ]
        )
        rows = entries.export_data(FIELDS)['datas']
        rows = [[value if isinstance(value, str) else str(value) for value in row] for row in rows]
        result = self.Entry.load(FIELDS, rows)
        self.assertLoaded(result, self.case, appointment)
        self.assertEqual(self.case.entry_count, 2)
        self.assertEqual(self.Entry.browse(result['ids'][0]).channel, 'visit')

    def test_worklist_is_exported_and_comes_back_with_cares(self):
        """000-34, 004-56: cases by their name, the number of their order, or their customer."""
        cases = self.case | self._create_case(partner_id=self.other_customer.id)
        names = [row[0] for row in cases.export_data(['display_name'])['datas']]
        self.assertLoaded(self._load(*names), *cases)
        self.assertLoaded(self._load(self.order.name), self.case)
        self.assertLoaded(self._load(f' {self.customer.name} '), self.case)

    def test_past_orders_and_their_cares(self):
        """000-34, 004-42: after a past order came in, its care is found by its number."""
        order = self._create_order(
            (self.metformin, 90),
            name='OLD/17',
            date_order=datetime(2026, 3, 1),
            pharma_is_past_order=True,
        )
        self.assertLoaded(self._load('OLD/17', date='2026-03-01 08:00:00'), order.care_case_ids)
        # metformin was bought again since: the care counts and opens nothing
        self.assertRecordValues(
            order.care_case_ids,
            [
                {
                    'state': 'done',
                    'entry_count': 1,
                    'close_reason_id': self.env.ref('pharma_care.close_reason_bought_again').id,
                }
            ],
        )

    def test_a_care_of_today_belongs_to_the_newer_order(self):
        """000-34, 004-42: without the time of the contact, an older order's case takes none."""
        self._create_order(
            (self.metformin, 90),
            name='OLD/18',
            date_order=datetime(2026, 3, 1),
            pharma_is_past_order=True,
        )
        self.assertRefused(self._load('OLD/18'), "bought the medicine again.*newer order")

    def test_of_several_the_open_one_is_meant(self):
        """004-56: an appointment is found although the customer had others before."""
        before = self._book()
        before.with_user(self.care_user).record_entry(
            {'content': "Done.", 'is_final': True, 'close_reason_id': self.reason.id}
        )
        appointment = self._book()
        self.assertEqual(before.display_name, appointment.display_name)
        self.assertLoaded(self._load(appointment.display_name), appointment)

    def test_several_are_told(self):
        """000-34: a name that fits several open cases is an error, not a guess."""
        namesake = self.env['res.partner'].create({'name': self.customer.name})
        appointment, _other = self._book(), self._book(namesake)
        result = self._load(self.order.name, appointment.display_name)
        self.assertRefused(result, f"2 .*'{appointment.display_name}'.*'Care Case'.*order", 1)
        self.assertFalse(self.case.entry_count)

    def test_none_is_told(self):
        """000-34: all names without a case are told, with the way out."""
        result = self._load(self.order.name, 'S404 - Nobody', '100%')
        self.assertFalse(result['ids'])
        self.assertFalse(self.case.entry_count)
        rows = {message['rows']['from']: message['message'] for message in result['messages']}
        self.assertEqual(list(rows), [1, 2])
        self.assertRegex(rows[1], "'S404 - Nobody'.*'Care Case'.*order")
        self.assertRegex(rows[2], "'100%'")

    def test_hidden_cases_are_not_found(self):
        """004-39: nobody records a care of a case that he does not see."""
        self.company.care_mode = 'product'
        self.assertRefused(self._load(self.case.display_name), "No care case.*'Care Case'")

    def test_other_errors_name_their_row(self):
        """000-34: rows keep their numbers beside rows whose case is not found."""
        result = self.Entry.load(
            ['content', 'case_id', 'date_next'],
            [
                ['Well.', 'Nobody', '2026-12-24'],
                ['Well.', self.order.name, '2026-12-24'],
                ['Well.', self.case.display_name, '2020-01-01'],
            ],
        )
        rows = {message['rows']['from'] for message in result['messages'] if 'rows' in message}
        self.assertLessEqual({0, 2}, rows)
        self.assertFalse(self.case.entry_count)

    def test_an_empty_name_is_a_missing_value(self):
        """000-34: the case is required."""
        result = self._load('')
        self.assertRegex(result['messages'][0]['message'], 'Care Case')

    def test_many_names_are_looked_up_at_once(self):
        """000-34: a thousand rows cost one search for their cases."""
        names = {f'S{number} - Somebody' for number in range(1000)} | {self.case.display_name}
        Case = self.Case.with_user(self.care_user)
        Case._find_by_names({'warm'})
        with self.assertQueryCount(3):
            found = Case._find_by_names(names)
        self.assertEqual(found, {self.case.display_name: self.case})


@tagged('post_install', '-at_install')
class TestEntryImportScreen(ImportCommon):
    """The import screen, with the columns as it matches them."""

    import_model = 'pharma.care.entry'

    def test_unknown_cases_can_be_skipped(self):
        """000-34: whoever chose to skip rows without a case gets the others."""
        customer = self.env['res.partner'].create({'name': 'Tran Van Screen'})
        case = self.env['pharma.care.case'].create({'partner_id': customer.id})
        self.import_user = self.env.ref('base.user_admin')
        self.import_user.group_ids += self.env.ref('pharma_care.group_care_manager')
        result = self._import_rows(
            ['Care Case', 'Content', 'Next Care Date'],
            ['Nobody', 'Well.', '2090-01-01'],
            [case.display_name, 'Well.', case.company_id._pharma_today().isoformat()],
            import_skip_records=['case_id'],
        )
        self.assertFalse(result['messages'])
        self.assertEqual(case.entry_count, 1)
