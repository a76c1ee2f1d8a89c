"""Recall of a lot sold to 20,000 customers: the screen, its list, and the start."""

from functools import partial

import databases
from measures import Measure, timed
from worklists import PAGE

from odoo.api import SUPERUSER_ID, Environment
from odoo.orm.registry import Registry
from odoo.tools import SQL

CUSTOMERS = 20_000
LOT = 'BENCH-RECALL'


def fill(name):
    """Deliver a lot to as many customers by SQL: a done transfer, move and line for each.

    :param str name: database of the suite
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'tracking_disable': True})
        product = env['product.product'].create(
            {'name': 'Recall', 'is_storable': True, 'tracking': 'lot'}
        )
        lot = env['stock.lot'].create({'name': LOT, 'product_id': product.id})
        warehouse = env['stock.warehouse'].search([], limit=1)
        env['stock.quant']._update_available_quantity(
            product, warehouse.lot_stock_id, 1000, lot_id=lot
        )
        env.flush_all()
        values = {
            'number': CUSTOMERS,
            'uid': SUPERUSER_ID,
            'company': warehouse.company_id.id,
            'kind': warehouse.out_type_id.id,
            'source': warehouse.lot_stock_id.id,
            'target': env.ref('stock.stock_location_customers').id,
            'product': product.id,
            'unit': product.uom_id.id,
            'lot': lot.id,
        }
        for query in QUERIES:
            cr.execute(SQL(query, **values))
    databases.psql('VACUUM ANALYZE', name)


QUERIES = (
    """
    INSERT INTO res_partner (name, complete_name, active, type, phone, autopost_bills)
    SELECT 'Recall ' || n, 'Recall ' || n, true, 'contact', '09' || lpad(n::text, 8, '0'), 'ask'
    FROM generate_series(1, %(number)s) n
    """,
    """
    INSERT INTO stock_picking (name, slip_number, partner_id, picking_type_id, location_id,
        location_dest_id, company_id, state, move_type, date_done, scheduled_date, create_date)
    SELECT 'RECALL/' || p.id, 'RECALL/' || p.id, p.id, %(kind)s, %(source)s, %(target)s,
        %(company)s, 'done', 'direct', now() - (p.id %% 300) * interval '1 day', now(), now()
    FROM res_partner p WHERE p.name LIKE 'Recall %%'
    """,
    """
    INSERT INTO stock_move (reference, picking_id, picking_type_id, partner_id, product_id,
        product_uom, product_uom_qty, product_qty, quantity, location_id, location_dest_id,
        company_id, state, procure_method, date, sequence, create_date)
    SELECT k.name, k.id, k.picking_type_id, k.partner_id, %(product)s, %(unit)s, 30, 30, 30,
        k.location_id, k.location_dest_id, k.company_id, 'done', 'make_to_stock', k.date_done, 10,
        now()
    FROM stock_picking k WHERE k.name LIKE 'RECALL/%%'
    """,
    """
    INSERT INTO stock_move_line (move_id, picking_id, product_id, lot_id, product_uom_id, quantity,
        quantity_product_uom, location_id, location_dest_id, company_id, state, date, create_date)
    SELECT m.id, m.picking_id, m.product_id, %(lot)s, m.product_uom, 30, 30, m.location_id,
        m.location_dest_id, m.company_id, 'done', m.date, now()
    FROM stock_move m WHERE m.product_id = %(product)s
    """,
)


def _get_lot(env):
    return env['stock.lot'].search([('name', '=', LOT)], limit=1)


def _create_recall(env):
    lots = [(0, 0, {'lot_id': _get_lot(env).id})]
    return env['pharma.recall'].create({'title': 'Bench', 'reason': 'x', 'lot_line_ids': lots})


def customers(_stock, suite):
    """Read the first page of the customers of a lot, and how many they are."""
    names = ('partner_id', 'phone', 'lot_id', 'date_last', 'slips', 'quantity', 'warehouse_id')
    question = {name: {} for name in names} | {'partner_id': {'fields': {'display_name': {}}}}
    domain = [('lot_id', 'in', _get_lot(suite).ids)]

    def read():
        suite.invalidate_all()
        found = suite['pharma.recall.customer'].web_search_read(domain, question, limit=PAGE)
        if len(found['records']) < PAGE:
            raise RuntimeError('no full page, so nothing is measured')

    return None, timed(suite, read)


def screen(_stock, suite):
    """Open the recall before its start: lots with all their figures."""
    recall = _create_recall(suite)
    return None, timed(suite, partial(_read_form, recall))


def running(_stock, suite):
    """Open the recall while it runs: figures and the first page of its customers."""
    recall = _create_recall(suite)
    recall.action_start()
    return None, timed(suite, partial(_read_form, recall))


def start(_stock, suite):
    """Start a recall: block the lot, write the customers down, give activities."""
    waiting = [_create_recall(suite) for _number in range(6)]
    suite.flush_all()
    return None, timed(suite, lambda: waiting.pop().action_start())


def refresh(_stock, suite):
    """Look up again who has the lot and what came back, as each return does."""
    recall = _create_recall(suite)
    recall.action_start()
    return None, timed(suite, recall._refresh_lines)


def _read_form(recall):
    recall.env.invalidate_all()
    figures = ('customer_count', 'coverage', 'quantity', 'stock', 'stock_transit', 'is_late')
    lots = ('lot_id', 'quantity', 'quantity_returned', 'quantity_open', 'stock', 'customer_count')
    lines = ('partner_id', 'phone', 'date_last', 'quantity', 'quantity_open', 'answer')
    places = ('warehouse_id', 'lot_id', 'stock', 'stock_quarantine', 'stock_transit')
    preview = ('partner_id', 'phone', 'lot_id', 'date_last', 'slips', 'quantity', 'warehouse_id')
    question = {name: {} for name in figures} | {
        'lot_line_ids': {'fields': {name: {} for name in lots}},
        'stock_ids': {'fields': {name: {} for name in places}},
        'customer_ids': {'fields': {name: {} for name in preview}, 'limit': PAGE},
        'line_ids': {'fields': {name: {} for name in lines}, 'limit': PAGE},
    }
    recall.web_read(question)


MEASURES = [
    Measure('recall: customers of a lot, page and count', customers, times=5, ms=1000),
    Measure('recall: screen before the start', screen, times=5, ms=1000),
    Measure('recall: screen while it runs', running, times=5, ms=1000),
    Measure('recall: start', start, times=5, ms=5000),
    Measure('recall: a return comes in', refresh, times=5, ms=2000),
]
