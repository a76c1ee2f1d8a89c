import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_work import CareWorkCommon


@tagged('post_install', '-at_install')
class TestDue(CareWorkCommon):
    """What is due today, for whom, and how it is found."""

    def test_case_is_due_on_its_care_date(self):
        """004-43: the case is in the list from its care date on, not before."""
        past, today, future = (self._create_case(days=days) for days in (-3, 0, 1))
        self.assertEqual(self._search(self.care_user, ('is_due', '=', True)), past | today)
        self.assertIn(future, self._search(self.care_user, ('is_due', '=', False)))
        self.assertEqual((past | today | future).mapped('is_due'), [True, True, False])

    def test_overdue_begins_the_day_after(self):
        """004-43: only what should have been done before today is overdue."""
        past, today = self._create_case(days=-1), self._create_case()
        self.assertEqual(self._search(self.care_user, ('is_overdue', '=', True)), past)
        self.assertEqual((past | today).mapped('is_overdue'), [True, False])

    def test_closed_case_is_never_due(self):
        """004-56: who needs no more care is on no list."""
        case = self._create_case(days=-3)
        self._record(case, self.care_user, is_final=True, close_reason_id=self.reason.id)
        self.assertFalse(self._search(self.care_user, ('is_due', '=', True)))
        self.assertFalse(self._search(self.care_user, ('is_overdue', '=', True)))
        self.assertFalse(case.is_due or case.is_overdue)

    def test_contacted_customer_leaves_all_due_lists_for_today(self):
        """004-50: after one contact none of the customer's cases is due for anybody today."""
        first, second = self._create_case(days=-2), self._create_case(days=-1)
        self._record(first, self.care_user)
        self.assertFalse(self._search(self.colleague, ('is_due', '=', True)))
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertEqual(self._search(self.colleague, ('is_due', '=', True)), second)

    def test_contacted_today_is_the_case_that_was_cared_for(self):
        """004-50: 'Today' shows the case with a care of today, not the customer's other cases."""
        first, second = self._create_case(days=-2), self._create_case(days=-1)
        self._record(first, self.care_user)
        found = self._search(self.colleague, ('is_contacted_today', '=', True))
        self.assertEqual(found, first)
        self.assertEqual((first | second).mapped('is_contacted_today'), [True, False])

    def test_case_closed_today_is_contacted_today(self):
        """004-50: a case that was ended today stays visible today, and only today."""
        case = self._create_case()
        self._record(case, self.care_user, is_final=True, close_reason_id=self.reason.id)
        domain = ('is_contacted_today', '=', True)
        self.assertEqual(self._search(self.care_user, domain), case)
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertFalse(self._search(self.care_user, domain))

    def test_day_is_that_of_each_company(self):
        """004-43: at 23:00 UTC it is the 11th in Vietnam and still the 10th in Portugal."""
        lisbon = self.env['res.company'].create(
            {'name': 'Farmacia', 'country_id': self.env.ref('base.pt').id}
        )
        lisbon.partner_id.tz = 'Europe/Lisbon'
        lisbon.resource_calendar_id.tz = 'Europe/Lisbon'
        self.care_user.company_ids = [Command.link(lisbon.id)]
        with freeze_time('2026-03-10 23:00:00'):
            here = self._create_case(date_due='2026-03-11')
            there = self._create_case(date_due='2026-03-11', company_id=lisbon.id)
            ids = (self.company | lisbon).ids
            Case = self.Case.with_user(self.care_user).with_context(allowed_company_ids=ids)
            mine = [('id', 'in', (here | there).ids)]
            self.assertEqual(Case.search([*mine, ('is_due', '=', True)]), here)
            self.assertEqual((here | there).mapped('is_due'), [True, False])
            self.assertEqual(self.Case.sudo().search([*mine, ('is_due', '=', True)]), here)
        with freeze_time('2026-03-11 00:30:00'):
            self.assertEqual(Case.search([*mine, ('is_due', '=', True)]), here | there)

    def test_customer_appears_once_with_the_nearest_case(self):
        """004-44: of several orders the one with the nearest care date stands for the customer."""
        later, nearest = self._create_case(days=5), self._create_case(days=-1)
        other = self._create_case(self._create_customer('Tran Van Nam'), days=3)
        found = self._search(self.care_user, ('is_customer_next', '=', True))
        self.assertEqual(found, nearest | other)
        self.assertEqual((later | nearest).mapped('is_customer_next'), [False, True])

    def test_closed_case_gives_way_to_the_next(self):
        """004-44: when the nearest case ends, the customer's next one takes its place."""
        later, nearest = self._create_case(days=5), self._create_case(days=-1)
        self._record(nearest, self.care_user, is_final=True, close_reason_id=self.reason.id)
        self.assertEqual(self._search(self.care_user, ('is_customer_next', '=', True)), later)

    def test_nearest_among_those_the_user_may_read(self):
        """004-44: a nearer case of a colleague does not hide the user's own."""
        self.company.care_mode = 'customer'
        mode = {'visibility_mode': 'customer'}
        foreign = self._create_case(days=-5, user_ids=[Command.link(self.colleague.id)], **mode)
        own = self._create_case(days=2, user_ids=[Command.link(self.care_user.id)], **mode)
        domain = ('is_customer_next', '=', True)
        self.assertEqual(self._search(self.care_user, domain), own)
        self.assertEqual(self._search(self.manager, domain), foreign)

    def test_due_list_is_read_from_an_index(self):
        """004-43: the due list asks an index of open cases, never the whole table."""
        customers = self.env['res.partner'].create([{'name': f'Customer {n}'} for n in range(300)])
        self._copy_case(self._create_case(days=0), customers, 6000)
        self.env.cr.execute('ANALYZE pharma_care_case')
        Case = self.Case.with_user(self.care_user)
        for domain, order in (
            ([('is_due', '=', True)], Case._order),
            ([('is_due', '=', True), ('is_customer_next', '=', True)], Case._order),
        ):
            query = Case._search(domain, order=order, limit=80)
            plan = '\n'.join(
                row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            )
            self.assertNotIn('Seq Scan on pharma_care_case ', plan)
            used = set(re.findall(r'Scan using (\w+) on pharma_care_case', plan))
            self.assertTrue(used)
            # which of them is cheapest the planner decides, also by what vacuum has done so far
            self.assertLessEqual(used, self._indexes_of_open_cases())

    def _indexes_of_open_cases(self):
        self.env.cr.execute(
            "SELECT indexname FROM pg_indexes"
            " WHERE tablename = 'pharma_care_case' AND indexdef LIKE '%state%<> ''done''%'"
        )
        return {name for (name,) in self.env.cr.fetchall()}

    def _copy_case(self, case, customers, count):
        """As many rows as make the planner choose: among a few, any index costs the same.

        One row in eleven stays open; the others are history, as in a pharmacy of some years.
        """
        self.env.flush_all()
        fresh = ('id', 'order_id', 'partner_id', 'state')
        names = [
            field.name
            for field in self.Case._fields.values()
            if field.store and field.column_type and field.name not in fresh
        ]
        columns = SQL(', ').join(map(SQL.identifier, names))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_care_case (state, partner_id, %(columns)s)
                SELECT CASE WHEN n %% 11 = 0 THEN 'todo' ELSE 'done' END,
                       (%(customers)s)[1 + n %% %(number)s], %(columns)s
                  FROM pharma_care_case, generate_series(1, %(count)s) n
                 WHERE id = %(case)s
                """,
                columns=columns,
                customers=customers.ids,
                number=len(customers),
                count=count,
                case=case.id,
            )
        )
