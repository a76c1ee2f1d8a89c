from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# figures of 'now' are of the last hour: of the day they would hardly move in the afternoon
NOW_MINUTES = 60


class PharmaCallQueue(models.Model):
    """The wallboard: queues and agents at this moment (000-37, 000-38, 000-39, 002-27)."""

    _inherit = 'pharma.call.queue'

    service_target = fields.Integer(
        string="Service Target (%)",
        default=80,
        required=True,
        help="So many of 100 callers are answered in time; the wallboard is red below.",
    )
    waiting_limit = fields.Integer(
        string="Most Waiting",
        default=5,
        required=True,
        help="The wallboard is red when more callers wait at the same time.",
    )

    _wallboard_limits = models.Constraint(
        'CHECK (service_target BETWEEN 0 AND 100 AND waiting_limit >= 0)',
        "'Service Target' is from 0 to 100, 'Most Waiting' 0 or above.",
    )

    @api.model
    @api.readonly
    def get_wallboard(self):
        """Return what the wallboard shows, of the allowed companies (000-38, 000-39).

        :return: dict of ``now`` (UTC text, as all times), ``queues`` and ``agents`` (list of
            dict), ``total`` (dict as a queue) and ``seat_id`` (of the user, with a PBX, or False)
        :raise AccessError: for others than supervisors and managers
        """
        self._check_wallboard()
        now = fields.Datetime.now()
        queues = self.search_fetch(
            [('company_id', 'in', self.env.companies.ids)],
            ['name', 'code', 'active', 'service_seconds', 'service_target', 'waiting_limit'],
        )
        agents = self.env['pharma.agent']._get_wallboard_agents()
        visits = queues._get_wallboard_visits(now)
        rows = [
            queue._prepare_wallboard_queue(visits.get(queue.id, {}), agents) for queue in queues
        ]
        seats = [agent['id'] for agent in agents if agent['is_own'] and agent['has_pbx']]
        return {
            'now': fields.Datetime.to_string(now),
            'queues': rows,
            'total': self._prepare_wallboard_total(rows, agents),
            'agents': agents,
            'seat_id': seats[0] if seats else False,
        }

    @api.model
    def _check_wallboard(self):
        if not self.env.user.has_groups(
            'pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager'
        ):
            raise AccessError(
                self.env._("The wallboard is for supervisors of the call centre and managers.")
            )

    def _get_wallboard_visits(self, now):
        """Return today's figures of each queue, and who waits now.

        Today begins at midnight of the current company. Who hung up after a few seconds had
        dialled wrong and counts neither as abandoned nor for the service level.

        :param datetime now: UTC
        :return: dict queue id -> dict of counts, ``oldest`` (UTC text or False)
        """
        if not self:
            return {}
        self.env['pharma.call.visit'].flush_model()
        self.flush_model(['service_seconds', 'short_abandon_seconds'])
        start = self._get_wallboard_start(now)
        recent = now - timedelta(minutes=NOW_MINUTES)
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT q.id,
                       count(*) FILTER (WHERE waits) AS waiting,
                       min(date_enter) FILTER (WHERE waits) AS oldest,
                       count(*) FILTER (WHERE is_today) AS entered,
                       count(*) FILTER (WHERE is_today AND result = 'answered') AS answered,
                       count(*) FILTER (WHERE is_today AND lost) AS abandoned,
                       count(*) FILTER (WHERE is_today AND in_time) AS in_time,
                       count(*) FILTER (WHERE is_recent AND in_time) AS recent_in_time,
                       count(*) FILTER (WHERE is_recent AND (lost OR result = 'answered'))
                           AS recent_counted
                  FROM pharma_call_queue q
                  JOIN LATERAL (
                    SELECT v.date_enter, v.result,
                           v.result = 'waiting' AND v.date_leave IS NULL AS waits,
                           v.date_enter >= %(start)s AS is_today,
                           v.date_enter >= %(recent)s AS is_recent,
                           v.result = 'abandoned'
                           AND COALESCE(v.wait_seconds, 0) > q.short_abandon_seconds AS lost,
                           v.result = 'answered'
                           AND COALESCE(v.wait_seconds, 0) <= q.service_seconds AS in_time
                      FROM pharma_call_visit v
                     WHERE v.queue_id = q.id
                       AND v.date_enter >= LEAST(%(start)s, %(recent)s)
                  ) v ON TRUE
                 WHERE q.id IN %(ids)s
                 GROUP BY q.id
                """,
                start=start,
                recent=recent,
                ids=tuple(self.ids),
            )
        )
        return {row.pop('id'): row for row in rows}

    @api.model
    def _get_wallboard_start(self, now):
        """Return when today began in the current company, in UTC."""
        zone = pytz.timezone(self.env.company._pharma_tz())
        local = pytz.utc.localize(now).astimezone(zone)
        midnight = zone.localize(datetime.combine(local.date(), time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    def _prepare_wallboard_queue(self, visits, agents):
        self.ensure_one()
        mine = [agent for agent in agents if self.id in agent['queue_ids']]
        return {
            'id': self.id,
            'name': self.name,
            'code': self.code,
            'service_seconds': self.service_seconds,
            'service_target': self.service_target,
            'waiting_limit': self.waiting_limit,
            **self._prepare_wallboard_visits(visits),
            **self._count_wallboard_agents(mine),
        }

    @api.model
    def _prepare_wallboard_visits(self, visits):
        counted = visits.get('recent_counted', 0)
        oldest = visits.get('oldest')
        return {
            'waiting': visits.get('waiting', 0),
            'oldest': fields.Datetime.to_string(oldest) if oldest else False,
            'entered': visits.get('entered', 0),
            'answered': visits.get('answered', 0),
            'abandoned': visits.get('abandoned', 0),
            'in_time': visits.get('recent_in_time', 0),
            'counted': counted,
            'service': round(100 * visits['recent_in_time'] / counted) if counted else False,
        }

    @api.model
    def _count_wallboard_agents(self, agents):
        on_duty = [agent for agent in agents if agent['state'] != 'offline']
        talking = sum(bool(agent['call']) for agent in on_duty)
        free = sum(agent['state'] == 'available' and not agent['call'] for agent in on_duty)
        return {
            'available': free,
            'on_duty': len(on_duty),
            'talking': talking,
            'busy': round(100 * talking / len(on_duty)) if on_duty else False,
        }

    @api.model
    def _prepare_wallboard_total(self, rows, agents):
        """Return all queues as one; a caller who overflowed entered two of them."""
        names = ('waiting', 'entered', 'answered', 'abandoned', 'in_time', 'counted')
        total = {name: sum(row[name] for row in rows) for name in names}
        counted = total['counted']
        return {
            **total,
            'id': False,
            'oldest': min((row['oldest'] for row in rows if row['oldest']), default=False),
            'service': round(100 * total['in_time'] / counted) if counted else False,
            **self._count_wallboard_agents(agents),
        }
