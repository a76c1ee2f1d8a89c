"""What care costs: filling in the past, recording, taking turns, changing an assignment."""

import time
from datetime import timedelta

import databases
from measures import Measure, timed

from odoo.api import SUPERUSER_ID, Environment
from odoo.orm.registry import Registry
from odoo.tools import SQL

TABLES = (
    'pharma_care_case',
    'pharma_care_line',
    'pharma_care_case_group_rel',
    'pharma_care_case_user_rel',
)
CATEGORY = 'Benchmark'
# Cases that are longer overdue than this are closed: a chain that works has few of them.
OPEN_DAYS = 15


def fill(name):
    """Give the generated medicines what care needs, and each order its case.

    :param str name: database of the suite with generated orders
    :return: dict: cases, lines, seconds, bytes
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        _describe(env)
        cr.commit()
        before = _size(env)
        started = time.perf_counter()
        run_jobs(
            env,
            env['pharma.care.job']._enqueue(
                'orders',
                env.company,
                SQL("SELECT id FROM sale_order WHERE state = 'sale' ORDER BY id"),
                'benchmark',
            ),
        )
        result = {
            'seconds': time.perf_counter() - started,
            'bytes': _size(env) - before,
            'orders': env['sale.order'].search_count([('state', '=', 'sale')]),
            'cases': env['pharma.care.case'].search_count([]),
        }
        _close_old(env)
    # years of work close cases one by one; all at once leave indexes of open cases full of holes
    databases.psql('REINDEX TABLE pharma_care_case', name)
    return result


def run_jobs(env, jobs=None):
    """Do waiting background work to its end, committing as the scheduled action does.

    :param jobs: ``pharma.care.job`` records, by default all that are not done
    :return: number of batches
    """
    batches = 0
    for job in jobs or env['pharma.care.job'].search([('state', '!=', 'done')], order='id'):
        while job.state != 'done':
            job._run_batch()
            env.flush_all()
            env.cr.commit()  # pylint: disable=invalid-commit - works on its own database
            env.invalidate_all()
            batches += 1
    return batches


def _describe(env):
    """Groups for all medicines, an interval for seven of ten, a region for each customer.

    Every fourth medicine belongs to a category, so that more than half of all cases do.
    """
    category = env['product.category'].create({'name': CATEGORY})
    env.cr.execute(
        SQL(
            """
            UPDATE product_template t
               SET pharma_product_kind = 'medicine',
                   categ_id = CASE WHEN n %% 4 = 0 THEN %(category)s ELSE categ_id END,
                   therapeutic_group_id = groups[1 + n %% cardinality(groups)],
                   care_interval_days = CASE WHEN n %% 10 < 7
                       THEN (ARRAY[5, 10, 15, 30, 60])[1 + n %% 5] ELSE 0 END,
                   care_count_min = 1,
                   care_count_max = 3
              FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
                      FROM product_template WHERE default_code LIKE 'BM%%') numbered,
                   (SELECT array_agg(id ORDER BY id) AS groups FROM pharma_therapeutic_group) known
             WHERE t.id = numbered.id
            """,
            category=category.id,
        )
    )
    env.cr.execute(
        SQL(
            """
            UPDATE res_partner p SET pharma_region_id = regions[1 + p.id %% cardinality(regions)]
              FROM (SELECT array_agg(r.id ORDER BY r.id) AS regions FROM pharma_region r
                     WHERE NOT EXISTS (SELECT FROM pharma_region child
                                        WHERE child.parent_id = r.id)) known
             WHERE p.ref LIKE 'BM%%'
            """
        )
    )
    env.cr.execute("ANALYZE product_template, res_partner")
    env.invalidate_all()


def _close_old(env):
    env.cr.execute(
        SQL(
            """
            UPDATE pharma_care_case
               SET state = 'done', close_reason_id = %s, date_closed = now()
             WHERE date_due < current_date - %s::integer
            """,
            env.ref('pharma_care.close_reason_old').id,
            OPEN_DAYS,
        )
    )


def _size(env):
    query = SQL("SELECT sum(pg_total_relation_size(name)) FROM unnest(%s) name", list(TABLES))
    return int(env.execute_query(query)[0][0])


def assign(env):
    """Give one employee a category of products and see how long its cases take to follow.

    :param env: ``Environment`` on the suite's database; its work is committed and undone
    :return: dict: cases, seconds, batches
    """
    env.company.care_mode = 'product'
    run_jobs(env)
    category = env['product.category'].search([('name', '=', CATEGORY)])
    started = time.perf_counter()
    assignment = env['pharma.care.assignment'].create(
        {'user_id': env.ref('base.user_admin').id, 'categ_id': category.id}
    )
    batches = run_jobs(env)
    seconds = time.perf_counter() - started
    seen = [('user_ids', 'in', assignment.user_id.ids)]
    cases = env['pharma.care.case'].with_context(active_test=False).search_count(seen)
    assignment.unlink()
    env.company.care_mode = 'unrestricted'
    run_jobs(env)
    return {'cases': cases, 'seconds': seconds, 'batches': batches}


def record_entry(_stock, suite):
    """Record a care with its next date, as the employee's form does."""
    Case = suite(user=suite.ref('base.user_admin').id, su=False)['pharma.care.case']
    cases = iter(Case.search([('state', '!=', 'done')], limit=500))
    answer = suite.ref('pharma_care.response_type_well')
    later = suite.company._pharma_today() + timedelta(days=30)

    def once():
        case = next(cases)
        vals = {'content': 'well', 'response_type_id': answer.id, 'date_next': later}
        return timed(suite, lambda: case.record_entry(vals))()

    return None, once


def claim_next(_stock, suite):
    """Press 'Next customer' again and again."""
    Case = suite(user=suite.ref('base.user_admin').id, su=False)['pharma.care.case']
    return None, timed(suite, Case.action_next)


MEASURES = [
    Measure('record a care', record_entry, times=100, ms=12, queries=8),
    Measure("claim with 'Next'", claim_next, times=100),
]
