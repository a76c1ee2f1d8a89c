from datetime import timedelta

from odoo.tests import tagged, users

from .common import NOW
from .common_calling import CallingCommon


@tagged('post_install', '-at_install')
class TestCallingRisk(CallingCommon):
    """Who comes first in a calling list, and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # four more customers whose chronic medicine ended ten days ago, as that of customer 2
        cls.equals = cls.env['res.partner'].create(
            [
                {
                    'name': f'Equal {letter}',
                    'phone': f'09876543{number:02}',
                    'country_id': cls.env.ref('base.vn').id,
                }
                for number, letter in enumerate('ABCD')
            ]
        )
        for partner in cls.equals:
            cls._create_order(
                (cls.metformin, 30),
                partner_id=partner.id,
                date_order=NOW - timedelta(days=40),
                pharma_is_past_order=True,
            )
        cls.Figure = cls.env['pharma.customer.figure']

    def _add_adherence(self, partner, pdc, **values):
        return self.env['pharma.adherence'].create(
            {
                'company_id': self.company.id,
                'partner_id': partner.id,
                'therapeutic_group_id': self.subgroup.id,
                'window': '365',
                'status': 'not_adherent',
                'pdc': pdc,
                **values,
            }
        )

    def _add_figure(self, partner, **values):
        self.Figure.search([('partner_id', '=', partner.id)]).unlink()
        return self.Figure.create(
            {
                'company_id': self.company.id,
                'partner_id': partner.id,
                'date_first': '2026-01-01',
                'date_last': '2026-01-21',
                **values,
            }
        )

    def test_risk_decides_among_those_of_one_day(self):
        """004-62, 000-18: whose supply ended on the same day comes in the order of what is known:
        not enough medicine, about to leave, buys for much (decision 9)."""
        a, b, c, _d = self.equals
        self._add_figure(a, value_class='a', segment='regular')
        self._add_figure(b, value_class='c', segment='at_risk')
        self._add_adherence(c, 62.9)
        items = self._take(self.user_a)
        # customer 2 was there before D: nothing is known of either
        self.assertEqual(
            self._names(items),
            ['Equal C', 'Equal B', 'Equal A', '2', 'Equal D', '1', '4', '0', '3'],
        )
        self.assertEqual(items.mapped('sequence'), list(range(1, 10)))

    def test_the_nearest_end_comes_before_what_is_known(self):
        """004-62: a figure never moves somebody before whoever is overdue for longer
        (decision 9)."""
        self._add_adherence(self.partners[1], 10)
        self._add_figure(self.partners[1], value_class='a', segment='lost')
        items = self._take(self.user_a)
        self.assertEqual(self._names(items)[0], '2')
        self.assertEqual(self._names(items)[5], '1')

    def test_the_row_says_why(self):
        """000-18: in words, from what was known when the list was taken."""
        self._add_adherence(self.equals[0], 62.9)
        self._add_figure(self.equals[0], value_class='a', segment='at_risk')
        items = self._take(self.user_a)
        self.assertEqual(items[0].risk_codes, 'chronic overdue:10 pdc:62 at_risk class_a')
        self.assertEqual(items[0].reasons, 'Chronic; 10 day(s) overdue; PDC 62 %; At risk; Class A')
        by_name = dict(zip(self._names(items), items, strict=True))
        # due today with a chronic medicine; due since ten days, and today, without one
        self.assertEqual(by_name['4'].reasons, 'Chronic')
        self.assertEqual(by_name['0'].reasons, '10 day(s) overdue')
        self.assertFalse(by_name['3'].reasons)

    def test_the_row_says_how_long_nothing_is_at_home(self):
        """000-18: who agreed on a later day stands before those overdue for longer, as his supply
        ended before theirs: the row tells, and the order agrees (decision 9)."""
        case = self.equals[3].care_case_ids
        case.write({'date_due': '2026-02-28', 'is_date_manual': True, 'date_runout': '2026-01-31'})
        first, second = self._take(self.user_a)[:2]
        self.assertEqual(first.partner_id, self.equals[3])
        self.assertEqual(first.risk_codes, 'chronic overdue:2 empty:30')
        self.assertEqual(first.reasons, 'Chronic; 2 day(s) overdue; supply ended 30 day(s) ago')
        # due on the day on which it ended: said once
        self.assertEqual(second.risk_codes, 'chronic overdue:10')

    def test_limit_takes_the_riskiest_of_equals(self):
        """000-18: with room for one of five who are equal, the one at risk is taken."""
        self._add_adherence(self.equals[3], 40)
        self.company.care_list_size = 1
        self.assertEqual(self._names(self._take(self.user_a)), ['Equal D'])
        self.company.care_list_size = 2
        self.assertEqual(self._names(self._take(self.user_b)), ['2', 'Equal A'])

    def test_adherence_of_another_group_is_not_told(self):
        """004-39: an illness the case is not about stays unknown (decision 107)."""
        self._add_adherence(self.equals[0], 20, therapeutic_group_id=self.group_acute.id)
        self._add_adherence(self.equals[1], 20, window='180')
        self._add_adherence(self.equals[2], 95, status='adherent')
        items = self._take(self.user_a)
        self.assertNotIn('pdc', ' '.join(filter(None, items.mapped('risk_codes'))))

    def test_figures_of_a_colleagues_customer_are_not_told(self):
        """000-36: who may not read a customer's figures reads none of them in the list (118)."""
        self._add_figure(self.equals[0], value_class='a', segment='at_risk')
        self.equals[0].user_id = self.user_b
        self.assertNotIn('at_risk', self._take(self.user_a)[1].risk_codes)
        self.List.with_user(self.user_a)._get_mine()._close()
        manager_items = self._take(self.manager)
        self.assertIn('at_risk', manager_items[0].risk_codes)

    @users('care_user')
    def test_as_many_queries_as_before(self):
        """000-18: reasons cost no query of their own, however many rows there are."""
        Lists = self.env['pharma.care.list']
        Lists._take()._close()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        Lists._take()
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 15)
        items = Lists._get_mine().item_ids
        items.fetch(['risk_codes'])
        with self.assertQueryCount(0):
            items.mapped('reasons')
