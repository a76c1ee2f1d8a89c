from datetime import date

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common_followup import FollowupCommon

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
# half an hour before and after midnight of 1 March in Viet Nam
BEFORE, AFTER = '2026-02-28 16:30:00', '2026-02-28 17:30:00'


@tagged('post_install', '-at_install')
class TestFiguresDrill(FollowupCommon):
    """Behind each figure of the appraisal stand as many records as it counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.pharma_tz = 'Asia/Ho_Chi_Minh'
        cls.manager = new_test_user(
            cls.env, 'figures_manager', groups='pharma_crm.group_pharma_manager'
        )
        cls.before, cls.after = (cls._confirmed(moment) for moment in (BEFORE, AFTER))
        cls.other_company = cls.env['res.company'].create(
            {'name': 'Other chain', 'country_id': cls.vietnam.id}
        )
        cls.agent.company_ids += cls.other_company

    @classmethod
    def _confirmed(cls, moment, **values):
        order = cls._create_order(moment, **{'user_id': cls.agent.id, **values})
        if order.state != 'sale':
            order.action_confirm()
        return order

    def _refresh(self):
        for company in (self.company, self.other_company):
            for month in (FEBRUARY, MARCH):
                self.env['pharma.sales.month']._refresh_month(company, month)

    def _rows(self, code, user=None):
        Appraisal = self.env['pharma.appraisal'].with_user(user or self.manager)
        self.env.flush_all()
        return Appraisal.search(
            [('user_id', '=', self.agent.id), ('indicator_id.code', '=', code)]
        ).sorted('month')

    def _behind(self, row):
        action = row.action_view_records()
        return row.env[action['res_model']].search(action['domain'])

    def test_orders_of_the_month(self):
        """000-41: an order half an hour before midnight in Viet Nam is of February, one after it of
        March; quotations, cancelled ones, colleagues', those to come and of no value are left
        out of the figure and of the list; for the employee himself as for the manager."""
        quotation = self._create_order(AFTER, user_id=self.agent.id, pharma_is_past_order=False)
        self.assertEqual(quotation.state, 'draft')
        self._confirmed(AFTER)._action_cancel()
        self._confirmed(AFTER, user_id=self.colleague.id)
        to_come = self._confirmed(AFTER, pharma_is_past_order=False)
        to_come.date_order = '2026-03-20 03:00:00'
        service = self.env['product.product'].create({'name': 'Advice', 'type': 'service'})
        line = {'product_id': service.id, 'price_unit': 0}
        self._confirmed(AFTER, order_line=[Command.create(line)])
        self._refresh()
        for user in (self.manager, self.agent):
            february, march = self._rows('orders', user)
            self.assertEqual((february.month, march.month), (FEBRUARY, MARCH))
            for row, order in ((february, self.before), (march, self.after)):
                with self.subTest(user=user.login, month=row.month):
                    self.assertEqual(self._behind(row).ids, order.ids)
                    self.assertEqual((row.counted, row.value), (1, 1.0))

    def test_orders_of_another_company(self):
        """000-41, 000-36: an order of another company counts there; neither figure nor list of this
        company has it."""
        theirs = (
            self.env['sale.order']
            .with_company(self.other_company)
            .create(
                {
                    'partner_id': self.customer.id,
                    'company_id': self.other_company.id,
                    'user_id': self.agent.id,
                    'pharma_is_past_order': True,
                    'date_order': AFTER,
                    'order_line': [
                        Command.create({'product_id': self.metformin.id, 'price_unit': 9})
                    ],
                }
            )
        )
        if theirs.state != 'sale':
            theirs.action_confirm()
        self._refresh()
        _february, march = self._rows('orders')
        self.assertEqual(self._behind(march).ids, self.after.ids)
        self.assertEqual(march.counted, 1)
        rows = self._rows('orders', self.agent)
        here = [self.company.id]
        self.assertEqual(
            rows.with_context(allowed_company_ids=here).search([]).company_id.ids, here
        )
        row = rows.filtered(lambda row: row.company_id == self.other_company)
        self.assertEqual((row.counted, row.month), (1, MARCH))
        self.assertEqual(self._behind(row).ids, theirs.ids)

    def test_who_reads_only_some_is_told(self):
        """000-36, 000-41: a supervisor of another branch sees the figure; the list behind it has
        what he may read, and says so."""
        self._refresh()
        row = self._rows('orders', self.supervisor)[:1]
        self.assertEqual(row.counted, 1)
        action = row.action_view_records()
        self.assertFalse(row.env['sale.order'].search(action['domain']))
        self.assertIn('Managers read all of them', action['help'])

    def test_a_month_is_found_by_the_index(self):
        """000-41: whatever way the months are asked for, the figures are the same as without, and
        what is counted is limited by its own date."""
        for moment in (BEFORE, AFTER):
            ticket = self._create_ticket(user_id=self.agent.id)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE pharma_complaint SET state = 'solved', date_closed = %s WHERE id = %s",
                [moment, ticket.id],
            )
        self._refresh()
        self.env.invalidate_all()
        Appraisal = self.env['pharma.appraisal'].with_user(self.manager)
        own = [('user_id', '=', self.agent.id)]
        everything = Appraisal.search(own)
        self.assertEqual(set(everything.mapped('month')), {FEBRUARY, MARCH})
        for domain, months in (
            ([('month', '=', MARCH)], {MARCH}),
            ([('month', '=', 'today =1d')], {MARCH}),
            ([('month', '>=', '2026-03-01'), ('month', '<=', '2026-03-31')], {MARCH}),
            ([('month', '<', MARCH)], {FEBRUARY}),
            ([('month', '>', '2026-02-01')], {MARCH}),
            (['|', ('month', '=', FEBRUARY), ('month', '=', MARCH)], {FEBRUARY, MARCH}),
            (['!', ('month', '=', MARCH)], {FEBRUARY}),
            ([('month', 'in', [FEBRUARY, '2026-03-01'])], {FEBRUARY, MARCH}),
            (['|', ('month', '=', MARCH), ('weight', '>', 0)], {FEBRUARY, MARCH}),
        ):
            with self.subTest(domain=domain):
                rows = everything.filtered(lambda row, months=months: row.month in months)
                self.assertEqual(Appraisal.search(own + domain), rows)
        groups = Appraisal._read_group([*own, ('month', '=', MARCH)], ['month:month'], ['__count'])
        self.assertEqual(
            [count for _month, count in groups], [len([r for r in everything if r.month == MARCH])]
        )
        told = Appraisal.with_context(pharma_appraisal_months=['2020-01-01', '2020-01-01'])
        self.assertEqual(told.search(own), everything, 'what a client sends is not believed')

    def test_the_plan_of_a_month(self):
        """000-41: of 20,000 solved tickets those of a month are found by an index."""
        self._create_ticket(user_id=self.agent.id)
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO pharma_complaint (
                number, name, company_id, kind_id, nature, stage_id, state, user_id, priority,
                relation, date_received, date_closed, escalation_level, origin_id)
            SELECT 'X' || n, 'X', company_id, kind_id, nature, stage_id, 'solved', user_id,
                priority, relation, date_received - n * interval '1 hour',
                date_received - n * interval '1 hour', '0', origin_id
            FROM pharma_complaint, generate_series(1, 20000) n WHERE user_id = %s
            """,
            [self.agent.id],
        )
        self.env.cr.execute('ANALYZE pharma_complaint')
        Appraisal = self.env['pharma.appraisal']
        query = Appraisal._search([('month', '=', FEBRUARY)]).select()
        plan = '\n'.join(row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", query)))
        self.assertIn('pharma_complaint_solved', plan)
        self.assertIn('pharma_complaint_received', plan)
        self.assertNotIn('Seq Scan on pharma_complaint', plan)
