from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .pharma_call import DIRECTIONS

SUPERVISOR = 'pharma_callcenter.group_call_supervisor'


class PharmaCallQualityPlan(models.Model):
    """Which calls are checked each week: so many per agent, drawn by lot (000-41, 000-42)."""

    _name = 'pharma.call.quality.plan'
    _description = "Plan of Quality Checks"
    _order = 'name, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    scorecard_id = fields.Many2one(
        'pharma.call.quality.scorecard', required=True, ondelete='restrict', check_company=True
    )
    # === WHOSE CALLS === #
    team_id = fields.Many2one('crm.team', ondelete='restrict', help="Empty: all teams.")
    agent_ids = fields.Many2many(
        'pharma.agent', string="Agents", check_company=True, help="Empty: all agents of the team."
    )
    calls_per_agent = fields.Integer(
        string="Calls per Agent", required=True, default=3, help="In a week."
    )
    checker_ids = fields.Many2many(
        'res.users',
        'pharma_call_quality_plan_checker_rel',
        'plan_id',
        'user_id',
        string="Checkers",
        help="Get the calls in turns, never their own. Empty: any supervisor takes them.",
    )
    days_to_check = fields.Integer(
        string="Check Within (days)", required=True, default=7, help="Of the draw."
    )
    # === WHICH CALLS === #
    queue_ids = fields.Many2many(
        'pharma.call.queue', string="Queues", check_company=True, help="Empty: all queues."
    )
    purpose_ids = fields.Many2many('pharma.call.purpose', string="Purposes", help="Empty: all.")
    direction = fields.Selection(DIRECTIONS, help="Empty: incoming and outgoing.")
    min_talk_seconds = fields.Integer(string="Talked at Least (s)", required=True, default=30)
    long_percent = fields.Integer(
        string="Long Calls (%)", help="Share of the longest quarter of an agent's calls."
    )
    short_percent = fields.Integer(
        string="Short Calls (%)", help="Share of the shortest quarter of an agent's calls."
    )
    is_bad_first = fields.Boolean(
        string="Rated Badly First", default=True, help="By the customer, at the end of the call."
    )
    needs_recording = fields.Boolean(
        string="Only Recorded Calls", help="Off: others are judged by what was entered."
    )
    draw_ids = fields.One2many('pharma.call.quality.draw', 'plan_id', string="Draws")

    _numbers = models.Constraint(
        'CHECK (calls_per_agent BETWEEN 1 AND 100 AND days_to_check BETWEEN 1 AND 90'
        ' AND min_talk_seconds >= 0)',
        "Enter 1 to 100 calls per agent, 1 to 90 days, and 0 or more seconds.",
    )
    _shares = models.Constraint(
        'CHECK (COALESCE(long_percent, 0) >= 0 AND COALESCE(short_percent, 0) >= 0'
        ' AND COALESCE(long_percent, 0) + COALESCE(short_percent, 0) <= 100)',
        "The shares of long and short calls are 0 or more, and 100 % together at most.",
    )

    @api.constrains('checker_ids', 'company_id')
    def _check_checkers(self):
        for plan in self:
            # sudo: the role and companies of other users
            for user in plan.sudo().checker_ids:
                if not user.has_group(SUPERVISOR) or plan.company_id not in user.company_ids:
                    raise ValidationError(
                        self.env._(
                            "%(user)s cannot check calls of %(company)s. Choose supervisors of"
                            " this company.",
                            user=user.name,
                            company=plan.company_id.name,
                        )
                    )

    def action_draw(self):
        """Draw the calls of the week that ended last, once, and open what is to check (000-42).

        :return: window action of ``pharma.call.check``
        :raise AccessError: without the right to change the plan
        :raise UserError: if the scorecard has no criteria
        """
        self.ensure_one()
        self.check_access('write')
        if not self.scorecard_id.criterion_ids:
            raise UserError(
                self.env._(
                    "Scorecard '%(scorecard)s' has no criteria. Add some before drawing calls.",
                    scorecard=self.scorecard_id.name,
                )
            )
        self._draw(self._get_last_week())
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_call_check_action'
        )
        action['domain'] = [('plan_id', '=', self.id)]
        action['context'] = {}
        return action

    def _get_last_week(self):
        """Return the Monday of the week that ended last, in the company's time zone."""
        today = self.company_id._pharma_today()
        return today - timedelta(days=today.weekday() + 7)

    def _draw(self, week):
        """Draw the calls of a week, unless that was done before.

        :param date week: a Monday
        :return: the ``pharma.call.quality.draw``, empty if the week was drawn before
        """
        self.ensure_one()
        # sudo: draws and checks are written by the lot alone, by no person
        return self.env['pharma.call.quality.draw'].sudo()._draw(self.sudo(), week)

    @api.model
    def _cron_draw(self):
        """Draw the last week of each plan that has not been drawn; commits per plan (000-42)."""
        Cron = self.env['ir.cron']
        plans = self.search(Domain('scorecard_id.criterion_ids', '!=', False))
        Cron._commit_progress(remaining=len(plans))
        for plan in plans:
            plan._draw(plan._get_last_week())
            if not Cron._commit_progress(1):
                return
