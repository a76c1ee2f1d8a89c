from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from .erlang_c import get_agents, get_traffic

# In erlangs; no centre comes near it.
MOST_TRAFFIC = 10_000


class PharmaCallPlan(models.Model):
    """How many agents a queue needs in a coming week, hour by hour (003-15).

    Calls are those of the same weekday and hour of the weeks before, on average; agents those that
    Erlang C finds for the service level. What is planned stays as it was worked out.
    """

    _name = 'pharma.call.plan'
    _description = "Plan of Agents"
    _order = 'date_start desc, id desc'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    queue_id = fields.Many2one(
        'pharma.call.queue',
        index='btree_not_null',
        ondelete='cascade',
        check_company=True,
        help="Empty: all queues together, as for agents who serve all of them.",
    )
    date_start = fields.Date(
        string="Week From",
        required=True,
        default=lambda self: self._default_date_start(),
        help="Seven days from this day on are planned.",
    )
    weeks = fields.Integer(
        string="From the Last Weeks", default=4, required=True, help="Whose calls are averaged."
    )
    growth = fields.Float(
        string="More Calls (%)", help="Expected beside the average: a campaign, flu, a holiday."
    )
    service_level = fields.Float(string="Service Level (%)", default=80.0, required=True)
    service_seconds = fields.Integer(
        string="Answer Within (s)",
        compute='_compute_service_seconds',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    finish_seconds = fields.Integer(
        string="Finishing a Call (s)",
        default=30,
        help="After the talk, until the agent is free: entered here, as queues do not know it.",
    )
    shrinkage = fields.Float(
        string="Away (%)",
        default=15.0,
        help="Of the time on duty, for breaks and training: so many more are needed.",
    )
    line_ids = fields.One2many('pharma.call.plan.line', 'plan_id', readonly=True, copy=False)
    agent_hours = fields.Integer(string="Hours of Agents", compute='_compute_agent_hours')

    _ranges = models.Constraint(
        'CHECK (weeks BETWEEN 1 AND 52 AND service_level > 0 AND service_level < 100'
        ' AND service_seconds > 0 AND finish_seconds >= 0 AND shrinkage >= 0 AND shrinkage < 100'
        ' AND growth > -100 AND growth <= 1000)',
        "Enter 1 to 52 weeks, a service level above 0 and below 100, seconds of 0 or above, and"
        " 'Away' below 100.",
    )

    # === COMPUTE METHODS === #
    @api.model
    def _default_date_start(self):
        """Next Monday."""
        today = self.env.company._pharma_today()
        return today + timedelta(days=7 - today.weekday())

    @api.depends('queue_id')
    def _compute_service_seconds(self):
        for plan in self:
            plan.service_seconds = plan.queue_id.service_seconds or 20

    @api.depends('line_ids.agents')
    def _compute_agent_hours(self):
        totals = dict(
            self.env['pharma.call.plan.line']._read_group(
                [('plan_id', 'in', self.ids)], ['plan_id'], ['agents:sum']
            )
        )
        for plan in self:
            plan.agent_hours = totals.get(plan._origin, 0)

    @api.depends('queue_id', 'date_start')
    def _compute_display_name(self):
        for plan in self:
            what = plan.queue_id.display_name or self.env._("All Queues")
            plan.display_name = f'{what}, {plan.date_start or ""}'

    # === ACTIONS === #
    def action_plan(self):
        """Work out the agents of each hour, in place of what was planned before (003-15).

        :return: window action of the lines
        :raise UserError: where the weeks before had no calls
        """
        self.ensure_one()
        self.check_access('write')
        history = self._get_history()
        if not history:
            raise UserError(
                self.env._(
                    "The %(weeks)s weeks before had no answered calls in '%(queue)s'. Choose more"
                    " weeks, or another queue.",
                    weeks=self.weeks,
                    queue=self.queue_id.display_name or self.env._("All Queues"),
                )
            )
        zone = pytz.timezone(self.company_id._pharma_tz())
        lines = []
        for day in range(7):
            date = self.date_start + timedelta(days=day)
            for hour in range(24):
                calls, talk = history.get((date.isoweekday(), hour), (0.0, 0.0))
                if calls:
                    start = zone.localize(datetime.combine(date, time(hour)))
                    lines.append(
                        self._prepare_line(calls, talk)
                        | {
                            'date': date,
                            'hour': f'{hour:02}:00',
                            'date_start': start.astimezone(pytz.utc).replace(tzinfo=None),
                        }
                    )
        self.line_ids = [Command.clear(), *(Command.create(line) for line in lines)]
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_call_plan_line_action'
        )
        return {
            **action,
            'display_name': self.display_name,
            'domain': [('plan_id', '=', self.id)],
            'context': {'create': False},
        }

    def _get_history(self):
        """Return {(ISO weekday, hour): (calls a day, seconds of talk)} of the weeks before.

        Offered calls, also those that nobody answered: with enough agents they would have been.
        Days to come count for nothing, days without calls do.
        """
        self.ensure_one()
        today = self.company_id._pharma_today()
        end = min(self.date_start, today)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT extract(isodow FROM f.date)::int, extract(hour FROM %(local)s)::int,
                    sum(f.offered_count)::float / %(weeks)s,
                    sum(f.talk_seconds)::float / nullif(sum(f.answered_count), 0)
                  FROM (%(figures)s) f JOIN res_company c ON c.id = f.company_id
                 WHERE f.company_id = %(company)s AND f.date >= %(start)s AND f.date < %(end)s
                   AND (%(queue)s::int IS NULL OR f.queue_id = %(queue)s)
                 GROUP BY 1, 2 HAVING sum(f.offered_count) > 0
                """,
                local=self.env['pharma.call.mark']._get_local_sql(SQL("f.date_hour")),
                weeks=self.weeks,
                figures=self.env['pharma.call.hour']._get_figures(),
                company=self.company_id.id,
                start=end - relativedelta(weeks=self.weeks),
                end=end,
                queue=self.queue_id.id or None,
            )
        )
        talks = [(calls, talk) for _day, _hour, calls, talk in rows if talk is not None]
        if not talks:
            return {}
        # of an hour in which nobody was answered the average of all
        average = sum(calls * talk for calls, talk in talks) / sum(calls for calls, _t in talks)
        return {
            (day, hour): (calls, average if talk is None else talk)
            for day, hour, calls, talk in rows
        }

    def _prepare_line(self, calls, talk):
        """Return the values of an hour.

        :param float calls: average of the hour
        :param float talk: average seconds
        """
        calls *= 1 + self.growth / 100
        handle = max(talk + self.finish_seconds, 1)
        traffic = get_traffic(calls, handle)
        if traffic >= MOST_TRAFFIC:
            raise UserError(
                self.env._(
                    "%(calls)s calls an hour are more than can be planned. Check 'More Calls'.",
                    calls=round(calls),
                )
            )
        result = get_agents(traffic, handle, self.service_seconds, self.service_level / 100)
        return {
            'calls': calls,
            'handle_seconds': handle,
            'agents_busy': result.agents,
            # of so many as are on duty some are away
            'agents': -int(-result.agents // (1 - self.shrinkage / 100)),
            'service_level': 100 * result.service_level,
            'answer_speed': result.answer_speed,
            'occupancy': 100 * result.occupancy,
        }
