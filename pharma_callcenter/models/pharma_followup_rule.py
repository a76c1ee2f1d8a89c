from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .pharma_followup import CHANNELS, OPEN


class PharmaFollowupRule(models.Model):
    """After what, when and by whom customers are asked (000-32, 001-16)."""

    _name = 'pharma.followup.rule'
    _description = "Rule for Follow-Ups"
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', default=lambda self: self.env.company, help="Empty: every company."
    )
    trigger = fields.Selection(
        [
            ('complaint', "Ticket Solved"),
            ('order', "Order Confirmed"),
            ('cancel', "Order Cancelled"),
        ],
        required=True,
        default='order',
    )
    delay_days = fields.Integer(
        string="After (days)",
        default=2,
        help="From the day of the order, of its cancellation or of the solution, in the company's"
        " time zone.",
    )
    channel = fields.Selection(
        CHANNELS,
        required=True,
        default='call',
        help="E-mails are sent by themselves on the day; all else waits in 'My Follow-Ups'.",
    )
    survey_id = fields.Many2one(
        'survey.survey',
        required=True,
        ondelete='restrict',
        domain=[('pharma_is_followup', '=', True)],
    )
    responsible = fields.Selection(
        [
            ('record', "Whoever Had the Ticket or Order"),
            ('partner', "Salesperson of the Customer"),
            ('team', "Team in Turn"),
        ],
        required=True,
        default='record',
        help="Whoever may not see follow-ups, or has left, is passed over: then the team does it.",
    )
    team_id = fields.Many2one('crm.team', ondelete='restrict', check_company=True)

    # === TICKETS === #
    kind_ids = fields.Many2many(
        'pharma.complaint.kind',
        string="Kinds",
        context={'active_test': False},  # a rule for an archived kind is none for all others
        help="Empty: tickets of every kind.",
    )

    # === ORDERS === #
    amount_min = fields.Float(
        string="Amount From", help="Total of the order, in the company's currency."
    )
    channel_ids = fields.Many2many('pharma.sales.channel', string="Sales Channels")
    is_prospect = fields.Boolean(string="Prospects and Others", default=True)
    is_retail = fields.Boolean(string="Retail Customers", default=True)
    is_wholesale = fields.Boolean(string="Wholesale Partners", default=False)
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group',
        string="Therapeutic Groups",
        help="At least one medicine of these groups, or of groups below them, is in the order.",
    )
    share_percent = fields.Integer(
        string="Share (%)",
        default=100,
        help="How many of the orders, drawn by their number: the same ones however often the rule"
        " is worked on.",
    )
    min_days = fields.Integer(
        string="Not Within (days)",
        default=30,
        help="A customer who is asked about something else within so many days is left out.",
    )
    date_start = fields.Date(
        string="Counts From",
        required=True,
        default=lambda self: self.env.company._pharma_today(),
        help="Orders before this day are left alone.",
    )
    progress = fields.Json(readonly=True, copy=False)
    followup_count = fields.Integer(string="Follow-Ups", compute='_compute_followup_count')

    _numbers = models.Constraint(
        'CHECK (delay_days BETWEEN 0 AND 3650 AND min_days BETWEEN 0 AND 3650'
        ' AND amount_min >= 0 AND share_percent BETWEEN 1 AND 100)',
        "Rule for follow-ups: days are 0 to 3650, the amount is 0 or more, the share 1 to 100 %.",
    )

    def _compute_followup_count(self):
        counts = dict(
            self.env['pharma.followup']._read_group(
                [('rule_id', 'in', self.ids)], ['rule_id'], ['__count']
            )
        )
        for rule in self:
            rule.followup_count = counts.get(rule, 0)

    @api.constrains('responsible', 'team_id')
    def _check_team(self):
        for rule in self:
            if rule.responsible == 'team' and not rule.team_id:
                raise ValidationError(
                    self.env._(
                        "Rule '%(rule)s': choose the team whose members take turns.",
                        rule=rule.name,
                    )
                )

    def write(self, vals):
        """Begin anew where a rule is started again: it never hits the past.

        :param dict vals: values to write
        :return: True
        """
        if vals.get('active') and 'date_start' not in vals:
            for company, rules in (
                self.filtered(lambda rule: not rule.active).grouped('company_id').items()
            ):
                today = (company or self.env.company)._pharma_today()
                super(PharmaFollowupRule, rules).write({'date_start': today, 'progress': False})
        return super().write(vals)

    def action_view_followups(self):
        """Open the follow-ups of the rule (000-32).

        :return: window action of ``pharma.followup``
        :raise AccessError: for a rule that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_followup_action'
        )
        action['domain'] = [('rule_id', '=', self.id)]
        action['context'] = {}
        return action

    # === PLANNING === #
    @api.model
    def _plan_for_tickets(self, tickets):
        """Plan a follow-up of each solved ticket, by the first rule that fits its kind.

        :param tickets: ``pharma.complaint`` that have just been solved, with full rights
        :return: the new ``pharma.followup``
        """
        rules = self.search([('trigger', '=', 'complaint')])
        planned = self.env['pharma.followup'].search(
            [('complaint_id', 'in', tickets.ids), ('rule_id', '!=', False)]
        )
        waiting = planned.filtered(lambda followup: followup.state in OPEN)
        vals_by_rule = {}
        for ticket in tickets - waiting.complaint_id:
            rule = rules.filtered(
                lambda rule, t=ticket: (
                    rule.company_id in (t.company_id, rule.company_id.browse())
                    and (not rule.kind_ids or t.kind_id in rule.kind_ids)
                )
            )[:1]
            if rule:
                before = planned.filtered(
                    lambda f, t=ticket, r=rule: f.complaint_id == t and f.rule_id == r
                )
                vals = rule._prepare_followup_vals(rule, ticket)
                vals['occurrence'] = max(before.mapped('occurrence'), default=0) + 1
                vals_by_rule.setdefault(rule, []).append(vals)
        return self._plan(vals_by_rule)

    @api.model
    def _plan(self, vals_by_rule):
        """Plan follow-ups and give them to people in turn.

        :param dict vals_by_rule: rule -> list of dict
        :return: the new ``pharma.followup``
        """
        vals_list = []
        for rule, rows in vals_by_rule.items():
            rule._assign(rows)
            vals_list += rows
        # what many are planned at once is not worth a line in each one's history
        quiet = {'mail_create_nolog': True, 'mail_create_nosubscribe': True}
        followups = self.env['pharma.followup'].with_context(tracking_disable=True, **quiet)
        followups = followups.create(vals_list).with_env(self.env)
        nobody = followups.filtered(lambda f: not f.partner_id and not f.phone and not f.email)
        nobody._skip(self.env._("There is no customer, number or address to ask."))
        return followups

    @api.model
    def _prepare_followup_vals(self, rule, record):
        """Return the values of a follow-up of a ticket or order; glue adds other documents.

        :param rule: ``pharma.followup.rule``
        :param record: what it is about, of a model with ``company_id`` and ``partner_id``
        :return: dict of ``pharma.followup``
        """
        company = record.company_id
        vals = {
            'rule_id': rule.id,
            'company_id': company.id,
            'origin_model': record._name,
            'origin_res_id': record.id,
            'partner_id': record.partner_id.id,
            'channel': rule.channel,
            'survey_id': rule.survey_id.id,
            'date_due': company._pharma_today() + timedelta(days=rule.delay_days),
            'team_id': rule.team_id.id,
        }
        owner = record.user_id if 'user_id' in record else self.env['res.users']
        if rule.responsible == 'partner':
            owner = record.partner_id.user_id
        vals['user_id'] = owner.id if rule.responsible != 'team' else False
        if record._name == 'pharma.complaint':
            vals |= {'complaint_id': record.id, 'order_id': record.order_id.id}
        elif record._name == 'sale.order':
            vals['order_id'] = record.id
        if not vals['team_id'] and 'team_id' in record:
            vals['team_id'] = record.team_id.id
        return vals

    def _assign(self, rows):
        """Set the responsible of rows that have none who can do it: members of the team in turn."""
        self.ensure_one()
        # sudo: who has which role, in order to give work to those only who see it
        users_sudo = (
            self.env['res.users'].sudo().browse({row['user_id'] for row in rows if row['user_id']})
        )
        team = self.team_id
        able = (users_sudo | team.member_ids).filtered(
            lambda user: (
                user.active and not user.share and user.has_group('pharma_crm.group_pharma_user')
            )
        )
        members = team.member_ids & able
        loads = Counter(
            {
                user.id: count
                for user, count in self.env['pharma.followup']._read_group(
                    [('user_id', 'in', members.ids), ('state', 'in', OPEN)],
                    ['user_id'],
                    ['__count'],
                )
            }
            if members
            else {}
        )
        companies = {user.id: set(user.company_ids.ids) for user in able}
        for row in rows:
            if row['company_id'] in companies.get(row['user_id'], ()):
                continue
            free = [id_ for id_ in members.ids if row['company_id'] in companies[id_]]
            row['user_id'] = min(free, key=lambda id_: (loads[id_], id_), default=False)
            loads[row['user_id']] += 1
