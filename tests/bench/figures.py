"""What is asked of figures: the nights that work them out, the card, pivots and a calling list."""

import time
from functools import partial

import databases
from care import run_jobs
from lxml import etree
from measures import Measure, timed

from odoo.api import SUPERUSER_ID, Environment
from odoo.orm.registry import Registry
from odoo.tools import SQL

# A chain whose past is two years of orders takes one in 700 of them on a day. Corrections of
# earlier months are rare.
DAY_SHARE = 700
NIGHTLY = ('adherence', 'adherence_month', 'effect', 'effect_case')


def nights(name):
    """Work out all figures from scratch, and once more as on the night after.

    :param str name: database of the suite whose orders have their care cases
    :return: dict of seconds: 'scratch' (customers and sales), 'first' (adherence and effect),
        'customers', 'care' and 'night' (both) of an ordinary night; 'orders'
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        result = {
            'scratch': _work_out(env, is_full=True),
            'first': _care_night(env),
            'orders': env['sale.order'].search_count([('state', '=', 'sale')]),
        }
        env.cr.commit()
        # by the next day PostgreSQL has cleaned up by itself after so much work
        databases.psql('VACUUM ANALYZE', name)
        _let_a_day_pass(env, result['orders'])
        env.cr.commit()
        result['customers'] = _work_out(env, is_full=False)
        result['care'] = _care_night(env)
        result['night'] = result['customers'] + result['care']
        return result


def _let_a_day_pass(env, orders):
    """Let what was worked out be a day old, and the newest orders be those of the day since."""
    for statement in (
        "UPDATE pharma_analysis_job SET date_start = date_start - interval '1 day'",
        "UPDATE pharma_care_job SET create_date = create_date - interval '1 day'",
        "UPDATE res_company SET care_effect_date = care_effect_date - 1",
    ):
        env.cr.execute(SQL(statement))
    env.cr.execute(
        SQL(
            """
            UPDATE sale_order SET write_date = now() AT TIME ZONE 'UTC'
             WHERE id IN (SELECT id FROM sale_order WHERE state = 'sale'
                           ORDER BY date_order DESC LIMIT %s)
            """,
            orders // DAY_SHARE,
        )
    )
    env.invalidate_all()


def _work_out(env, is_full):
    """Return the seconds of a calculation of customers' figures and of sales."""
    job = env['pharma.analysis.job'].create({'company_id': env.company.id, 'is_full': is_full})
    started = time.perf_counter()
    while job.state != 'done':
        job._run_step()
        env.flush_all()
        env.cr.commit()  # pylint: disable=invalid-commit - works on its own database
        env.invalidate_all()
    return time.perf_counter() - started


def _care_night(env):
    """Return the seconds of a night of adherence and effect of care."""
    Job = env['pharma.care.job']
    started = time.perf_counter()
    Job._enqueue_nightly(env.company)
    run_jobs(env, Job.search([('kind', 'in', NIGHTLY), ('state', '!=', 'done')]))
    return time.perf_counter() - started


def as_admin(env, model):
    """Return a model as the administrator reads it, with the rules in force."""
    return env(user=env.ref('base.user_admin').id, su=False)[model]


def card(_stock, suite):
    """Open the card of customers who bought and have open cases, one after the other."""
    cases = as_admin(suite, 'pharma.care.case').search([('state', '!=', 'done')], limit=300)
    partners = iter(cases.partner_id)

    def once():
        suite.invalidate_all()
        return timed(suite, next(partners).get_customer_card)()

    return None, once


def take_list(_stock, suite):
    """Take a calling list for a shift, and give it back."""
    Lists = as_admin(suite, 'pharma.care.list')
    take = timed(suite, Lists._take)

    def once():
        result = take()
        Lists._get_mine()._close()
        return result

    return None, once


def pivot(action, _stock, suite, domain=()):
    """The pivot of a menu as it opens, over the whole past unless there is a domain."""
    records = as_admin(suite, suite.ref(action).res_model)
    if not records.search_count(domain, limit=1):
        raise RuntimeError(f'{action}: nothing to count, so nothing is measured')
    arch = etree.fromstring(records.get_views([(False, 'pivot')])['views']['pivot']['arch'])
    groupby, aggregates = [], []
    for node in arch.iterchildren('field'):
        interval = f':{node.get("interval")}' if node.get('interval') else ''
        if node.get('type') in ('row', 'col'):
            groupby.append(f'{node.get("name")}{interval}')
        elif node.get('type') == 'measure':
            field = records._fields[node.get('name')]
            aggregates.append(f'{field.name}:{field.aggregator}')

    # the cells, the sums of rows and of columns, and the total, in the one request of the client
    sets = [groupby[:number] for number in range(len(groupby) + 1)]
    if len(groupby) > 1:
        sets.append(groupby[1:])

    def once():
        records.formatted_read_grouping_sets(domain, sets, aggregates or ['__count'])

    return None, timed(suite, once)


def page(action, _stock, suite):
    """The first page of a menu's list with the fields it shows, and the count."""
    records = as_admin(suite, suite.ref(action).res_model)
    arch = etree.fromstring(records.get_views([(False, 'list')])['views']['list']['arch'])
    names = [node.get('name') for node in arch.iterchildren('field')]
    wanted = {
        name: {'fields': {'display_name': {}}} if records._fields[name].relational else {}
        for name in names
    }

    def once():
        suite.invalidate_all()
        found = records.web_search_read([], wanted, limit=80, count_limit=10001)
        if not found['length']:
            raise RuntimeError(f'{action}: nothing to list, so nothing is measured')

    return None, timed(suite, once)


PIVOTS = {
    'sales by month': 'pharma_crm.pharma_sales_month_action',
    'sales by product': 'pharma_crm.pharma_product_month_action',
    'customers by group': 'pharma_crm.pharma_customer_group_report_action',
    'target profile': 'pharma_crm.pharma_customer_report_action',
    'adherence': 'pharma_care.pharma_adherence_action',
    'effect of care': 'pharma_care.pharma_care_effect_action',
}

MEASURES = [
    Measure('customer card', card, times=100, ms=80, most=25),
    Measure('take a calling list', take_list, times=20),
    Measure(
        'list of segments',
        partial(page, 'pharma_crm.pharma_customer_report_action'),
        times=10,
        ms=500,
    ),
    *(
        Measure(f'pivot {name}', partial(pivot, action), times=10, ms=500)
        for name, action in PIVOTS.items()
    ),
]
