from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .pharma_analysis_job import PHASES

# How many customers one step looks at, and how many months.
SLICE = 50_000
MONTHS = 6
# Orders changed in transactions that were open when the calculation before began.
MARGIN = timedelta(hours=2)
# What no order tells, such as the group of a medicine, is taken over by taking turns: in so many
# nights each customer and each month is worked out anew.
TURNS = 7


class PharmaAnalysisJob(models.Model):
    """The steps of a calculation: customers, ranks, sales, history."""

    _inherit = 'pharma.analysis.job'

    def _begin(self):
        company = self.company_id
        # the day first: what is due depends on it
        self.write(
            {
                'state': 'running',
                'date': company._pharma_today(),
                'date_start': fields.Datetime.now(),
                'seconds': 0,
                'is_full': self.is_full or not self._get_previous(),
            }
        )
        customers = self.env.execute_query(
            SQL("SELECT count(*) FROM (%s) due", self._get_customers_query(company))
        )[0][0]
        months = len(self._get_months(company))
        self.total = len(PHASES) + customers // SLICE + (months - 1) // MONTHS

    def _get_previous(self):
        """Return the last calculation that came to its end."""
        return self.search(
            [('company_id', '=', self.company_id.id), ('state', '=', 'done')], limit=1
        )

    def _get_turns(self):
        """Return whose turn it is since the last calculation: remainders of numbers by TURNS."""
        nights = (self.date - self._get_previous().date).days
        return [(self.date.toordinal() - n) % TURNS for n in range(min(TURNS, nights))]

    def _step_customers(self, company):
        # by contacts, whether they bought or not: their ids are read from an index in no time
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (%s) due WHERE id > %s ORDER BY id LIMIT %s",
                self._get_customers_query(company),
                self.position,
                SLICE,
            )
        )
        ids = [row[0] for row in rows]
        if ids:
            where = SQL("partner_id = ANY(%s)", ids)
            if self.is_full:
                where = SQL("partner_id BETWEEN %s AND %s", ids[0], ids[-1])
            self.env['pharma.customer.figure']._refresh_customers(company, where, self.date)
            self.position = ids[-1]
        if len(ids) < SLICE:
            self._next_phase('ranks')

    def _get_customers_query(self, company):
        """Return the query of the ids of the customers to work out: all, or those whose orders
        changed or are gone, whose purchases leave the period, and whose turn it is.
        """
        if self.is_full:
            return SQL("SELECT id FROM res_partner")
        previous = self._get_previous()
        periods = [
            company._pharma_figure_values(day)['period_start'] for day in (previous.date, self.date)
        ]
        return SQL(
            """
            SELECT partner_id AS id FROM sale_order
             WHERE company_id = %(company)s AND write_date >= %(since)s
            UNION
            SELECT order_partner_id FROM sale_order_line
             WHERE company_id = %(company)s AND write_date >= %(since)s
            UNION
            SELECT partner_id FROM sale_order
             WHERE company_id = %(company)s AND date_order >= %(first)s AND date_order < %(last)s
            UNION
            SELECT partner_id FROM pharma_customer_figure
             WHERE company_id = %(company)s AND last_order_id IS NULL
            UNION
            SELECT id FROM res_partner WHERE id %% %(turns)s = ANY(%(turn)s)
            """,
            company=company.id,
            since=previous.date_start - MARGIN,
            # a day more on either side than any time zone needs
            first=periods[0] - timedelta(days=1),
            last=periods[1] + timedelta(days=2),
            turns=TURNS,
            turn=self._get_turns(),
        )

    def _step_ranks(self, company):
        self.env['pharma.customer.figure']._refresh_ranks(company, self.date)
        self._next_phase('sales')

    def _step_sales(self, company):
        months = [
            month
            for month in self._get_months(company)
            if month.year * 12 + month.month > self.position
        ]
        for month in months[:MONTHS]:
            self.env['pharma.sales.month']._refresh_month(company, month)
            self.position = month.year * 12 + month.month
        if len(months) <= MONTHS:
            self._next_phase('history')

    def _get_months(self, company):
        """Return the first days of the months to work out: all, or the last two, those with
        changed orders and those whose turn it is.
        """
        Sales = self.env['pharma.sales.month']
        months = Sales._get_months(company)
        if self.is_full:
            return months
        turns = self._get_turns()
        changed = Sales._get_changed_months(company, self._get_previous().date_start - MARGIN)
        return sorted({*changed, *(m for m in months if (m.year * 12 + m.month) % TURNS in turns)})

    def _step_history(self, company):
        self.env['pharma.customer.history']._fill(company, self.date)
        self.write({'state': 'done', 'date_done': fields.Datetime.now()})

    def _next_phase(self, phase):
        self.write({'phase': phase, 'position': 0})
