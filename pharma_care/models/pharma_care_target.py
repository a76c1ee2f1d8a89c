from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .pharma_care_figure_mixin import FIGURES, FIRST_DAY, SHARES, UNWANTED

PERIODS = [('day', "Day"), ('week', "Week"), ('month', "Month")]
FAR = fields.Date.to_date('9999-12-31')


class PharmaCareTarget(models.Model):
    """What an employee, or everybody, is to reach in a day, week or month (004-67).

    A target holds for each period that has a day in its time: those for everybody and those of a
    day where the employee recorded something. An employee's own target goes before that for
    everybody, and of two that follow each other within a period the later one counts.
    """

    _name = 'pharma.care.target'
    _description = "Target of Care"
    _order = 'company_id, user_id, period, figure, date_from desc, id'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    user_id = fields.Many2one(
        'res.users',
        string="Employee",
        index='btree_not_null',
        ondelete='cascade',
        check_company=True,
        domain=lambda self: [
            ('all_group_ids', 'in', self.env.ref('pharma_care.group_care_user').ids)
        ],
        help="Empty: for everybody who recorded something in the period and has no target of"
        " his own.",
    )
    period = fields.Selection(
        PERIODS,
        required=True,
        default='month',
        help="A target is what is typed for the whole period: a month counts all its days, a week"
        " those from Monday to Sunday.",
    )
    figure = fields.Selection('_selection_figure', required=True, default='care_count')
    value = fields.Float(
        string="Target", required=True, help="To be reached at least; of shares in per cent."
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._pharma_today().replace(day=1),
    )
    date_to = fields.Date(string="Until", help="The last day. Empty: until further notice.")

    # === SELECTIONS === #
    @api.model
    def _selection_figure(self):
        Day = self.env['pharma.care.day']
        return [
            (name, Day._fields[name]._description_string(self.env))
            for name in FIGURES
            if name not in UNWANTED
        ]

    # === COMPUTE METHODS === #
    @api.depends('user_id', 'period', 'figure')
    @api.depends_context('lang')
    def _compute_display_name(self):
        figures = dict(self._selection_figure())
        periods = dict(self._fields['period']._description_selection(self.env))
        for target in self:
            name = target.user_id.sudo().name  # sudo: what the employee is called
            who = name or self.env._("Everybody")
            target.display_name = ', '.join(
                filter(None, [who, periods.get(target.period), figures.get(target.figure)])
            )

    # === CHECKS === #
    @api.constrains('value', 'figure')
    def _check_value(self):
        for target in self:
            highest = 100 if target.figure in SHARES else 10**12
            if not 0 < target.value <= highest:
                raise ValidationError(
                    self.env._(
                        "Target '%(target)s', field '%(field)s': %(value)s is not possible. Enter"
                        " a number above 0, up to %(highest)s.",
                        target=target.display_name,
                        field=self._fields['value']._description_string(self.env),
                        value=target.value,
                        highest=highest,
                    )
                )

    @api.constrains('company_id', 'user_id', 'period', 'figure', 'date_from', 'date_to')
    def _check_dates(self):
        for target in self:
            # a slip in the year would have each day of centuries counted
            if target.date_from < FIRST_DAY:
                raise ValidationError(
                    self.env._(
                        "Target '%(target)s', field '%(field)s': %(date)s is too long ago. Enter a"
                        " day from %(first)s on.",
                        target=target.display_name,
                        field=self._fields['date_from']._description_string(self.env),
                        date=format_date(self.env, target.date_from, date_format='dd/MM/yyyy'),
                        first=format_date(self.env, FIRST_DAY, date_format='dd/MM/yyyy'),
                    )
                )
            if target.date_to and target.date_to < target.date_from:
                raise ValidationError(
                    self.env._(
                        "Target '%(target)s' ends on %(to)s, before it begins. Enter a later day"
                        " in the field '%(field)s', or none.",
                        target=target.display_name,
                        to=format_date(self.env, target.date_to),
                        field=self._fields['date_to']._description_string(self.env),
                    )
                )
        others = self.search(
            Domain('company_id', 'in', self.company_id.ids)
            & Domain('user_id', 'in', [*self.user_id.ids, False])
        )
        alike = others.grouped(lambda target: target._get_kind())
        for target in self:
            for other in alike[target._get_kind()] - target:
                if target._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "Target '%(target)s' exists already from %(date)s. Enter in that one"
                            " until when it holds, or change its value.",
                            target=target.display_name,
                            date=format_date(self.env, other.date_from),
                        )
                    )

    def _get_kind(self):
        return self.company_id, self.user_id, self.period, self.figure

    def _overlaps(self, other):
        return self.date_from <= (other.date_to or FAR) and other.date_from <= (self.date_to or FAR)

    # === BUSINESS METHODS === #
    @api.model
    def _get_values(self, company, user, periods):
        """Return {(period, figure): value} of what a user is to reach.

        :param company: ``res.company``
        :param user: ``res.users``
        :param dict periods: {period: (first day, last day)}
        """
        values = {}
        targets = self.search(
            Domain('company_id', '=', company.id) & Domain('user_id', 'in', [user.id, False]),
            order='date_from, id',
        )
        # what is own, or begins later, is written over the rest
        for target in targets.sorted(lambda target: bool(target.user_id)):
            first, last = periods[target.period]
            if target.date_from <= last and (target.date_to or FAR) >= first:
                values[target.period, target.figure] = target.value
        return values

    @api.model
    def _get_periods(self, day):
        """Return {period: (first day, last day)} of the day, its ISO week and its month.

        :param date day: in the company's time zone
        """
        monday = day - relativedelta(days=day.weekday())
        first = day.replace(day=1)
        return {
            'day': (day, day),
            'week': (monday, monday + relativedelta(days=6)),
            'month': (first, first + relativedelta(months=1, days=-1)),
        }
