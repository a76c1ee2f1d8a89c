from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

SUPERVISOR = 'pharma_callcenter.group_call_supervisor'
WORK = ('todo', 'disputed')
# What a check was drawn for: nobody moves it to another call or employee.
FIXED = {'call_id', 'company_id', 'scorecard_id'}
# What employees write into checks of their own calls.
OWN = {'agent_comment'}


class PharmaCallCheck(models.Model):
    """A call that somebody listened to and judged, for its agent to learn from (000-42, 000-41).

    Agents read the checks of their own calls once they are done, never those of others.
    """

    _name = 'pharma.call.check'
    _inherit = ['pharma.complaint.work.mixin']
    _description = "Quality Check"
    _order = 'date_due, id'
    _check_company_auto = True
    _button_fields = (
        'user_id',
        'agent_id',
        'team_id',
        'plan_id',
        'draw_id',
        'date_call',
        'week',
        'state',
        'date_done',
        'date_acknowledged',
        'is_settled',
        'is_failed',
        'total_percent',
        'attitude_percent',
        'communication_percent',
        'professional_percent',
    )

    call_id = fields.Many2one('pharma.call', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        'res.users', string="Employee", readonly=True, index=True, ondelete='restrict'
    )
    agent_id = fields.Many2one('pharma.agent', readonly=True, ondelete='restrict')
    team_id = fields.Many2one('crm.team', readonly=True, ondelete='restrict')
    plan_id = fields.Many2one(
        'pharma.call.quality.plan', readonly=True, index='btree_not_null', ondelete='set null'
    )
    draw_id = fields.Many2one(
        'pharma.call.quality.draw', readonly=True, index='btree_not_null', ondelete='set null'
    )
    scorecard_id = fields.Many2one(
        'pharma.call.quality.scorecard', required=True, ondelete='restrict', check_company=True
    )
    checker_id = fields.Many2one(
        'res.users', index='btree_not_null', ondelete='restrict', tracking=True
    )
    date_call = fields.Datetime(string="Call On", readonly=True)
    week = fields.Date(readonly=True, help="Monday of the week of the call.")
    date_due = fields.Date(string="Due On", tracking=True)
    state = fields.Selection(
        [
            ('todo', "To Do"),
            ('done', "Done"),
            ('disputed', "Disputed"),
            ('skipped', "Not Usable"),
        ],
        required=True,
        readonly=True,
        default='todo',
        copy=False,
        tracking=True,
    )
    score_ids = fields.One2many('pharma.call.check.score', 'check_id', string="Scores")
    coaching_note = fields.Text(help="For the employee: what was good, what to do otherwise.")
    skip_reason = fields.Char(help="Why the call cannot be judged, e.g. it was a test.")
    point_ids = fields.One2many(
        'pharma.call.training.point', 'check_id', string="Training Points", groups=SUPERVISOR
    )
    total_percent = fields.Float(
        string="Total (%)",
        compute='_compute_total',
        store=True,
        digits=(5, 1),
        aggregator='avg',
        help="Points reached of those possible; 0 when a knock-out criterion got 1 of 5.",
    )
    attitude_percent = fields.Float(
        string="Attitude (%)", compute='_compute_total', store=True, digits=(5, 1), aggregator='avg'
    )
    communication_percent = fields.Float(
        string="Communication (%)",
        compute='_compute_total',
        store=True,
        digits=(5, 1),
        aggregator='avg',
    )
    professional_percent = fields.Float(
        string="Professional (%)",
        compute='_compute_total',
        store=True,
        digits=(5, 1),
        aggregator='avg',
    )
    is_failed = fields.Boolean(string="Knocked Out", compute='_compute_total', store=True)
    is_below = fields.Boolean(compute='_compute_is_below')
    is_own = fields.Boolean(compute='_compute_is_own')
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False, index='btree_not_null')
    # === WHAT THE EMPLOYEE SAYS === #
    agent_comment = fields.Text(string="Comment of the Employee", copy=False)
    date_acknowledged = fields.Datetime(string="Acknowledged On", readonly=True, copy=False)
    is_settled = fields.Boolean(
        string="Settled", readonly=True, copy=False, help="Disputed once and decided: stays."
    )

    _call_unique = models.UniqueIndex('(call_id)', "This call has a check already: open that one.")
    _todo_due = models.Index("(checker_id, date_due) WHERE state IN ('todo', 'disputed')")
    _company_week = models.Index('(company_id, week)')

    # === COMPUTE METHODS === #
    @api.depends('user_id', 'date_call')
    def _compute_display_name(self):
        for check in self:
            # sudo: the name of a colleague of the same company
            name = check.user_id.sudo().name or ''
            moment = check.date_call and fields.Datetime.context_timestamp(check, check.date_call)
            check.display_name = f'{name}, {moment:%Y-%m-%d %H:%M}' if moment else name

    @api.depends(
        'score_ids.score', 'score_ids.is_na', 'score_ids.weight', 'score_ids.is_knockout',
        'score_ids.area',
    )  # fmt: skip
    def _compute_total(self):
        for check in self:
            scores = check.score_ids.filtered(lambda line: line.score and not line.is_na)
            check.is_failed = any(line.is_knockout and line.score == 1 for line in scores)
            check.total_percent = 0.0 if check.is_failed else scores._get_percent()
            for area in ('attitude', 'communication', 'professional'):
                lines = scores.filtered(lambda line, area=area: line.area == area)
                check[f'{area}_percent'] = lines._get_percent()

    @api.depends('total_percent', 'scorecard_id.target_percent', 'state')
    def _compute_is_below(self):
        for check in self:
            check.is_below = (
                check.state in ('done', 'disputed')
                and check.total_percent < check.scorecard_id.target_percent
            )

    @api.depends('user_id')
    @api.depends_context('uid')
    def _compute_is_own(self):
        for check in self:
            check.is_own = check.user_id == self.env.user

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Begin checks of calls by hand; whom they concern follows from the call (000-42).

        :param list vals_list: one dict per check: ``call_id``, and ``scorecard_id`` if not the
            first one
        :return: the new ``pharma.call.check`` records
        :raise AccessError: for a call that the user may not read
        :raise UserError: for an own call, one that nobody talked in, or without a scorecard
        """
        Call = self.env['pharma.call']
        calls = Call.browse([vals['call_id'] for vals in vals_list if vals.get('call_id')])
        if not self.env.su:
            calls.check_access('read')
        checks = super().create([self._prepare_check(dict(vals)) for vals in vals_list])
        if not self.env.su:
            checks.call_id.check_access('read')  # also one that came by a default
            checks._check_checker()
        # sudo: the lines follow from the scorecard
        checks.sudo()._fill()
        return checks

    @api.model
    def _prepare_check(self, vals):
        call = self.env['pharma.call'].browse(vals.get('call_id') or self._context_call())
        if not call:
            return vals
        vals['call_id'] = call.id
        vals['company_id'] = call.company_id.id
        if not vals.get('scorecard_id'):
            card = self.env['pharma.call.quality.scorecard']._get_default(call.company_id)
            if not card:
                raise UserError(
                    self.env._("There is no scorecard yet. Make one under Call Set-Up, Scorecards.")
                )
            vals['scorecard_id'] = card.id
        vals.setdefault('checker_id', self.env.uid)
        if not vals.get('date_due'):
            vals['date_due'] = call.company_id._pharma_today() + timedelta(days=7)
        return vals

    @api.model
    def _context_call(self):
        value = self.env.context.get('default_call_id')
        return value if isinstance(value, int) else False

    def _fill(self):
        """Write what follows from the call, and the lines of the scorecard."""
        lines = []
        for check in self:
            call = check.call_id
            if call.state != 'answered' or not call.user_id:
                raise UserError(
                    self.env._(
                        "Nobody of the centre talked in this call, or it has not ended: there is"
                        " nothing to judge."
                    )
                )
            zone = pytz.timezone(call.company_id._pharma_tz())
            day = pytz.utc.localize(call.date_start).astimezone(zone).date()
            check.write(
                {
                    'user_id': call.user_id.id,
                    'agent_id': call.agent_id.id,
                    'team_id': call.team_id.id,
                    'date_call': call.date_start,
                    'week': day - timedelta(days=day.weekday()),
                }
            )
            lines += [
                {
                    'check_id': check.id,
                    'criterion_id': criterion.id,
                    'sequence': criterion.sequence,
                    'area': criterion.area,
                    'weight': criterion.weight,
                    'is_knockout': criterion.is_knockout,
                }
                for criterion in check.scorecard_id.criterion_ids
            ]
        self.env['pharma.call.check.score'].create(lines)

    def write(self, vals):
        """Judge calls, as a supervisor who did not talk himself; employees write their comment.

        :param dict vals: values to write
        :return: True
        :raise UserError: for what buttons write, an own call, or a check that is done
        """
        if not self.env.su:
            if names := FIXED & vals.keys():
                self._refuse_button_fields(iter(sorted(names)))
            names = {name for name in vals if not name.startswith(('message_', 'activity_'))}
            if names <= OWN:
                self._check_own(names)
            else:
                self._check_work()
                if OWN & names:
                    self._refuse_button_fields(iter(OWN & names))
        result = super().write(vals)
        if not self.env.su and 'checker_id' in vals:
            self._check_checker()
        return result
