from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class StockPicking(models.Model):
    """Until when a delivery was promised, and whether it is late, or was (003-03)."""

    _inherit = 'stock.picking'

    pharma_date_promised = fields.Datetime(
        string="Latest Delivery",
        compute='_compute_pharma_date_promised',
        compute_sudo=True,  # sudo: the courier may not read orders
        help="The delivery date of the order, or its lead time; empty if nothing was promised.",
    )
    pharma_is_late = fields.Boolean(
        string="Late",
        compute='_compute_pharma_is_late',
        search='_search_pharma_is_late',
        help="The latest delivery time has passed, or had passed when the goods were handed over.",
    )

    # open slips with a deadline: a small part of all transfers
    _pharma_deadline_idx = models.Index(
        "(date_deadline) WHERE slip_number IS NOT NULL AND state NOT IN ('done', 'cancel')"
    )

    # === COMPUTE METHODS === #
    @api.depends('date_deadline', 'sale_id.date_order')
    def _compute_pharma_date_promised(self):
        """Core's deadline of an order without a promised date and without a lead time is the
        moment of the order itself: that promises nothing."""
        for picking in self:
            deadline, ordered = picking.date_deadline, picking.sale_id.date_order
            is_promised = deadline and not (ordered and deadline <= ordered)
            picking.pharma_date_promised = is_promised and deadline

    @api.depends('state', 'pharma_date_promised', 'date_done', 'attempt_ids.result', 'slip_number')
    def _compute_pharma_is_late(self):
        late = self._origin.search([('id', 'in', self._origin.ids), ('pharma_is_late', '=', True)])
        for picking in self:
            picking.pharma_is_late = picking._origin in late

    def _search_pharma_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        self.flush_model(['slip_number', 'state', 'date_deadline', 'date_done', 'sale_id'])
        self.env['sale.order'].flush_model(['date_order'])
        self.env['pharma.delivery.attempt'].flush_model(
            ['picking_id', 'result', 'is_conflict', 'date']
        )
        return Domain('slip_number', '!=', False) & (
            Domain('state', 'not in', ('done', 'cancel'))
            & Domain('id', 'in', self._get_open_late_query())
            | Domain('state', '=', 'done')
            & Domain('delivery_state', 'in', ('delivered', 'partly'))
            & Domain('id', 'in', self._get_delivered_late_query())
        )

    @api.model
    def _get_open_late_query(self):
        """Return SQL of the ids of slips that should have been handed over by now."""
        return SQL(
            """(SELECT slip.id FROM stock_picking slip
                LEFT JOIN sale_order o ON o.id = slip.sale_id
                WHERE slip.slip_number IS NOT NULL AND slip.state NOT IN ('done', 'cancel')
                    AND slip.date_deadline < %s
                    AND (o.id IS NULL OR slip.date_deadline > o.date_order))""",
            fields.Datetime.now(),
        )

    @api.model
    def _get_delivered_late_query(self):
        """Return SQL of the ids of slips that were handed over too late.

        Of visits the telephone's own time counts, which may have been offline.
        """
        return SQL(
            """(SELECT visit.picking_id FROM pharma_delivery_attempt visit
                JOIN stock_picking slip ON slip.id = visit.picking_id
                LEFT JOIN sale_order o ON o.id = slip.sale_id
                WHERE visit.is_conflict IS NOT TRUE AND visit.result IN ('delivered', 'partly')
                    AND (o.id IS NULL OR slip.date_deadline > o.date_order)
                GROUP BY visit.picking_id, slip.date_deadline
                HAVING min(visit.date) > slip.date_deadline
                UNION ALL
                SELECT slip.id FROM stock_picking slip
                LEFT JOIN sale_order o ON o.id = slip.sale_id
                WHERE slip.slip_number IS NOT NULL AND slip.state = 'done'
                    AND slip.date_done > slip.date_deadline
                    AND (o.id IS NULL OR slip.date_deadline > o.date_order)
                    AND NOT EXISTS (
                        SELECT FROM pharma_delivery_attempt visit
                        WHERE visit.picking_id = slip.id AND visit.is_conflict IS NOT TRUE
                            AND visit.result IN ('delivered', 'partly')))"""
        )
