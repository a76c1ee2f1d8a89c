from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .pharma_analysis_job import PHASES

# How many contacts of the address book one step looks at.
SLICE = 50_000
# Orders changed in transactions that were open when the calculation before began.
MARGIN = timedelta(hours=2)


class PharmaAnalysisJob(models.Model):
    """The steps of a calculation: customers, ranks, sales, history."""

    _inherit = 'pharma.analysis.job'

    def _begin(self):
        company = self.company_id
        total = len(PHASES)
        if self.is_full:
            customers = self.env.execute_query(SQL("SELECT count(*) FROM res_partner"))[0][0]
            months = self.env['pharma.sales.month']._get_months(company)
            total += -(-customers // SLICE) + len(months)
        self.write(
            {
                'state': 'running',
                'date': company._pharma_today(),
                'date_start': fields.Datetime.now(),
                'total': total,
                'seconds': 0,
            }
        )

    def _get_previous(self):
        """Return the last calculation that came to its end."""
        return self.search(
            [('company_id', '=', self.company_id.id), ('state', '=', 'done')], limit=1
        )

    def _step_customers(self, company):
        if not self.is_full:
            self._refresh_changed(company)
            self._next_phase('ranks')
            return
        # by contacts, whether they bought or not: their ids are read from an index in no time
        rows = self.env.execute_query(
            SQL(
                "SELECT max(id) FROM (SELECT id FROM res_partner WHERE id > %s ORDER BY id"
                " LIMIT %s) slice",
                self.position,
                SLICE,
            )
        )
        last = rows[0][0]
        if last:
            self.env['pharma.customer.figure']._refresh_customers(
                company, SQL("partner_id BETWEEN %s AND %s", self.position + 1, last), self.date
            )
            self.position = last
        else:
            self._next_phase('ranks')

    def _refresh_changed(self, company):
        """Work out the customers whose orders changed, or whose purchases leave the period."""
        previous = self._get_previous()
        periods = [
            company._pharma_figure_values(day)['period_start'] for day in (previous.date, self.date)
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id FROM sale_order
                 WHERE company_id = %(company)s AND write_date >= %(since)s
                UNION
                SELECT order_partner_id FROM sale_order_line
                 WHERE company_id = %(company)s AND write_date >= %(since)s
                UNION
                SELECT partner_id FROM sale_order
                 WHERE company_id = %(company)s AND date_order >= %(first)s
                   AND date_order < %(last)s
                """,
                company=company.id,
                since=previous.date_start - MARGIN,
                # a day more on either side than any time zone needs
                first=periods[0] - timedelta(days=1),
                last=periods[1] + timedelta(days=2),
            )
        )
        self.env['pharma.customer.figure']._refresh_customers(
            company, SQL("partner_id = ANY(%s)", [row[0] for row in rows if row[0]]), self.date
        )

    def _step_ranks(self, company):
        self.env['pharma.customer.figure']._refresh_ranks(company, self.date)
        self._next_phase('sales')

    def _step_sales(self, company):
        Sales = self.env['pharma.sales.month']
        if self.is_full:
            months = Sales._get_months(company, after=self.position)[:1]
        else:
            months = Sales._get_changed_months(company, self._get_previous().date_start - MARGIN)
        for month in months:
            Sales._refresh_month(company, month)
        if self.is_full and months:
            self.position = months[0].year * 12 + months[0].month
        else:
            self._next_phase('history')

    def _step_history(self, company):
        self.env['pharma.customer.history']._fill(company)
        self.write({'state': 'done', 'date_done': fields.Datetime.now()})

    def _next_phase(self, phase):
        self.write({'phase': phase, 'position': 0})
