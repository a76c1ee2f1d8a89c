from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.pharma_care_figure_mixin import FIGURES
from ..models.pharma_care_target import PERIODS
from ..tools import check_single
from .pharma_care_day import PharmaCareDay


class PharmaCareScore(models.Model):
    """What employees reached of their targets, a row per target, employee and period (004-67).

    Periods are counted one by one from the indexes of the figures, so that a question about a month
    looks at that month only.
    """

    _name = 'pharma.care.score'
    _inherit = 'pharma.care.figure.mixin'
    _description = "Figures against Targets"
    _auto = False
    _order = 'date_start desc, user_id, id'
    _rec_name = 'user_id'
    _depends = {
        **PharmaCareDay._depends,
        'pharma.care.target': [
            'company_id',
            'user_id',
            'period',
            'figure',
            'value',
            'date_from',
            'date_to',
        ],
        'res.company': ['care_target_good', 'care_target_near'],
        'res.users': ['active'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    period = fields.Selection(PERIODS, readonly=True)
    date_start = fields.Date(string="From", readonly=True)
    date_end = fields.Date(string="Until", readonly=True)
    is_current = fields.Boolean(string="Under Way", readonly=True, help="Today is in the period.")
    figure = fields.Selection('_selection_figure', readonly=True)
    target_id = fields.Many2one("pharma.care.target", string="Set By", readonly=True)
    target = fields.Float(
        readonly=True, aggregator='sum', help="Of different figures the sum says nothing."
    )
    actual = fields.Float(
        readonly=True, aggregator='sum', help="Of different figures the sum says nothing."
    )
    percent = fields.Float(
        string="Achieved (%)",
        readonly=True,
        aggregator='avg',
        help="Of the target; of several targets the average.",
    )
    state = fields.Selection(
        [
            ('good', "Achieved"),
            ('near', "Nearly Achieved"),
            ('bad', "Missed"),
            ('running', "Under Way"),
        ],
        readonly=True,
        help="Achieved and nearly achieved are as the settings say. Under way: not achieved yet,"
        " and the period has not ended.",
    )

    @api.model
    def _selection_figure(self):
        return self.env['pharma.care.target']._selection_figure()

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT %(id)s AS id, p.company_id, f.user_id, p.period, p.date_start, p.date_end,
                p.date_end >= p.today AS is_current, t.figure, t.id AS target_id,
                t.value AS target, f.actual, 100.0 * f.actual / t.value AS percent,
                CASE WHEN 100.0 * f.actual / t.value >= p.care_target_good THEN 'good'
                    WHEN p.date_end >= p.today THEN 'running'
                    WHEN 100.0 * f.actual / t.value >= p.care_target_near THEN 'near'
                    ELSE 'bad' END AS state
            FROM (%(periods)s) p
            CROSS JOIN LATERAL (%(figures)s) f
            CROSS JOIN LATERAL (
                SELECT id, figure, value FROM pharma_care_target t
                WHERE t.company_id = p.company_id AND t.period = p.period AND t.figure = f.figure
                    AND (f.is_recorded OR t.user_id = f.user_id AND p.period <> 'day')
                    AND (t.user_id = f.user_id OR t.user_id IS NULL)
                    AND t.date_from <= p.date_end
                    AND coalesce(t.date_to, 'infinity') >= p.date_start
                ORDER BY t.user_id, t.date_from DESC, t.id DESC LIMIT 1) t
            """,
            id=self._get_id_column(SQL("t.id"), SQL("f.user_id"), SQL("p.date_start")),
            periods=self._get_periods_query(),
            figures=self._get_actual_query(),
        )

    @api.model
    def _get_periods_query(self):
        """Return the query of the periods for which a company has targets, up to today."""
        return SQL(
            """
            SELECT k.company_id, k.period, k.today, k.care_target_good, k.care_target_near,
                begin::date AS date_start,
                (begin + ('1 ' || k.period)::interval - interval '1 day')::date AS date_end
            FROM (SELECT t.company_id, t.period, c.care_target_good, c.care_target_near, today.day
                        AS today, min(t.date_from) AS first,
                        max(coalesce(t.date_to, today.day)) AS last
                    FROM pharma_care_target t
                    JOIN res_company c ON c.id = t.company_id
                    JOIN %s ON today.company_id = c.id
                   GROUP BY t.company_id, t.period, c.id, today.day) k
            CROSS JOIN LATERAL generate_series(
                date_trunc(k.period, k.first::timestamp),
                LEAST(k.last, k.today)::timestamp,
                ('1 ' || k.period)::interval) begin
            """,
            self.env['res.company']._pharma_today_query(),
        )

    @api.model
    def _get_actual_query(self):
        """Return the query of (user_id, figure, actual, is_recorded) of the period and company of
        ``p``: of everybody for whom something was counted, and of whoever still works here and has
        a target of his own for a week or month.

        A share of nothing is neither reached nor missed, and has no row. ``is_recorded`` says
        whether a target for everybody, or for a day, holds: nobody misses it on a day off, and what
        is judged later does not make a working day.
        """
        counted = self._get_figures_query(
            lambda column: SQL("%s BETWEEN p.date_start AND p.date_end", column)
        )
        own = SQL(
            "SELECT own.company_id, own.user_id, p.date_start AS day, %s"
            " FROM pharma_care_target own JOIN res_users u ON u.id = own.user_id AND u.active"
            " WHERE own.period = p.period AND p.period <> 'day' AND own.date_from <= p.date_end"
            " AND coalesce(own.date_to, 'infinity') >= p.date_start",
            self._get_columns(),
        )
        return SQL(
            """
            SELECT shared.user_id, value.figure, value.actual, value.is_recorded
            FROM (SELECT summed.*, %(shares)s
                FROM (SELECT user_id, %(sums)s
                    FROM (%(counted)s UNION ALL %(own)s) rows
                    WHERE rows.company_id = p.company_id GROUP BY user_id) summed) shared
            CROSS JOIN LATERAL (VALUES %(values)s) value (figure, actual, is_recorded)
            WHERE value.actual IS NOT NULL
            """,
            shares=self._get_share_columns(),
            sums=self._get_sums(),
            counted=counted,
            own=own,
            values=SQL(", ").join(
                SQL(
                    "(%s, %s::float, %s > 0)",
                    name,
                    SQL.identifier('shared', name),
                    SQL("shared.judged_count")
                    if name.startswith('bought_')
                    else SQL("shared.care_count + shared.attempt_count"),
                )
                for name in FIGURES
            ),
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self.env['pharma.analysis.mixin']._get_demanded_ids(domain)
        if ids is not None:
            # by its id alone every period there is would be counted
            parts = self._split_ids(ids)
            # sudo: only to know where to look, the rules of rows decide what is shown
            targets_sudo = self.env['pharma.care.target'].sudo().browse({p[0] for p in parts})
            targets_sudo = targets_sudo.exists()
            domain = (
                Domain(domain)
                & Domain('company_id', 'in', targets_sudo.company_id.ids)
                & Domain('period', 'in', list(set(targets_sudo.mapped('period'))))
                & Domain('user_id', 'in', {part[1] for part in parts})
                & Domain('date_start', 'in', {part[2] for part in parts})
            )
        return super()._search(domain, *args, **kwargs)

    # === ACTIONS === #
    def action_view_records(self):
        """Open the records behind what was reached (product.md 22).

        :return: window action
        :raise UserError: unless it is called on one record
        """
        check_single(self)
        self.check_access('read')
        return self._get_records_action(
            self.figure, self.company_id, self.user_id, self.date_start, self.date_end
        )
