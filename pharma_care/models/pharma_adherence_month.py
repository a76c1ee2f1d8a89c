from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .pharma_adherence import WINDOWS
from .pharma_adherence_figures import LEAST_DAYS

# How many months are looked at again when the module is new.
MONTHS = 12
MAX_ID = 2**31 - 1


class PharmaAdherenceMonth(models.Model):
    """Adherence at the end of each month: counts by group and region (000-13, 004-36).

    Worked out once, when the month is over; who the customers were is not kept.
    """

    _name = 'pharma.adherence.month'
    _description = "Adherence by Month"
    _order = 'date_end desc, id'
    _log_access = False
    _rec_name = 'therapeutic_group_id'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    date_end = fields.Date(string="Month", required=True, readonly=True, help="Its last day.")
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', required=True, readonly=True, ondelete='cascade'
    )
    region_id = fields.Many2one('pharma.region', readonly=True, ondelete='set null')
    window = fields.Selection(WINDOWS, required=True, readonly=True)
    measured_count = fields.Integer(
        string="Measured Customers", readonly=True, aggregator='sum', help="Of whom it can be told."
    )
    adherent_count = fields.Integer(string="Adherent Customers", readonly=True, aggregator='sum')
    days_observed = fields.Integer(
        readonly=True, aggregator='sum', help="Of the measured customers together."
    )
    days_covered = fields.Integer(
        readonly=True, aggregator='sum', help="Of the measured customers together."
    )
    adherent_share = fields.Float(
        string="Adherent Customers (%)",
        readonly=True,
        aggregator='avg',
        help="Of the measured customers.",
    )
    pdc = fields.Float(
        string="Covered (%)",
        readonly=True,
        aggregator='avg',
        help="Days covered of the days observed, of the measured customers together.",
    )

    def _read_group_select(self, aggregate_spec, query):
        """Divide sums, instead of averaging the shares of large and small regions."""
        parts = {
            'adherent_share:avg': ('adherent_count', 'measured_count'),
            'pdc:avg': ('days_covered', 'days_observed'),
        }.get(aggregate_spec)
        if not parts:
            return super()._read_group_select(aggregate_spec, query)
        part, whole = (self._field_to_sql(self._table, name, query) for name in parts)
        return SQL("100.0 * sum(%s) / nullif(sum(%s), 0)", part, whole)

    @api.model
    def _get_missing_months(self, company):
        """Return the last days of months of which a company has no figures yet, oldest first.

        :param company: ``res.company``
        :return: list of date: those of the last year on which something could be told
        """
        self.env.flush_all()
        first_of_month = company._pharma_today().replace(day=1)
        ends = [
            first_of_month - relativedelta(months=ago) - timedelta(days=1)
            for ago in reversed(range(MONTHS))
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT day FROM unnest(%(ends)s::date[]) day
                WHERE NOT EXISTS (SELECT FROM pharma_adherence_month
                                   WHERE company_id = %(company)s AND date_end = day)
                    -- months in which nothing was measured would be looked at every night
                    AND day >= (
                        SELECT min(l.date_start) + %(least)s
                        FROM pharma_care_case c
                        JOIN pharma_care_line l ON l.case_id = c.id
                        JOIN product_product v ON v.id = l.product_id
                        JOIN product_template t ON t.id = v.product_tmpl_id
                        JOIN pharma_therapeutic_group g ON g.id = t.therapeutic_group_id
                        WHERE c.company_id = %(company)s
                            AND (%(is_all)s OR g.care_profile = 'chronic'))
                ORDER BY day
                """,
                ends=ends,
                company=company.id,
                is_all=company.care_adherence_profile == 'all',
                least=LEAST_DAYS,
            )
        )
        return [day for (day,) in rows]

    @api.model
    def _update(self, company, day):
        """Write the figures of a month, in place of earlier ones.

        :param company: ``res.company``
        :param date day: last day of the month
        """
        self.env.flush_all()
        Adherence = self.env['pharma.adherence']
        values = {
            **Adherence._get_figure_values(company, day),
            'first': 0,
            'last': MAX_ID,
            'windows': [int(window) for window, _name in WINDOWS],
        }
        self.env.cr.execute(
            SQL(
                "DELETE FROM pharma_adherence_month WHERE company_id = %s AND date_end = %s",
                company.id,
                day,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_adherence_month (company_id, date_end, therapeutic_group_id,
                    region_id, "window", measured_count, adherent_count,
                    days_observed, days_covered, adherent_share, pdc)
                SELECT %(company)s, %(day)s, therapeutic_group_id, region_id, "window", count(*),
                    count(*) FILTER (WHERE status = 'adherent'),
                    sum(days_observed), sum(days_covered), avg(adherent_share),
                    100.0 * sum(days_covered) / sum(days_observed)
                FROM (%(figures)s) figures
                -- nothing can be told of the others, which is not nothing
                WHERE status <> 'too_short'
                GROUP BY therapeutic_group_id, region_id, "window"
                """,
                company=company.id,
                day=day,
                figures=Adherence._get_figures_query(values),
            )
        )
        self.invalidate_model(flush=False)
