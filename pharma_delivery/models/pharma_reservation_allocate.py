from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .pharma_reservation import WAITING


class PharmaReservation(models.Model):
    """Who gets what arrived: whoever asked first, orders among them (000-26)."""

    _inherit = 'pharma.reservation'

    # === EVENTS === #
    @api.model
    def _on_stock_moved(self, moves):
        """Give what came into branches, or became free in them, to those who wait.

        :param moves: ``stock.move`` that were done or cancelled
        """
        # sudo: whoever moves goods need not see who waits for them
        Reservation = self.env['pharma.reservation'].sudo()
        products = Reservation._filter_reserved(moves.product_id)
        pairs = set()
        for move in moves.filtered(lambda move: move.product_id in products).sudo():  # sudo: s.a.
            for location in move.location_id | move.location_dest_id:
                if location.usage == 'internal' and location.warehouse_id:
                    pairs.add((move.product_id, location.warehouse_id))
        if pairs:
            Reservation._repair_holds(pairs)
            Reservation._allocate(pairs)

    @api.model
    def _filter_reserved(self, products):
        """Return the products somebody waits for or has goods held of."""
        if not products:
            return products
        self.flush_model(['product_id', 'state'])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT product_id FROM pharma_reservation
                WHERE product_id = ANY(%s) AND state IN ('waiting', 'partly', 'held')
                """,
                products.ids,
            )
        )
        return products.browse([row[0] for row in rows])

    def _enter_queue(self):
        """Give new reservations what lies free, tell them when the next goods come."""
        warehouses = self.env['stock.warehouse'].search([('company_id', 'in', self.company_id.ids)])
        pairs = {
            (reservation.product_id, warehouse)
            for reservation in self
            for warehouse in reservation.warehouse_id
            or warehouses.filtered(lambda w, r=reservation: w.company_id == r.company_id)
        }
        self._allocate(pairs)
        self._refresh_expected(self.product_id)

    # === ALLOCATION === #
    @api.model
    def _allocate(self, pairs):
        """Hold free goods for those who wait, the first of them first.

        An order that waits for the same goods has its place by its own date.

        :param pairs: set of (``product.product``, ``stock.warehouse``)
        """
        queue = self._read_queue(pairs)
        if not queue:
            return
        wanted = {product_id for product_id, _company in queue}
        pairs = {pair for pair in pairs if pair[0].id in wanted}
        free = self._get_free_quantities(pairs)
        earlier = self._get_waiting_orders(pairs)
        given = {}  # reservation -> branch, quantity, missing after it
        for product, warehouse in sorted(pairs, key=lambda pair: (pair[1].sequence, pair[1].id)):
            rows = queue.get((product.id, warehouse.company_id.id), ())
            self._allocate_pair(
                product, warehouse, free[product.id, warehouse.id], rows, earlier, given
            )
        if given:
            self._write_holds(given)
            self._sync_holds({(hold['product'], hold['warehouse']) for hold in given.values()})

    @api.model
    def _allocate_pair(self, product, warehouse, free, rows, earlier, given):
        """Share the free quantity of one medicine in one branch, in the order of asking."""
        orders = earlier.get((product.id, warehouse.id), [])
        allows_part = warehouse.company_id.pharma_reservation_partial
        compare = product.uom_id.compare
        position = 0
        for row in rows:
            if compare(free, 0) <= 0:
                break
            if (
                warehouse.id not in (row['place'] or warehouse.id,)
                or compare(row['missing'], 0) <= 0
            ):
                continue
            while position < len(orders) and orders[position][0] <= row['date']:
                free -= orders[position][1]
                position += 1
            if compare(free, 0) <= 0:
                break
            # what the customer's own quotation still keeps is not taken away from it
            kept = row['kept'] if row['kept_in'] == warehouse.id else 0.0
            quantity = min(free - kept, row['missing'])
            if compare(quantity, 0) <= 0:
                continue
            if compare(quantity, row['missing']) < 0 and not allows_part:
                continue  # too little for this one: the next whom it is enough for gets it
            free -= quantity
            row['missing'] -= quantity
            row['place'] = warehouse.id
            given[row['id']] = {
                'product': product,
                'warehouse': warehouse,
                'quantity': quantity,
                'is_complete': compare(row['missing'], 0) <= 0,
            }

    @api.model
    def _read_queue(self, pairs):
        """Lock and return those who wait, by product and company, the first first.

        :return: {(product id, company id): list of dicts}
        """
        if not pairs:
            return {}
        self.flush_model()
        self.env['sale.order'].flush_model(['state', 'warehouse_id'])
        lines = ['order_id', 'product_id', 'product_uom_id', 'product_uom_qty']
        self.env['sale.order.line'].flush_model(lines)
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT r.id, r.product_id, r.company_id, r.date, r.missing_quantity AS missing,
                    COALESCE(r.hold_warehouse_id, r.warehouse_id) AS place,
                    CASE WHEN o.state IN ('draft', 'sent') AND l.product_id = r.product_id
                        THEN o.warehouse_id END AS kept_in,
                    l.product_uom_qty * lu.factor / pu.factor AS kept
                FROM pharma_reservation r
                LEFT JOIN sale_order_line l ON l.id = r.origin_line_id
                LEFT JOIN sale_order o ON o.id = l.order_id
                LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                JOIN product_product p ON p.id = r.product_id
                JOIN product_template t ON t.id = p.product_tmpl_id
                JOIN uom_uom pu ON pu.id = t.uom_id
                WHERE r.product_id = ANY(%(products)s) AND r.company_id = ANY(%(companies)s)
                    AND r.state = ANY(%(states)s) AND r.missing_quantity > 0 AND r.active
                    AND (COALESCE(r.hold_warehouse_id, r.warehouse_id) IS NULL
                        OR COALESCE(r.hold_warehouse_id, r.warehouse_id) = ANY(%(places)s))
                ORDER BY r.date, r.id
                FOR UPDATE OF r
                """,
                products=[product.id for product, _warehouse in pairs],
                companies=[warehouse.company_id.id for _product, warehouse in pairs],
                places=[warehouse.id for _product, warehouse in pairs],
                states=list(WAITING),
            )
        )
        queue = defaultdict(list)
        for row in rows:
            queue[row['product_id'], row['company_id']].append(row)
        return queue

    @api.model
    def _get_free_quantities(self, pairs):
        """Return what lies in branches that is neither reserved, expired nor blocked.

        :param pairs: set of (``product.product``, ``stock.warehouse``)
        :return: {(product id, warehouse id): quantity in the stock unit}
        """
        free = {(product._origin.id, warehouse.id): 0.0 for product, warehouse in pairs}
        if not free:
            return free
        Quant = self.env['stock.quant'].with_context(with_expiration=fields.Datetime.now())
        # the same goods that core would reserve
        domain = Domain.OR(
            Quant._get_gather_domain(product._origin, warehouse.lot_stock_id)
            for product, warehouse in pairs
            if product._origin
        )
        groups = Quant._read_group(
            domain,
            ['product_id', 'location_id', 'lot_id'],
            ['quantity:sum', 'reserved_quantity:sum'],
        )
        by_lot = defaultdict(float)
        for product, location, lot, quantity, reserved in groups:
            by_lot[product, location.warehouse_id, lot] += quantity - reserved
        for (product, warehouse, _lot), quantity in by_lot.items():
            if product.tracking == 'none' or quantity > 0:  # as core counts lots
                free[product.id, warehouse.id] += quantity
        return free

    @api.model
    def _get_waiting_orders(self, pairs):
        """Return what orders wait for, the first of them first.

        :return: {(product id, warehouse id): list of (date, quantity in the stock unit)}
        """
        self.env['stock.move'].flush_model()
        self.env['stock.move.line'].flush_model(['move_id', 'quantity_product_uom'])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.product_id, l.warehouse_id, m.create_date,
                    m.product_qty - COALESCE(
                        (SELECT sum(ml.quantity_product_uom) FROM stock_move_line ml
                         WHERE ml.move_id = m.id), 0)
                FROM stock_move m JOIN stock_location l ON l.id = m.location_id
                WHERE m.product_id = ANY(%(products)s) AND l.warehouse_id = ANY(%(warehouses)s)
                    AND l.usage = 'internal' AND m.procure_method = 'make_to_stock'
                    AND m.state IN ('confirmed', 'partially_available')
                    AND m.pharma_is_hold IS NOT TRUE
                    AND (m.reservation_date IS NULL OR m.reservation_date <= %(today)s)
                ORDER BY m.create_date, m.id
                """,
                products=[product.id for product, _warehouse in pairs],
                warehouses=[warehouse.id for _product, warehouse in pairs],
                today=fields.Date.today(),
            )
        )
        waiting = defaultdict(list)
        for product_id, warehouse_id, date, quantity in rows:
            if quantity > 0:
                waiting[product_id, warehouse_id].append((date, quantity))
        return waiting

    @api.model
    def _write_holds(self, given):
        """Write down who got how much, all of them at once."""
        now = fields.Datetime.now()
        holds = list(given.values())
        companies = {hold['warehouse'].company_id for hold in holds}
        until = {company: company._pharma_get_hold_until() for company in companies}
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_reservation r
                SET held_quantity = COALESCE(held_quantity, 0) + v.quantity,
                    missing_quantity = CASE WHEN v.state = 'held' THEN 0
                        ELSE missing_quantity - v.quantity END,
                    state = v.state, hold_warehouse_id = v.warehouse, notice = 'arrived',
                    hold_until = v.until, date_held = COALESCE(date_held, %(now)s),
                    days_waited = COALESCE(
                        days_waited, EXTRACT(epoch FROM %(now)s - date) / 86400),
                    write_date = %(now)s, write_uid = %(uid)s
                FROM unnest(%(ids)s::int[], %(warehouses)s::int[], %(quantities)s::numeric[],
                    %(states)s::varchar[], %(until)s::date[])
                    AS v (id, warehouse, quantity, state, until)
                WHERE r.id = v.id
                """,
                now=now,
                uid=self.env.uid,
                ids=list(given),
                warehouses=[hold['warehouse'].id for hold in holds],
                quantities=[hold['quantity'] for hold in holds],
                states=['held' if hold['is_complete'] else 'partly' for hold in holds],
                until=[until[hold['warehouse'].company_id] for hold in holds],
            )
        )
        self.invalidate_model(flush=False)
        self._trigger_telling()
