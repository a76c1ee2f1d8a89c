"""What `make bench` measures: each entry names a base, what is compared with it, and a target.

A measure's `prepare(stock, suite)` gets an environment on either database and returns two
functions; each call of one does the work once and returns (seconds, queries). The first one, the
base, is None where there is nothing to compare with.

    target    ratio to the base, at most
    times     how often the pair is measured, PAIRS unless told
    ms        milliseconds, at most
    queries   more queries than the base, at most (without a base: queries)
    most      queries, at most
"""

import time
from collections import namedtuple

from odoo.tools import SQL

Measure = namedtuple('Measure', 'name prepare target times ms queries most', defaults=(None,) * 5)


def timed(env, work):
    """Return a function that does `work()` once and tells (seconds, queries)."""

    def once():
        env.flush_all()
        queries = env.cr.sql_log_count
        started = time.perf_counter()
        work()
        env.flush_all()
        return time.perf_counter() - started, env.cr.sql_log_count - queries

    return once


def confirm(stock, suite):
    """Confirm an order of three lines: the suite against Odoo alone."""
    return [_confirm(env) for env in (stock, suite)]


def _confirm(env):
    products = env['product.product'].search([('default_code', 'like', 'BM')], limit=3)
    partners = env['res.partner'].search([('ref', 'like', 'BM')], limit=50)
    waiting = []

    def order():
        if not waiting:
            waiting.extend(
                env['sale.order'].create(
                    [
                        {
                            'partner_id': partners[i % 50].id,
                            'order_line': [(0, 0, {'product_id': p.id}) for p in products],
                        }
                        for i in range(50)
                    ]
                )
            )
            env.flush_all()
        return waiting.pop()

    def once():
        sale = order()
        return timed(env, sale.action_confirm)()

    return once


def create_customer(stock, suite):
    """Create a customer with a telephone number: the suite against Odoo alone."""
    vals = {'name': 'Nguyễn Thị Bích Hằng', 'phone': '0912 345 678', 'country_id': 'base.vn'}

    def make(env):
        own = vals | {'country_id': env.ref(vals['country_id']).id}
        return timed(env, lambda: env['res.partner'].create([own]))

    return make(stock), make(suite)


def caller(_stock, suite):
    """Find a caller by number, typed in the national form: the suite against the same SQL."""
    number = suite['res.partner'].search([('ref', 'like', 'BM')], limit=1).phone
    e164 = f'+84{number.lstrip("0")}'
    query = SQL('SELECT partner_id FROM pharma_partner_phone WHERE number_e164 = %s', e164)

    def by_hand():
        assert suite.execute_query(query)

    def ours():
        assert suite['res.partner']._search_by_phone(number, suite.ref('base.vn'))

    return timed(suite, by_hand), timed(suite, ours)


def name_search(model, text):
    """Type a name into a search box: the suite against Odoo alone."""

    def prepare(*environments):
        return [_search(env, model, text) for env in environments]

    return prepare


def _search(env, model, text):
    return timed(env, lambda: env[model].name_search(text, limit=8))


MEASURES = [
    Measure('confirm a 3-line order', confirm, 1.10, queries=8),
    Measure('create a customer with a number', create_customer, times=50),
    Measure('find a caller (base: SQL)', caller),
    Measure('search customers by name', name_search('res.partner', 'Nguyễn Thị An'), times=20),
    Measure('search medicines by name', name_search('product.product', 'metformin'), times=20),
]
