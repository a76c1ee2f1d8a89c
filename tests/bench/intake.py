"""Events of a PBX: how many calls a second two connectors get into two workers, over HTTP.

The base is the same rows inserted by hand, in batches as large, without any checking or merging.
"""

import json
import random
import socket
import subprocess
import sys
import time
from pathlib import Path

import databases
import server
from intake_client import AGENTS, BATCH, QUEUES, make_call
from measures import Measure, timed

from odoo.api import SUPERUSER_ID, Environment
from odoo.orm.registry import Registry
from odoo.tools import SQL

CLIENTS, WORKERS, SECONDS, BASE_SECONDS = 2, 2, 15, 5
NUMBERS = 300_000
CODE, SECRET = 'bench', 'bench' * 8
TARGET = 1500


def fill(name):
    """Create a PBX with queues and seats, and 300,000 telephone numbers of customers.

    :param str name: database of the suite
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'tracking_disable': True, 'no_reset_password': True})
        pbx = env['pharma.pbx'].create(
            {
                'name': 'Benchmark',
                'code': CODE,
                'secret': SECRET,
                'country_id': env.ref('base.vn').id,
                'tz': 'Asia/Ho_Chi_Minh',
            }
        )
        env['pharma.call.queue'].create(
            [{'name': f'Queue {n}', 'code': f'q{n}', 'pbx_id': pbx.id} for n in range(QUEUES)]
        )
        users = env['res.users'].create(
            [{'name': f'Seat {n}', 'login': f'bench_seat_{n}'} for n in range(AGENTS)]
        )
        env['pharma.agent'].create(
            [{'user_id': user.id, 'code': str(n), 'pbx_id': pbx.id} for n, user in enumerate(users)]
        )
        env.flush_all()
        cr.execute(
            SQL(
                """
                INSERT INTO pharma_partner_phone
                       (partner_id, number, number_e164, kind, is_main, sequence)
                SELECT ids[1 + n %% cardinality(ids)], '09' || lpad(n::text, 8, '0'),
                       '+849' || lpad(n::text, 8, '0'), 'mobile', FALSE, 20
                  FROM generate_series(0, %s) n,
                       (SELECT array_agg(id) AS ids FROM res_partner WHERE ref LIKE 'BM%%') p
                ON CONFLICT DO NOTHING
                """,
                NUMBERS - 1,
            )
        )
    databases.psql('VACUUM ANALYZE pharma_partner_phone', name)


def measure(name):
    """Let the clients post; return calls a second over HTTP, and those of the base.

    :param str name: database of the suite
    """
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    site = server.Site(name, f'--workers={WORKERS}', f'--gevent-port={port}')
    try:
        _post(site, 3)
        rates = _post(site, SECONDS)
    finally:
        site.stop()
    return sum(rates), _insert(name)


def _post(site, seconds):
    """Return the calls a second of each client."""
    script = str(Path(__file__).with_name('intake_client.py'))
    clients = [
        subprocess.Popen(
            [sys.executable, script, site.address, CODE, SECRET, f'{n}{seconds}', str(seconds)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(CLIENTS)
    ]
    answers = [client.communicate(timeout=seconds + 60)[0].split() for client in clients]
    return [int(taken) / float(spent) for taken, spent in answers]


def _insert(name):
    """Return how many calls a second plain INSERTs store, each with a visit and an attempt."""
    rand = random.Random(1)  # noqa: S311  numbers of a benchmark
    with Registry(name).cursor() as cr:
        cr.execute(SQL('SELECT id, company_id FROM pharma_pbx WHERE code = %s', CODE))
        pbx, company = cr.fetchone()
        taken, started = 0, time.perf_counter()
        while time.perf_counter() - started < BASE_SECONDS:
            events = [make_call('base', taken + place, rand) for place in range(BATCH)]
            cr.execute(_get_insert(events, pbx, company))
            taken += BATCH
        rate = taken / (time.perf_counter() - started)
        cr.rollback()
    return rate


def _get_insert(events, pbx, company):
    rows = []
    for event in events:
        [visit] = event['visits']
        [attempt] = visit['attempts']
        rows.append(
            {key: event[key] for key in ('call', 'number', 'started', 'ended')}
            | {'queue': visit['queue'], 'entered': visit['entered']}
            | {'seat': attempt['agent'], 'rang': attempt['rang']}
        )
    return SQL(
        """
        WITH i AS (
            SELECT i.*, q.id AS queue_id, a.id AS agent_id, a.user_id
              FROM json_to_recordset(%(rows)s) AS i(
                   call text, number text, started timestamp, ended timestamp, queue text,
                   entered timestamp, seat text, rang timestamp)
              JOIN pharma_call_queue q ON q.pbx_id = %(pbx)s AND q.code = i.queue
              JOIN pharma_agent a ON a.pbx_id = %(pbx)s AND a.code = i.seat),
        c AS (
            INSERT INTO pharma_call (pbx_id, company_id, source, state, direction, external_id,
                                     date_start, date_end, number, queue_id, agent_id, user_id)
            SELECT %(pbx)s, %(company)s, 'pbx', 'answered', 'inbound', call, started, ended, number,
                   queue_id, agent_id, user_id FROM i
            RETURNING id, external_id),
        v AS (
            INSERT INTO pharma_call_visit
                   (call_id, company_id, pbx_id, queue_id, date_enter, result)
            SELECT c.id, %(company)s, %(pbx)s, i.queue_id, i.entered, 'answered'
              FROM i JOIN c ON c.external_id = i.call
            RETURNING id, call_id)
        INSERT INTO pharma_call_attempt
               (call_id, visit_id, company_id, agent_id, user_id, queue_id, date_ring, result)
        SELECT c.id, v.id, %(company)s, i.agent_id, i.user_id, i.queue_id, i.rang, 'answered'
          FROM i JOIN c ON c.external_id = i.call JOIN v ON v.call_id = c.id
        """,
        rows=json.dumps(rows),
        pbx=pbx,
        company=company,
    )


def caller(_stock, suite):
    """Find the customer of a number among 300,000: the intake against the same SQL."""
    pbx = suite['pharma.pbx'].search([('code', '=', CODE)])
    rand = random.Random(2)  # noqa: S311  numbers of a benchmark

    def get_number():
        return f'+849{rand.randrange(NUMBERS):08}'

    def by_hand():
        query = 'SELECT partner_id FROM pharma_partner_phone WHERE number_e164 = %s'
        suite.execute_query(SQL(query, get_number()))

    return timed(suite, by_hand), timed(suite, lambda: pbx._find_partners([get_number()]))


MEASURES = [Measure('caller of an event, of 300,000 numbers', caller, times=100, ms=5)]
