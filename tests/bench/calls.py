"""Calls: a year of a centre by plain SQL, the job that keeps their figures, and their pivots."""

import time
from functools import partial

import databases
from figures import as_admin, pivot
from measures import Measure, timed

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.orm.registry import Registry
from odoo.tools import SQL

AGENTS, QUEUES, DAY_CALLS = 60, 5, 3000
TABLES = ('pharma_call', 'pharma_call_visit', 'pharma_call_attempt', 'pharma_agent_state')


def fill(name, number):
    """Create calls of the last days, 3,000 a day: of seven one is outgoing, of the others nine of
    ten are answered; and the states of sixty agents on these days.

    :param str name: database of the suite
    :param int number: how many calls
    :return: seconds that the job took to keep all figures
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'tracking_disable': True, 'no_reset_password': True})
        group = env.ref('pharma_callcenter.group_call_agent')
        users = env['res.users'].create(
            [
                {
                    'name': f'Seat {place}',
                    'login': f'bench_seat_{place}',
                    'group_ids': [Command.link(group.id)],
                }
                for place in range(AGENTS)
            ]
        )
        agents = env['pharma.agent'].create(
            [{'user_id': user.id, 'code': f'B{place}'} for place, user in enumerate(users)]
        )
        queues = env['pharma.call.queue'].create(
            [{'name': f'Queue {place}', 'code': f'bench-{place}'} for place in range(QUEUES)]
        )
        purposes = env['pharma.call.purpose'].search([])
        env.flush_all()
        for query in _get_queries(env, number, agents, queues, purposes):
            cr.execute(query)
    for table in TABLES:
        databases.psql(f'VACUUM ANALYZE {table}', name)
    return keep(name)


def _get_queries(env, number, agents, queues, purposes):
    values = {
        'company': env.company.id,
        'number': number,
        'days': max(1, number // DAY_CALLS),
        'per_day': DAY_CALLS,
        'agents': agents.ids,
        'users': agents.user_id.ids,
        'queues': queues.ids,
        'purposes': purposes.ids,
    }
    return [
        SQL("SELECT setseed(0.5)"),
        SQL(
            """
            INSERT INTO pharma_call (company_id, source, direction, state, date_start, date_end,
                number, queue_id, agent_id, user_id, purpose_id, wait_seconds, talk_seconds)
            SELECT %(company)s, 'import', CASE WHEN n %% 7 = 0 THEN 'outbound' ELSE 'inbound' END,
                CASE WHEN n %% 10 < 9 THEN 'answered' WHEN n %% 7 = 0 THEN 'no_answer'
                    ELSE 'abandoned' END,
                at, at + wait * interval '1 second' + talk * interval '1 second', n::text,
                CASE WHEN n %% 7 > 0 THEN (%(queues)s)[1 + n %% 5] END,
                CASE WHEN n %% 10 < 9 OR n %% 7 = 0 THEN (%(agents)s)[1 + n %% 60] END,
                CASE WHEN n %% 10 < 9 OR n %% 7 = 0 THEN (%(users)s)[1 + n %% 60] END,
                (%(purposes)s)[1 + (n / 60) %% cardinality(%(purposes)s)], wait,
                CASE WHEN n %% 10 < 9 THEN talk ELSE 0 END
            FROM (SELECT n, (random() * 60)::int AS wait, (30 + random() * 300)::int AS talk,
                    date_trunc('day', now() AT TIME ZONE 'UTC') - (1 + n / %(per_day)s)
                    * interval '1 day' + interval '1 hour'
                    + floor(random() * 43200) * interval '1 second' AS at
                  FROM generate_series(0, %(number)s - 1) n) calls
            """,
            **values,
        ),
        SQL(
            """
            INSERT INTO pharma_call_visit (call_id, company_id, queue_id, date_enter, date_answer,
                date_leave, result, wait_seconds, talk_seconds, agent_id, user_id)
            SELECT id, company_id, queue_id, date_start, CASE WHEN state = 'answered'
                    THEN date_start + wait_seconds * interval '1 second' END,
                date_start + wait_seconds * interval '1 second', state, wait_seconds, talk_seconds,
                agent_id, user_id
            FROM pharma_call WHERE company_id = %(company)s AND direction = 'inbound'
            """,
            **values,
        ),
        SQL(
            """
            INSERT INTO pharma_call_attempt (call_id, visit_id, company_id, agent_id, user_id,
                queue_id, date_ring, date_answer, date_end, result, ring_seconds, talk_seconds)
            SELECT v.call_id, v.id, v.company_id, v.agent_id, v.user_id, v.queue_id, v.date_enter,
                v.date_answer, v.date_answer + v.talk_seconds * interval '1 second', 'answered',
                v.wait_seconds, v.talk_seconds
            FROM pharma_call_visit v WHERE v.company_id = %(company)s AND v.agent_id IS NOT NULL
            """,
            **values,
        ),
        # every quarter of an hour another state, nine hours a day
        SQL(
            """
            INSERT INTO pharma_agent_state (agent_id, user_id, company_id, state, date_start,
                date_end, seconds)
            SELECT a.agent, a.seat, %(company)s, CASE WHEN step = 36 THEN 'offline'
                    ELSE (ARRAY['available', 'wrapup', 'available', 'paused'])[1 + step %% 4] END,
                at, at + CASE WHEN step = 36 THEN interval '15 hours'
                    ELSE interval '15 minutes' END,
                900
            FROM unnest(%(agents)s, %(users)s) AS a (agent, seat),
                generate_series(1, %(days)s) AS day, generate_series(0, 36) AS step,
                LATERAL (SELECT date_trunc('day', now() AT TIME ZONE 'UTC')
                    - day * interval '1 day' + interval '1 hour'
                    + step * interval '15 minutes' AS at) t
            """,
            **values,
        ),
    ]


def keep(name):
    """Let the job keep all figures; return its seconds."""
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        Count = env['pharma.call.count']
        started = time.perf_counter()
        Count.search([]).unlink()
        Count._advance()
        while Count._get_left():
            Count._count_slice()
            env.cr.commit()  # pylint: disable=invalid-commit - works on its own database
        seconds = time.perf_counter() - started
    for table in ('pharma_call_hour', 'pharma_agent_hour', 'pharma_call_day', 'pharma_call_mark'):
        databases.psql(f'VACUUM ANALYZE {table}', name)
    return seconds


def raw(kind, _stock, suite):
    """A pivot against the same figures counted by hand from all calls."""
    queries = {
        'queues': """
            SELECT v.queue_id, count(*), count(*) FILTER (WHERE result = 'answered'),
                sum(wait_seconds) FILTER (WHERE result = 'answered')
            FROM pharma_call_visit v WHERE company_id = %s
            GROUP BY GROUPING SETS ((v.queue_id), ())
        """,
        'agents': """
            SELECT t.user_id, count(*), sum(t.talk_seconds)
            FROM pharma_call_attempt t JOIN pharma_call k ON k.id = t.call_id
            WHERE t.company_id = %s AND k.direction = 'inbound'
            GROUP BY GROUPING SETS ((t.user_id), ())
        """,
        'purposes': """
            SELECT k.user_id, k.purpose_id, count(*) FROM pharma_call k WHERE company_id = %s
            GROUP BY GROUPING SETS ((k.user_id, k.purpose_id), (k.user_id), (k.purpose_id), ())
        """,
    }
    actions = {
        'queues': 'pharma_call_report_action',
        'agents': 'pharma_agent_report_action',
        'purposes': 'pharma_purpose_report_action',
    }
    query = SQL(queries[kind], suite.company.id)
    _none, once = pivot(f'pharma_callcenter.{actions[kind]}', _stock, suite)
    return timed(suite, lambda: suite.execute_query(query)), once


def peaks(_stock, suite):
    """Calls by hour and weekday over the whole past."""
    records = as_admin(suite, 'pharma.call.report')

    def once():
        records.formatted_read_grouping_sets(
            [], [['hour', 'weekday'], ['hour'], ['weekday'], []], ['offered_count:sum']
        )

    return None, timed(suite, once)


MEASURES = [
    Measure(f'figures of {kind}: pivot over all calls', partial(raw, kind), times=20, ms=500)
    for kind in ('queues', 'agents', 'purposes')
] + [Measure('calls by hour and weekday', peaks, times=20, ms=500)]
