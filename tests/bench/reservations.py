"""Arrival of goods that 5,000 reservations wait for: who asked first has them held."""

import time

import databases
from measures import Measure

from odoo.api import SUPERUSER_ID, Environment
from odoo.orm.registry import Registry
from odoo.tools import SQL

WAITING = 5_000
PRODUCTS = 50


def fill(name):
    """Let customers wait for as many medicines by SQL, the same number for each.

    :param str name: database of the suite
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'tracking_disable': True})
        products = env['product.product'].create(
            [
                {'name': f'Reserved {number}', 'is_storable': True, 'default_code': 'BENCH-RES'}
                for number in range(PRODUCTS)
            ]
        )
        warehouse = env['stock.warehouse'].search([], limit=1)
        env.flush_all()
        cr.execute(
            SQL(
                """
                INSERT INTO pharma_reservation (name, company_id, partner_id, product_id, quantity,
                    uom_id, quantity_stock, missing_quantity, lost_quantity, held_quantity,
                    ordered_quantity, warehouse_id, origin, date, user_id, state, active,
                    create_uid, create_date, write_uid, write_date)
                SELECT 'BENCH/' || n, %(company)s, %(partner)s, p.id, 2, %(unit)s, 2, 2, 0, 0, 0,
                    %(warehouse)s, 'call', now() - n * interval '1 minute', %(uid)s, 'waiting',
                    true, %(uid)s, now(), %(uid)s, now()
                FROM generate_series(1, %(number)s) n
                JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place
                    FROM product_product WHERE default_code = 'BENCH-RES') p
                    ON p.place = 1 + n %% %(products)s
                """,
                number=WAITING,
                products=len(products),
                company=warehouse.company_id.id,
                partner=warehouse.company_id.partner_id.id,
                unit=products.uom_id.id,
                warehouse=warehouse.id,
                uid=SUPERUSER_ID,
            )
        )
    databases.psql('VACUUM ANALYZE', name)


def arrival(_stock, suite):
    """Receive what all of them wait for in one transfer."""
    products = suite['product.product'].search([('default_code', '=', 'BENCH-RES')])
    warehouse = suite['stock.warehouse'].search([], limit=1)
    supplier = suite.ref('stock.stock_location_suppliers')
    place = {'location_id': supplier.id, 'location_dest_id': warehouse.lot_stock_id.id}
    each = 2 * WAITING // PRODUCTS
    picking = suite['stock.picking'].create(
        {
            'picking_type_id': warehouse.in_type_id.id,
            **place,
            'move_ids': [
                (0, 0, {'product_id': product.id, 'product_uom_qty': each, **place})
                for product in products
            ],
        }
    )
    picking.action_confirm()
    picking.move_ids.picked = True
    suite.flush_all()

    def receive():
        """Receive it, look whether everybody got his, and take it back for the next time."""
        suite.cr.execute('SAVEPOINT arrival')
        queries, started = suite.cr.sql_log_count, time.perf_counter()
        picking._action_done()
        suite.flush_all()
        spent = time.perf_counter() - started, suite.cr.sql_log_count - queries
        held = suite['pharma.reservation'].search_count(
            [('product_id', 'in', products.ids), ('state', '=', 'held')]
        )
        if held != WAITING:
            raise RuntimeError(f'{held} are held, so nothing is measured')
        suite.transaction.clear()
        suite.cr.execute('ROLLBACK TO SAVEPOINT arrival')
        return spent

    return None, receive


MEASURES = [Measure('reservations: arrival for 5,000', arrival, times=3, ms=5000)]
