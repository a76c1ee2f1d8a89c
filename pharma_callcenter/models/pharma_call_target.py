from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# figure: (report, whether less is better, what is proposed, its sources)
FIGURES = {
    'answer_rate': ('pharma.call.report', False, 90.0),  # 003-11
    'service_level': ('pharma.call.report', False, 80.0),  # M5
    'answer_speed': ('pharma.call.report', True, 20.0),  # 000-49
    'abandon_rate': ('pharma.call.report', True, 5.0),  # 000-50
    'conversion_rate': ('pharma.agent.report', False, 55.0),  # 003-12
    'talk_average': ('pharma.agent.report', True, 180.0),  # 003-13
    'grieved_rate': ('pharma.agent.report', True, 5.0),  # 003-14
}
PERIODS = {'today': 0, 'week': 7, 'month': 30}


class PharmaCallTarget(models.Model):
    """What a centre, a team, or a queue is to reach in its calls, green or red (003-11..14)."""

    _name = 'pharma.call.target'
    _description = "Target of Calls"
    _order = 'company_id, figure, queue_id, team_id, id'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    figure = fields.Selection(
        [
            ('answer_rate', "Answer Rate (%)"),
            ('service_level', "Service Level (%)"),
            ('answer_speed', "Speed of Answer (s)"),
            ('abandon_rate', "Abandoned (%)"),
            ('conversion_rate', "Conversion (%)"),
            ('talk_average', "Talk per Call (s)"),
            ('grieved_rate', "Dissatisfied (%)"),
        ],
        required=True,
        default='answer_rate',
    )
    queue_id = fields.Many2one(
        'pharma.call.queue',
        index='btree_not_null',
        ondelete='cascade',
        check_company=True,
        help="Of figures of queues. Empty: all queues.",
    )
    team_id = fields.Many2one(
        'crm.team', index='btree_not_null', ondelete='cascade', help="Empty: all teams."
    )
    period = fields.Selection(
        [('today', "Today"), ('week', "Last 7 Days"), ('month', "Last 30 Days")],
        required=True,
        default='month',
    )
    value = fields.Float(
        string="Target",
        compute='_compute_value',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    is_less_better = fields.Boolean(string="At Most", compute='_compute_is_less_better')
    # of this moment, whenever it is looked at
    current = fields.Float(compute='_compute_current', string="Now", digits=(16, 1))
    has_current = fields.Boolean(compute='_compute_current')
    is_reached = fields.Boolean(compute='_compute_current', string="Reached")
    share = fields.Float(
        compute='_compute_current', string="Of the Target (%)", help="100: reached."
    )

    _target_unique = models.UniqueIndex(
        '(company_id, figure, period, COALESCE(queue_id, 0), COALESCE(team_id, 0))',
        "This target exists already. Change its value.",
    )
    _value_positive = models.Constraint('CHECK (value > 0)', "A target is above 0.")

    # === COMPUTE METHODS === #
    @api.depends('figure')
    def _compute_value(self):
        for target in self:
            target.value = FIGURES.get(target.figure, (None, False, 1.0))[2]

    @api.depends('figure')
    def _compute_is_less_better(self):
        for target in self:
            target.is_less_better = bool(target.figure) and FIGURES[target.figure][1]

    @api.depends('figure', 'queue_id', 'team_id', 'period', 'value', 'company_id')
    def _compute_current(self):
        """Read each report once for all targets of a company and period."""
        for (company, period), targets in self.grouped(
            lambda target: (target.company_id, target.period)
        ).items():
            figures = targets._read_figures(company, period)
            for target in targets:
                key = (target.figure, target.queue_id.id, target.team_id.id)
                value = figures.get(key)
                target.has_current = value is not None
                target.current = value or 0.0
                reached = value is not None and (
                    value <= target.value if target.is_less_better else value >= target.value
                )
                target.is_reached = reached
                target.share = target._get_share(value)

    def _get_share(self, value):
        """Return how much of the target a value is, 100 at most."""
        self.ensure_one()
        if value is None or not self.value:
            return 0.0
        if self.is_less_better:
            return 100.0 if value <= self.value else 100.0 * self.value / value
        return min(100.0, 100.0 * value / self.value)

    def _read_figures(self, company, period):
        """Return {(figure, queue id, team id): value} of what targets ask for.

        :param company: ``res.company``
        :param str period: key of ``PERIODS``
        """
        if not company or not period:
            return {}
        today = company._pharma_today()
        base = Domain('company_id', '=', company.id) & Domain(
            'date', '>=', today - relativedelta(days=max(PERIODS[period] - 1, 0))
        )
        base &= Domain('date', '<=', today)
        found = {}
        for model in {FIGURES[target.figure][0] for target in self if target.figure}:
            Report = self.env[model]
            names = [name for name, told in FIGURES.items() if told[0] == model]
            specs = [f'{name}:avg' for name in names]
            groupings = [[], ['team_id']]
            if 'queue_id' in Report._fields:
                groupings += [['queue_id'], ['queue_id', 'team_id']]
            for grouping, rows in zip(
                groupings, Report._read_grouping_sets(base, groupings, specs), strict=True
            ):
                for row in rows:
                    keys = {name: record.id for name, record in zip(grouping, row, strict=False)}
                    for name, value in zip(names, row[len(grouping) :], strict=True):
                        # of nothing at all False is read, and 0.0 is a figure
                        if value is not None and value is not False:
                            key = (name, keys.get('queue_id', False), keys.get('team_id', False))
                            found[key] = value
        return found

    @api.depends('figure', 'queue_id', 'team_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        names = dict(self._fields['figure']._description_selection(self.env))
        for target in self:
            where = target.queue_id.display_name or target.team_id.display_name
            target.display_name = ', '.join(filter(None, (names.get(target.figure), where)))

    # === CHECKS === #
    @api.constrains('figure', 'queue_id', 'value')
    def _check_figure(self):
        for target in self:
            if target.queue_id and 'queue_id' not in self.env[FIGURES[target.figure][0]]._fields:
                raise ValidationError(
                    self.env._(
                        "'%(target)s' is a figure of employees: choose a team or nothing in place"
                        " of the queue.",
                        target=target.display_name,
                    )
                )
            if target.figure.endswith(('_rate', '_level')) and target.value > 100:
                raise ValidationError(
                    self.env._(
                        "'%(target)s' is a share in per cent: enter at most 100.",
                        target=target.display_name,
                    )
                )

    # === ACTIONS === #
    def action_view_figures(self):
        """Open the report of the figure, of the target's queue, team and days (003-11).

        :return: window action
        """
        self.ensure_one()
        self.check_access('read')
        model = FIGURES[self.figure][0]
        action = self.env['ir.actions.act_window']._for_xml_id(
            f'pharma_callcenter.{model.replace(".", "_")}_action'
        )
        today = self.company_id._pharma_today()
        domain = [
            ('company_id', '=', self.company_id.id),
            ('date', '>=', today - relativedelta(days=max(PERIODS[self.period] - 1, 0))),
            ('date', '<=', today),
        ]
        domain += [(name, '=', self[name].id) for name in ('queue_id', 'team_id') if self[name]]
        return {**action, 'domain': domain, 'context': {}}

    @api.model
    def _fill(self, companies=None):
        """Give companies without targets those of the sources, for all queues and teams.

        :param companies: ``res.company``, all of them if not told
        """
        companies = companies or self.env['res.company'].search(Domain.TRUE)
        known = self.search([('company_id', 'in', companies.ids)]).company_id
        self.create(
            [
                {'company_id': company.id, 'figure': figure}
                for company in companies - known
                for figure in ('answer_rate', 'service_level', 'conversion_rate', 'talk_average')
            ]
        )
