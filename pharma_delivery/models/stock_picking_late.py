from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class StockPicking(models.Model):
    """Deliveries that are late, or were (003-03)."""

    _inherit = 'stock.picking'

    pharma_is_late = fields.Boolean(
        string="Late",
        compute='_compute_pharma_is_late',
        search='_search_pharma_is_late',
        help="The latest delivery time has passed, or had passed when the goods were handed over.",
    )

    # open slips that were promised until a day: a small part of all transfers
    _pharma_deadline_idx = models.Index(
        "(date_deadline) WHERE slip_number IS NOT NULL AND state NOT IN ('done', 'cancel')"
    )

    # === COMPUTE METHODS === #
    @api.depends('state', 'date_deadline', 'date_done', 'attempt_ids.result', 'slip_number')
    def _compute_pharma_is_late(self):
        late = self._origin.search([('id', 'in', self._origin.ids), ('pharma_is_late', '=', True)])
        for picking in self:
            picking.pharma_is_late = picking._origin in late

    def _search_pharma_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        self.flush_model(['slip_number', 'state', 'date_deadline', 'date_done'])
        self.env['pharma.delivery.attempt'].flush_model(
            ['picking_id', 'result', 'is_conflict', 'date']
        )
        return Domain('slip_number', '!=', False) & (
            Domain('state', 'not in', ('done', 'cancel'))
            & Domain('date_deadline', '<', fields.Datetime.now())
            | Domain('state', '=', 'done')
            & Domain('delivery_state', 'in', ('delivered', 'partly'))
            & Domain('id', 'in', self._get_delivered_late_query())
        )

    @api.model
    def _get_delivered_late_query(self):
        """Return SQL of the ids of slips that were handed over too late.

        Of visits the telephone's own time counts, which may have been offline.
        """
        return SQL(
            """(SELECT visit.picking_id FROM pharma_delivery_attempt visit
                JOIN stock_picking slip ON slip.id = visit.picking_id
                WHERE visit.is_conflict IS NOT TRUE AND visit.result IN ('delivered', 'partly')
                GROUP BY visit.picking_id, slip.date_deadline
                HAVING min(visit.date) > slip.date_deadline
                UNION ALL
                SELECT slip.id FROM stock_picking slip
                WHERE slip.slip_number IS NOT NULL AND slip.state = 'done'
                    AND slip.date_done > slip.date_deadline AND NOT EXISTS (
                        SELECT FROM pharma_delivery_attempt visit
                        WHERE visit.picking_id = slip.id AND visit.is_conflict IS NOT TRUE
                            AND visit.result IN ('delivered', 'partly')))"""
        )
