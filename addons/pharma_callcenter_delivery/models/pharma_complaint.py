from odoo import api, fields, models
from odoo.tools import SQL

STAFF = 'base.group_user'


class PharmaComplaint(models.Model):
    """The number on the customer's slip proves the purchase (002-14, 000-31)."""

    _inherit = 'pharma.complaint'

    slip_number = fields.Char(
        string="Delivery Slip",
        size=32,
        copy=False,
        groups=STAFF,
        help="The number on the paper that the customer holds.",
    )
    slip_id = fields.Many2one(
        'stock.picking',
        string="Slip Found",
        compute='_compute_slip_id',
        compute_sudo=True,
        store=True,
        precompute=True,
        index='btree_not_null',
        ondelete='set null',
        groups=STAFF,
    )
    is_slip_unknown = fields.Boolean(compute='_compute_is_slip_unknown', groups=STAFF)

    # === COMPUTE METHODS === #
    @api.depends('slip_number', 'company_id')
    def _compute_slip_id(self):
        numbers = {(ticket.slip_number or '').strip() for ticket in self} - {''}
        found = {
            (slip.company_id, slip.slip_number): slip
            for slip in self.env['stock.picking'].search([('slip_number', 'in', list(numbers))])
            if numbers
        }
        for ticket in self:
            number = (ticket.slip_number or '').strip()
            ticket.slip_id = found.get((ticket.company_id, number), False)

    @api.depends('slip_number', 'slip_id')
    def _compute_is_slip_unknown(self):
        for ticket in self:
            ticket.is_slip_unknown = bool(ticket.slip_number and not ticket.slip_id)

    @api.depends('slip_id')
    def _compute_purchase_state(self):
        return super()._compute_purchase_state()

    def _get_purchase_state(self, is_own_order, has_product, has_lot):
        """Judge by the slip, too: somebody else's, or proof of what it brought."""
        state = super()._get_purchase_state(is_own_order, has_product, has_lot)
        if not self.slip_id or not self.partner_id:
            return state
        if state == 'proven' and not self._is_own_slip():
            return 'other'
        if state == 'open':  # the slip is all there is
            return 'proven' if self._is_own_slip() else 'other'
        return state

    def _is_own_slip(self):
        """Return whether the slip went to the customer or his company."""
        self.ensure_one()
        # sudo: whether it is his, and nothing else
        slip = self.slip_id.sudo()
        receivers = slip.partner_id | slip.sale_id.partner_id
        return self.partner_id.commercial_partner_id in receivers.commercial_partner_id

    def _get_purchase_facts(self):
        """Count what own slips brought, also those without an order."""
        facts = super()._get_purchase_facts()
        slips = self.slip_id
        if not slips:
            return facts
        self.env['stock.move.line'].flush_model(['picking_id', 'product_id', 'lot_id', 'quantity'])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT picking_id, product_id, lot_id FROM stock_move_line
                WHERE picking_id = ANY(%s) AND state = 'done' AND quantity > 0
                """,
                slips._origin.ids,
            )
        )
        products = {(picking_id, product_id) for picking_id, product_id, _lot_id in rows}
        lots = {(picking_id, lot_id) for picking_id, _product_id, lot_id in rows}
        found = []
        for ticket, (is_own, has_product, has_lot) in zip(self, facts, strict=True):
            if ticket.slip_id and ticket._is_own_slip():
                slip_id = ticket.slip_id._origin.id
                has_product = has_product or (slip_id, ticket.product_id._origin.id) in products
                has_lot = has_lot or (slip_id, ticket.lot_id._origin.id) in lots
            found.append((is_own, has_product, has_lot))
        return found
