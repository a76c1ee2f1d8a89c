from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_amount, format_date
from odoo.tools.misc import formatLang

from ..models.pharma_care_figure_mixin import FIGURES, SHARES
from ..models.pharma_care_target import PERIODS
from ..tools import MAX_ID

# Days of the small graph.
CHART_DAYS = 30


class PharmaCareDay(models.Model):
    """The screen 'My Figures': today, this week and this month against targets (004-67)."""

    _inherit = 'pharma.care.day'

    @api.model
    @api.readonly
    def get_figures(self, user_id=False):
        """Return what an employee did today, this week and this month, ready to be shown.

        Of the current company, in the words and numbers of the user's language (004-67).

        :param int user_id: id of ``res.users``; without it the user, of others for managers only
        :return: dict of ``user_id``, ``name``, ``periods`` [{key, label, text}], ``figures``
            [{name, label, help, cells}] with a cell per period, and ``days`` of the graph [{day,
            label, care_count, attempt_count}]
        :raise AccessError: for somebody else's figures, and without the role
        :raise UserError: for what is no user of the company
        """
        user, company = self._check_user(user_id), self.env.company
        today = company._pharma_today()
        Target = self.env['pharma.care.target']
        periods = Target._get_periods(today)
        targets = Target._get_values(company, user, periods)
        actuals = self._get_totals(company, user, periods)
        labels = {
            'day': self.env._("Today"),
            'week': self.env._("This Week"),
            'month': self.env._("This Month"),
        }
        return {
            'user_id': user.id,
            'name': user.sudo().name,  # sudo: what the employee is called
            'is_own': user == self.env.user,
            'has_targets': bool(targets),
            'periods': [
                {
                    'key': key,
                    'label': labels[key],
                    'text': format_date(self.env, first)
                    if first == last
                    else f'{format_date(self.env, first)} - {format_date(self.env, last)}',
                }
                for key, (first, last) in periods.items()
            ],
            'figures': [
                {
                    'name': name,
                    'label': self._fields[name]._description_string(self.env),
                    'help': self._fields[name]._description_help(self.env),
                    'cells': [
                        self._prepare_cell(
                            company, name, key, actuals[key][name], targets.get((key, name))
                        )
                        for key in periods
                    ],
                }
                for name in FIGURES
            ],
            'days': self._get_chart(company, user, today),
        }

    @api.model
    @api.readonly
    def get_figure_action(self, figure, period='day', user_id=False):
        """Open the records behind a figure of the screen (product.md 22).

        :param str figure: name of the figure, as :meth:`get_figures` returns it
        :param str period: 'day', 'week' or 'month'
        :param int user_id: as for :meth:`get_figures`
        :return: window action
        :raise AccessError: for somebody else's figures, and without the role
        :raise UserError: for another figure or period
        """
        user, company = self._check_user(user_id), self.env.company
        periods = self.env['pharma.care.target']._get_periods(company._pharma_today())
        if not isinstance(period, str) or period not in periods:
            raise UserError(
                self.env._("Choose a period: %s.", ', '.join(key for key, _label in PERIODS))
            )
        return self._get_records_action(figure, company, user, *periods[period])

    @api.model
    def _check_user(self, user_id):
        """Return the user whose figures are asked for, if they may be read.

        :param int user_id: id of ``res.users``, of nobody: the user himself
        """
        self.check_access('read')
        if not user_id or user_id == self.env.uid:
            return self.env.user
        if not self.env.user.has_group('pharma_care.group_care_manager'):
            raise AccessError(
                self.env._("Figures of employees are read by themselves and by care managers.")
            )
        user = self.env['res.users'].browse()
        if type(user_id) is int and 0 < user_id <= MAX_ID:
            # sudo: colleagues of the company, also those who have left it
            user = self.env['res.users'].sudo().with_context(active_test=False)
            user = user.search(
                Domain('id', '=', user_id) & Domain('company_ids', 'in', self.env.company.ids)
            )
        if not user:
            raise UserError(self.env._("Choose an employee of this company."))
        return user.sudo(self.env.su)  # sudo: taken back

    @api.model
    def _get_totals(self, company, user, periods):
        """Return {period: {figure: number}} of an employee, in one statement.

        :param company: ``res.company``
        :param user: ``res.users``, one for whom :meth:`_check_user` has answered
        :param dict periods: {period: (first day, last day)}
        """
        self.flush_model()
        for name in self._depends:
            self.env[name].flush_model()
        counted = self._get_figures_query(
            lambda column: SQL("%s BETWEEN p.first AND p.last", column)
        )
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT p.period, total.*, %(shares)s
                FROM (VALUES %(periods)s) p (period, first, last)
                CROSS JOIN LATERAL (SELECT %(sums)s FROM (%(counted)s) counted
                    WHERE company_id = %(company)s AND user_id = %(user)s) total
                """,
                shares=self._get_share_columns(),
                periods=SQL(", ").join(
                    SQL("(%s, %s::date, %s::date)", key, *days) for key, days in periods.items()
                ),
                sums=self._get_sums(),
                counted=counted,
                company=company.id,
                user=user.id,
            )
        )
        return {
            row['period']: {
                name: row[name] if name in SHARES else row[name] or 0 for name in FIGURES
            }
            for row in rows
        }

    @api.model
    def _prepare_cell(self, company, name, period, actual, target):
        """Return what the screen shows of a figure in a period.

        :param company: ``res.company``
        :param str name: of the figure
        :param str period: 'day', 'week' or 'month': all of them are running
        :param float actual: what was reached, None where there is nothing to share
        :param float target: what is to be reached, None without a target
        """
        percent = 100.0 * float(actual or 0) / target if target else None
        return {
            'period': period,
            'actual': float(actual or 0),
            'text': '-' if actual is None else self._format_figure(company, name, actual),
            'target': self._format_figure(company, name, target) if target else False,
            'percent': round(percent) if target else False,
            'state': company._get_care_target_state(percent, is_running=True) if target else False,
        }

    @api.model
    def _format_figure(self, company, name, value):
        if name in SHARES:
            return f'{formatLang(self.env, value, digits=0)} %'
        if name == 'bought_amount':
            return format_amount(self.env, float(value), company.currency_id)
        return formatLang(self.env, value, digits=0)

    @api.model
    def _get_chart(self, company, user, today):
        """Return the last days of an employee, one each, for the small graph."""
        first = today - timedelta(days=CHART_DAYS - 1)
        rows = self._read_group(
            Domain('company_id', '=', company.id)
            & Domain('user_id', '=', user.id)
            & Domain('day', '>=', first)
            & Domain('day', '<=', today),
            ['day:day'],
            ['care_count:sum', 'attempt_count:sum'],
        )
        counts = {day: numbers for day, *numbers in rows}
        days = [first + timedelta(days=number) for number in range(CHART_DAYS)]
        return [
            {
                'day': fields.Date.to_string(day),
                'label': format_date(self.env, day),
                'care_count': counts.get(day, (0, 0))[0],
                'attempt_count': counts.get(day, (0, 0))[1],
            }
            for day in days
        ]
