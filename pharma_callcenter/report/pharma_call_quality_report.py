from odoo import fields, models
from odoo.tools import SQL


class PharmaCallQualityReport(models.Model):
    """Quality checks as figures, a row per check: by agent and week, against all (000-41, 003-10).

    Disputed checks do not count until they are decided.
    """

    _name = 'pharma.call.quality.report'
    _description = "Quality of Calls"
    _auto = False
    _order = 'week desc, id desc'
    _rec_name = 'check_id'

    check_id = fields.Many2one('pharma.call.check', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    team_id = fields.Many2one('crm.team', readonly=True)
    checker_id = fields.Many2one('res.users', readonly=True)
    scorecard_id = fields.Many2one('pharma.call.quality.scorecard', readonly=True)
    week = fields.Date(readonly=True, help="Monday of the week of the call.")
    date_done = fields.Datetime(string="Done On", readonly=True)
    total_percent = fields.Float(string="Total (%)", readonly=True, aggregator='avg', digits=(5, 1))
    attitude_percent = fields.Float(
        string="Attitude (%)", readonly=True, aggregator='avg', digits=(5, 1)
    )
    communication_percent = fields.Float(
        string="Communication (%)", readonly=True, aggregator='avg', digits=(5, 1)
    )
    professional_percent = fields.Float(
        string="Professional (%)", readonly=True, aggregator='avg', digits=(5, 1)
    )
    department_percent = fields.Float(
        string="Everybody (%)",
        readonly=True,
        aggregator='avg',
        digits=(5, 1),
        help="Average of all checks of calls of the same week and scorecard in the company.",
    )
    difference = fields.Float(
        string="Against Everybody",
        readonly=True,
        aggregator='avg',
        digits=(5, 1),
        help="In points of percent; below 0: worse than the average.",
    )
    failed_count = fields.Integer(string="Knocked Out", readonly=True, aggregator='sum')

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT k.id, k.id AS check_id, k.company_id, k.user_id, k.team_id, k.checker_id,
                k.scorecard_id, k.week, k.date_done, k.total_percent,
                CASE WHEN a.attitude THEN k.attitude_percent END AS attitude_percent,
                CASE WHEN a.communication THEN k.communication_percent END
                    AS communication_percent,
                CASE WHEN a.professional THEN k.professional_percent END AS professional_percent,
                avg(k.total_percent) OVER everybody AS department_percent,
                k.total_percent - avg(k.total_percent) OVER everybody AS difference,
                k.is_failed::int AS failed_count
            FROM pharma_call_check k
            CROSS JOIN LATERAL (
                SELECT COALESCE(bool_or(s.area = 'attitude'), FALSE) AS attitude,
                    COALESCE(bool_or(s.area = 'communication'), FALSE) AS communication,
                    COALESCE(bool_or(s.area = 'professional'), FALSE) AS professional
                FROM pharma_call_check_score s
                WHERE s.check_id = k.id AND s.score > 0 AND s.is_na IS NOT TRUE AND s.weight > 0
            ) a
            WHERE k.state = 'done'
            WINDOW everybody AS (PARTITION BY k.company_id, k.week, k.scorecard_id)
            """
        )

    def action_view_check(self):
        """Open the check behind a row (000-41).

        :return: window action of ``pharma.call.check``
        :raise AccessError: for a row that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.call.check',
            'res_id': self.check_id.id,
            'views': [(False, 'form')],
        }
