"""What employees recorded in the past, and the figures read from it: their own, the team's."""

import json
from functools import partial
from itertools import cycle
from pathlib import Path

import databases
from figures import as_admin, pivot
from measures import Measure, timed

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command, Domain
from odoo.orm.registry import Registry
from odoo.tools import SQL

EMPLOYEES = 50
FILES = Path(__file__).resolve().parents[2] / 'addons' / 'pharma_dashboard' / 'data' / 'files'
# What a dashboard's filter asks when it opens: the last 30 days, and for comparison those before.
PERIODS = {0: ('today -29d', 'today'), -1: ('today -59d', 'today -30d')}
MONTH = [('day', '>=', 'today =1d'), ('day', '<=', 'today')]
YEAR = [('day', '>', 'today -1y'), ('day', '<=', 'today')]
QUARTER = [('date_start', '>=', 'today =1d -2m')]


def fill(name):
    """Let employees have cared for half of the orders: those that are over around their care date,
    the others a week after the order. Every fifth time nobody was reached.

    :param str name: database of the suite whose orders have their care cases
    :return: number of contacts
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'tracking_disable': True, 'no_reset_password': True})
        users = env['res.users'].create(
            [
                {
                    'name': f'Employee {number}',
                    'login': f'bench_employee_{number}',
                    'group_ids': [Command.link(env.ref('pharma_care.group_care_user').id)],
                }
                for number in range(EMPLOYEES)
            ]
        )
        answers = env['pharma.care.response.type'].search([('is_attempt', '=', False)])
        env.flush_all()
        cr.execute(_get_contacts_query(env, users, answers))
        contacts = cr.rowcount
        cr.execute(
            """
            UPDATE pharma_care_case c
               SET entry_count = (NOT e.is_attempt)::int, attempt_count = e.is_attempt::int,
                   date_last_entry = CASE WHEN NOT e.is_attempt THEN e.date END,
                   date_last_contact = CASE WHEN NOT e.is_attempt THEN e.date_day END
              FROM pharma_care_entry e WHERE e.case_id = c.id
            """
        )
        env.invalidate_all()
        today = env.company._pharma_today()
        env['pharma.care.target'].create(
            [
                {
                    'period': period,
                    'figure': figure,
                    'value': value,
                    'date_from': today.replace(year=today.year - 1, month=1, day=1),
                }
                for figure, value in (('care_count', 10), ('good_count', 5), ('ontime_share', 80))
                for period in ('day', 'week', 'month')
            ]
        )
    databases.psql('VACUUM ANALYZE pharma_care_entry, pharma_care_case', name)
    return contacts


def _get_contacts_query(env, users, answers):
    return SQL(
        """
        INSERT INTO pharma_care_entry (case_id, partner_id, company_id, order_id, region_id,
            warehouse_id, user_id, response_type_id, channel, timing, date_next, date_day,
            date_due, content, is_final, is_attempt, close_reason_id, date, create_uid, write_uid,
            create_date, write_date)
        SELECT id, partner_id, company_id, order_id, region_id, warehouse_id,
               users[1 + id / 7 %% cardinality(users)],
               CASE WHEN NOT is_attempt THEN answers[1 + id / 3 %% cardinality(answers)] END,
               'call',
               CASE WHEN NOT is_attempt
                   THEN CASE WHEN day <= date_due THEN 'on_time' ELSE 'late' END END,
               CASE WHEN NOT is_over THEN date_due END, day, date_due, 'Well.',
               is_over AND NOT is_attempt, is_attempt,
               CASE WHEN is_over AND NOT is_attempt THEN close_reason_id END,
               day + interval '3 hours', 1, 1, day + interval '3 hours', day + interval '3 hours'
          FROM (SELECT c.*, state = 'done' AS is_over, id %% 10 < 2 AS is_attempt,
                       CASE WHEN state = 'done' THEN date_due + id / 2 %% 5 - 2
                            ELSE date_order + 7 END AS day
                  FROM pharma_care_case c
                 WHERE id %% 2 = 0 AND date_due IS NOT NULL) cared,
               (SELECT %s AS users, %s AS answers) known
         WHERE day <= current_date
        """,
        users.ids,
        answers.ids,
    )


def my_figures(_stock, suite):
    """Open 'My Figures' of employees, one after the other."""
    users = suite['res.users'].search([('login', '=like', 'bench_employee_%')])
    asked = cycle(users)

    def once():
        suite.invalidate_all()
        days = suite(user=next(asked).id, su=False)['pharma.care.day']
        return timed(suite, days.get_figures)()

    return None, once


def team(_stock, suite):
    """Open 'Care Team': who does what, and how far."""
    rows = as_admin(suite, 'pharma.care.overview')
    names = [name for name, field in rows._fields.items() if field.store]

    def once():
        suite.invalidate_all()
        found = rows.web_search_read([], {name: {} for name in names}, limit=80)
        if found['length'] < EMPLOYEES:
            raise RuntimeError('the team is missing, so nothing is measured')

    return None, timed(suite, once)


def dashboard(file, _stock, suite):
    """Everything a dashboard asks for when it opens, one after the other."""
    document = json.loads((FILES / file).read_text())
    work, reader = [], partial(as_admin, suite)
    if file.startswith('my_'):
        user = suite['res.users'].search([('login', '=like', 'bench_employee_%')], limit=1)
        reader = suite(user=user.id, su=False).__getitem__
    for source in document['pivots'].values():
        records = reader(source['model'])
        groupby = [
            f'{row["fieldName"]}:{row["granularity"]}' if 'granularity' in row else row['fieldName']
            for row in source['rows'] + source['columns']
        ]
        sets = [groupby[:number] for number in range(len(groupby) + 1)]
        measured = [_aggregate(records, measure['fieldName']) for measure in source['measures']]
        work.append(partial(records.formatted_read_grouping_sets, _filter(source), sets, measured))
    for sheet in document['sheets']:
        for chart in (figure['data'] for figure in sheet['figures']):
            if 'metaData' in chart:
                records = reader(chart['metaData']['resModel'])
                measured = [_aggregate(records, chart['metaData']['measure'])]
                groupby = chart['metaData']['groupBy']
                work.append(
                    partial(records.formatted_read_group, _filter(chart), groupby, measured)
                )
    for source in document['lists'].values():
        records = reader(source['model'])
        order = ', '.join(f'{o["name"]} {"asc" if o["asc"] else "desc"}' for o in source['orderBy'])
        wanted = {name: {} for name in source['columns']}
        work.append(
            partial(records.web_search_read, _filter(source), wanted, limit=100, order=order)
        )

    if not work[0]()[0][0][work[0].args[2][0]]:
        raise RuntimeError(f'{file}: nothing to count, so nothing is measured')

    def once():
        suite.invalidate_all()
        for ask in work:
            ask()

    return None, timed(suite, once)


def _aggregate(records, name):
    return f'{name}:{records._fields[name].aggregator}'


def _filter(source):
    domain = Domain(source.get('domain') or source.get('searchParams', {}).get('domain') or [])
    matching = source['fieldMatching'].get('pharma-period')
    if matching:
        first, last = PERIODS[matching.get('offset') or 0]
        field = matching['chain']
        domain &= Domain(field, '>=', first) & Domain(field, '<=', last)
    return domain


MEASURES = [
    Measure('my figures', my_figures, times=40, ms=500),
    Measure('care team', team, times=10, ms=500),
    *(
        Measure(f'pivot {name}', partial(pivot, action, domain=domain), times=10, ms=500)
        for name, action, domain in (
            ('figures by day, month', 'pharma_care.pharma_care_day_action', MONTH),
            ('figures by day, year', 'pharma_care.pharma_care_day_action', YEAR),
            ('figures against targets', 'pharma_care.pharma_care_score_action', QUARTER),
        )
    ),
    *(
        Measure(f'dashboard {name}', partial(dashboard, file), times=10, ms=500)
        for name, file in (
            ('my care', 'my_care_dashboard.json'),
            ('care team', 'care_team_dashboard.json'),
        )
    ),
]
