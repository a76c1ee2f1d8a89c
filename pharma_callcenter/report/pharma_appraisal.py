from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .pharma_appraisal_months import FIRST_YEAR, MONTH_BASE, USER_BASE


class PharmaAppraisal(models.Model):
    """What employees achieve, a row per employee, month and indicator (000-41, 002-17).

    Every indicator gives a value, the setting a target for it and a weight; points are the share
    of the target, 100 at most. The score of several indicators is their weighted average.
    Modules add indicators in ``_get_indicator_queries``.
    """

    _name = 'pharma.appraisal'
    _inherit = ['pharma.appraisal.months']
    _description = "Appraisal of Employees"
    _auto = False
    _order = 'month desc, user_id, indicator_id'
    _rec_name = 'user_id'

    company_id = fields.Many2one('res.company', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    month = fields.Date(readonly=True, help="First day of the month, in the company's time zone.")
    indicator_id = fields.Many2one('pharma.appraisal.indicator', readonly=True)
    counted = fields.Integer(readonly=True, help="How many records the value was made of.")
    value = fields.Float(readonly=True, aggregator='avg')
    target = fields.Float(readonly=True, aggregator='avg')
    weight = fields.Integer(readonly=True, aggregator=None)
    score = fields.Float(
        string="Points",
        readonly=True,
        aggregator='avg',
        digits=(16, 1),
        help="Share of the target, 0 to 100; of several indicators the average by their weights.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (i.id::bigint * %s + v.user_id) * %s + extract(month FROM v.month)::int - 1
                    + 12 * (extract(year FROM v.month) - %s)::int AS id,
                v.company_id, v.user_id, v.month, i.id AS indicator_id, v.counted, v.value,
                i.target, i.weight,
                LEAST(100.0, GREATEST(0.0, CASE WHEN i.is_less_better
                    THEN CASE WHEN v.value <= i.target THEN 100.0
                        ELSE 100.0 * i.target / v.value END
                    ELSE 100.0 * v.value / i.target END)) AS score
            FROM (%s) v
            JOIN pharma_appraisal_indicator i ON i.code = v.code AND i.active AND i.weight > 0
                AND i.company_id = v.company_id
            WHERE v.user_id IS NOT NULL AND v.counted > 0
            """,
            *(USER_BASE, MONTH_BASE, FIRST_YEAR),
            SQL(" UNION ALL ").join(self._get_indicator_queries()),
        )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == 'score:avg':
            score = self._field_to_sql(self._table, 'score', query)
            weight = self._field_to_sql(self._table, 'weight', query)
            return SQL("sum(%s * %s) / nullif(sum(%s), 0)", score, weight, weight)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _get_indicator_queries(self):
        """Return the queries of the indicators, later modules add theirs.

        Each is limited by :meth:`_get_moments` to the months that are asked for.

        :return: list of SQL, each with the columns ``code`` (of ``pharma.appraisal.indicator``),
            ``company_id``, ``user_id``, ``month``, ``counted`` and ``value``
        """
        closed, received, rated = (
            {'month': self._get_month(column), 'moments': self._get_moments(column)}
            for column in (SQL("t.date_closed"), SQL("t.date_received"), SQL("f.date_done"))
        )
        return [
            SQL(
                """
                SELECT 'tickets' AS code, t.company_id, t.user_id, %(month)s AS month,
                    count(*) AS counted, count(*)::float AS value
                FROM pharma_complaint t JOIN res_company c ON c.id = t.company_id
                WHERE t.state = 'solved' AND %(moments)s GROUP BY 2, 3, 4
                """,
                **closed,
            ),
            SQL(
                """
                SELECT 'solved', t.company_id, t.user_id, %(month)s, count(*),
                    100.0 * count(*) FILTER (WHERE t.state = 'solved') / count(*)
                FROM pharma_complaint t JOIN res_company c ON c.id = t.company_id
                WHERE t.state <> 'cancelled' AND %(moments)s GROUP BY 2, 3, 4
                """,
                **received,
            ),
            SQL(
                """
                SELECT 'on_time', t.company_id, t.user_id, %(month)s, count(*),
                    100.0 * count(*) FILTER (WHERE t.date_closed <= t.date_promised
                        AND t.is_late_before IS NOT TRUE) / count(*)
                FROM pharma_complaint t JOIN res_company c ON c.id = t.company_id
                WHERE t.state = 'solved' AND t.date_promised IS NOT NULL AND %(moments)s
                GROUP BY 2, 3, 4
                """,
                **closed,
            ),
            SQL(
                """
                SELECT 'rating', f.company_id, t.user_id, %(month)s, count(*),
                    avg(f.rating)::float
                FROM pharma_followup f JOIN pharma_complaint t ON t.id = f.complaint_id
                JOIN res_company c ON c.id = f.company_id
                WHERE f.rating > 0 AND %(moments)s GROUP BY 2, 3, 4
                """,
                **rated,
            ),
            SQL(
                """
                SELECT 'again', t.company_id, t.user_id, %(month)s, count(*),
                    100.0 * count(*) FILTER (WHERE EXISTS (
                        SELECT FROM pharma_complaint a
                        WHERE a.original_id = t.id AND a.relation = 'second')) / count(*)
                FROM pharma_complaint t JOIN res_company c ON c.id = t.company_id
                WHERE t.state = 'solved' AND %(moments)s GROUP BY 2, 3, 4
                """,
                **closed,
            ),
            SQL(
                """
                SELECT 'orders', m.company_id, m.user_id, m.date, sum(m.order_count)::int,
                    sum(m.order_count)::float
                FROM pharma_sales_month m WHERE %s GROUP BY 2, 3, 4
                """,
                self._get_moments(SQL("m.date")),
            ),
        ]

    def action_view_records(self):
        """Open the records that a row was counted from, as far as the user may read them.

        :return: window action
        :raise AccessError: for rows of others, without the role that reads them
        """
        self.ensure_one()
        self.check_access('read')
        model, domain = self._get_records_domain()
        return {
            'type': 'ir.actions.act_window',
            'name': self.indicator_id.display_name,
            'res_model': model,
            'view_mode': 'list,form',
            'domain': list(domain),
            'context': {'create': False},
            'help': Markup("<p class='o_view_nocontent_smiling_face'>%s</p><p>%s</p>")
            % (
                self.env._("Nothing of this that you may read"),
                self.env._(
                    "The figure counts all records; this list shows those that you may read, such"
                    " as orders of your own branch. Managers read all of them."
                ),
            ),
        }

    def _get_records_domain(self):
        """Return the model and the domain of the records behind a row; modules add theirs.

        :return: tuple of str and ``Domain``
        """
        self.ensure_one()
        code = self.indicator_id.code
        own = Domain('company_id', '=', self.company_id.id)
        if code == 'orders':
            return 'sale.order', Domain('id', 'in', self._get_order_ids())
        if code == 'rating':
            own &= Domain('complaint_id.user_id', '=', self.user_id.id)
            return 'pharma.followup', own & Domain('rating', '>', 0) & self._get_month_domain(
                'date_done'
            )
        own &= Domain('user_id', '=', self.user_id.id)
        if code == 'solved':
            own &= Domain('state', '!=', 'cancelled')
            return 'pharma.complaint', own & self._get_month_domain('date_received')
        own &= Domain('state', '=', 'solved')
        if code == 'on_time':
            own &= Domain('date_promised', '!=', False)
        return 'pharma.complaint', own & self._get_month_domain('date_closed')

    def _get_order_ids(self):
        """Return the ids of the employee's orders of the month, as the sales figures count them:
        without what came back whole, what is of no goods and no value, and days to come."""
        company = self.company_id
        Sales = self.env['pharma.sales.month']
        rows = Sales._get_net_lines(
            company,
            SQL(
                "o.user_id = %s AND %s",
                self.user_id.id,
                Sales._get_month_condition(company, self.month),
            ),
            SQL("(is_goods OR amount <> 0) AND day <= %s", company._pharma_today()),
        )
        return sorted({row[0] for row in rows})

    def _get_month_domain(self, name):
        """Return the domain of a moment in the month of this row, in the zone of its company."""
        zone = pytz.timezone(self.company_id._pharma_tz())
        start, end = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.month, self.month + relativedelta(months=1))
        )
        return Domain(name, '>=', start) & Domain(name, '<', end)
