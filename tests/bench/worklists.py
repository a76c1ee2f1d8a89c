"""Worklists: over HTTP against stock's order list, and their SQL against the same by hand."""

import time
from functools import partial

import databases
import server
from care import run_jobs
from lxml import etree
from measures import Measure, confirm

from odoo import fields
from odoo.api import SUPERUSER_ID, Environment
from odoo.orm.registry import Registry
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

PAGE, COUNT_LIMIT = 80, 10001
MODEL = 'pharma.care.case'
_modes = {}  # of each database, as it was set last


def get_list(env, kind):
    """Return the domain of a worklist as its menu opens it, and the id of its list view.

    :param str kind: 'orders', 'customers', 'group' or 'region'
    """
    action = env.ref(f'pharma_care.pharma_care_case_action_{kind}')
    domain = [*safe_eval(action.domain), ('is_due', '=', True)]
    if kind == 'group':
        domain.append(('therapeutic_group_ids', 'in', _first(env, 'pharma.therapeutic.group')))
    elif kind == 'region':
        domain.append(('region_id', 'in', _first(env, 'pharma.region')))
    view_id = next((view_id for view_id, mode in action.views if mode == 'list'), False)
    return domain, view_id


def _first(env, model):
    """Return the ids of the first group or region that has cases."""
    field = {'pharma.region': 'region_id', 'pharma.therapeutic.group': 'therapeutic_group_ids'}
    groups = env[MODEL]._read_group([(field[model], '!=', False)], [field[model]], limit=1)
    return groups[0][0].ids


def set_mode(env, mode):
    """Switch the care mode and give the benchmark's user something to see in it.

    :param env: ``Environment`` on the suite's database, only its name is used
    :param str mode: 'product', 'customer' or 'unrestricted'
    """
    site = server.on(env)
    with Registry(env.cr.dbname).cursor() as cr:
        own = Environment(cr, SUPERUSER_ID, {})
        if _modes.get(env.cr.dbname) == mode:
            return  # a million cases take minutes
        _modes[env.cr.dbname] = mode
        Assignment = own['pharma.care.assignment']
        Assignment.search([('user_id', '=', site.uid)]).unlink()
        if mode == 'product':
            targets = own['product.template'].search(
                [('default_code', '=like', 'BM%')], order='default_code', limit=50
            )
            name = 'product_tmpl_id'
        elif mode == 'customer':
            targets = own['res.partner'].search([('ref', '=like', 'BM%')], limit=1000)
            name = 'partner_id'
        else:
            targets, name = own['res.partner'], None
        Assignment.create([{'user_id': site.uid, name: target.id} for target in targets])
        own.company.care_mode = mode
        run_jobs(own)
    Registry(env.cr.dbname).signal_changes()  # the server must see by which mode it works
    # as PostgreSQL does by itself on a database that is not being measured
    databases.psql('VACUUM ANALYZE pharma_care_case, pharma_care_case_user_rel', env.cr.dbname)


def get_question(env, model, domain, view_id):
    """Return the arguments by which the web client asks for the first page of a list."""
    return {
        'domain': domain,
        'specification': _specify(env, model, view_id),
        'limit': PAGE,
        'count_limit': COUNT_LIMIT,
        'order': '',
    }


def _specify(env, model, view_id):
    """Return the fields that the web client asks for, by a list view or the model's own one."""
    arch = etree.fromstring(env[model].get_views([(view_id, 'list')])['views']['list']['arch'])
    result = {}
    for node in arch.iterchildren('field'):
        field = env[model]._fields[node.get('name')]
        named = {'fields': {'display_name': {}}} if field.relational else {}
        if node.get('context'):
            named['context'] = safe_eval(node.get('context'))
        result[field.name] = {} if field.type == 'one2many' else named
    return result


def _page(env, model, domain, view_id=False):
    """Return a function that asks for the first page and the count over HTTP."""
    site = server.on(env)
    with Registry(env.cr.dbname).cursor() as cr:
        own = Environment(cr, site.uid, site.get_context())
        question = get_question(own, model, domain, view_id)
        for _time in range(2):  # the second time with warm caches
            own.invalidate_all()
            asked = cr.sql_log_count
            own[model].web_search_read(**question)
        asked = cr.sql_log_count - asked

    def once():
        started = time.perf_counter()
        found = site.call(model, 'web_search_read', question)
        seconds = time.perf_counter() - started
        if not found['length']:
            raise RuntimeError(f'{model}: nothing to list, so nothing is measured')
        return seconds, asked

    return once


def over_http(kind, mode, stock, suite):
    """First page and count of a worklist through the server: against stock's order list."""
    set_mode(suite, mode)
    orders = _page(stock, 'sale.order', [('state', 'not in', ['draft', 'sent', 'cancel'])])
    return orders, _page(suite, MODEL, *get_list(suite, kind))


def in_sql(kind, mode, _stock, suite):
    """The statements of a worklist, with the record rules in them: against hand-written ones."""
    set_mode(suite, mode)
    suite.cr.rollback()  # see what set_mode committed
    site = server.on(suite)
    Case = suite(user=site.uid, context=site.get_context(), su=False)[MODEL]
    domain, _view_id = get_list(suite, kind)
    page = Case._search(domain, limit=PAGE, order=Case._order).select()
    count = Case._search(domain, limit=COUNT_LIMIT).select()
    source = SQL("FROM pharma_care_case c")
    today = suite.company._pharma_today()
    wheres = [
        SQL("c.company_id = %s AND c.state <> 'done' AND c.date_due <= %s", site.company, today),
        SQL("(c.date_last_contact IS NULL OR c.date_last_contact < %s)", today),
        SQL("(c.date_retry IS NULL OR c.date_retry <= %s)", fields.Datetime.now()),
    ]
    if kind == 'customers':
        wheres.append(
            SQL(
                """
                NOT EXISTS (SELECT FROM pharma_care_case o WHERE o.partner_id = c.partner_id
                    AND o.company_id = c.company_id AND o.state <> 'done'
                    AND (o.date_due, o.id) < (c.date_due, c.id))
                """
            )
        )
    else:
        wheres.append(SQL("c.order_id IS NOT NULL"))
    if kind == 'group':
        groups = tuple(_first(suite, 'pharma.therapeutic.group'))
        wheres.append(
            SQL(
                "c.id IN (SELECT case_id FROM pharma_care_case_group_rel WHERE group_id IN %s)",
                groups,
            )
        )
    elif kind == 'region':
        wheres.append(SQL("c.region_id IN %s", tuple(_first(suite, 'pharma.region'))))
    if mode != 'unrestricted':
        wheres.append(
            SQL(
                "c.id IN (SELECT case_id FROM pharma_care_case_user_rel WHERE user_id = %s)",
                site.uid,
            )
        )
    where = SQL(" AND ").join(wheres)
    order = SQL("ORDER BY c.is_chronic DESC, c.date_due, c.id LIMIT %s", PAGE)
    own_page = SQL("SELECT c.id %s WHERE %s %s", source, where, order)
    own_count = SQL("SELECT c.id %s WHERE %s LIMIT %s", source, where, COUNT_LIMIT)
    if not len(suite.execute_query(own_count)) == len(suite.execute_query(count)) > 0:
        raise RuntimeError(f'{kind}, {mode}: the statements find nothing, or not the same')
    return _ask(suite, own_page, own_count), _ask(suite, page, count)


def _ask(env, page, count):
    """Return a function that runs the statement of a page and that of a count."""
    counted = SQL("SELECT count(*) FROM (%s) counted", count)

    def once():
        started = time.perf_counter()
        env.execute_query(page)
        env.execute_query(counted)
        return time.perf_counter() - started, 2

    return once


def _measures():
    for kind, mode, target in (
        ('orders', 'unrestricted', 1.0),
        ('customers', 'unrestricted', 1.0),
        ('group', 'unrestricted', 1.0),
        ('region', 'unrestricted', 1.0),
        ('orders', 'customer', 1.0),
        ('orders', 'product', 1.2),
    ):
        name = f'worklist {kind}, {mode}'
        yield Measure(f'{name} (base: SQL)', partial(in_sql, kind, mode), 1.2, times=50, ms=30)
        yield Measure(
            f'{name} (base: orders)', partial(over_http, kind, mode), target, times=30, most=10
        )


def confirm_assigned(stock, suite):
    """Confirm an order of three lines while products are assigned to employees."""
    set_mode(suite, 'product')
    suite.cr.rollback()  # see what set_mode committed
    suite.invalidate_all()
    base, ours = confirm(stock, suite)
    ours()
    last = suite[MODEL].search([], order='id desc', limit=1)
    if not last.user_ids:
        raise RuntimeError('nobody is assigned to what was bought, so nothing is measured')
    return base, ours


MEASURES = [
    *_measures(),
    Measure('confirm a 3-line order, by product', confirm_assigned, 1.1, queries=8),
]
