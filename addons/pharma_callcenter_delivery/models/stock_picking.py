from odoo import models


class StockPicking(models.Model):
    """Tickets about a slip, and a new one from it (000-22, 000-31, decision 30)."""

    _name = 'stock.picking'
    _inherit = ['stock.picking', 'pharma.complaint.origin.mixin']

    # those about the slip, wherever they were opened
    _complaint_field = 'slip_id'

    # follow-ups ask for done slips by day
    _slip_done_idx = models.Index('(date_done) WHERE slip_number IS NOT NULL')

    def _get_complaint_origin(self):
        return self.env.ref('pharma_callcenter.pharma_complaint_origin_slip')

    def _prepare_complaint_vals(self):
        """Fill a ticket with customer, order, medicine, lot and branch, and whoever brought it."""
        vals = super()._prepare_complaint_vals()
        moves = self.move_ids.filtered(lambda move: move.state != 'cancel')
        product, lot = moves.product_id, moves.move_line_ids.lot_id
        # who may not read the order opens the ticket without it
        order = self.sale_id._filtered_access('read')
        vals |= {
            'company_id': self.company_id.id,
            'partner_id': (order or self).partner_id.id,
            'order_id': order.id,
            'slip_number': self.slip_number,
            'warehouse_id': self.picking_type_id.warehouse_id.id,
            'product_id': product.id if len(product) == 1 else False,
            'lot_id': lot.id if len(lot) == 1 else False,
        }
        Ticket = self.env['pharma.complaint']
        if Ticket._has_field_access(Ticket._fields['employee_id'], 'write'):
            # sudo: which employee the courier is, in the company of the slip
            employee = self.courier_id.sudo().with_company(self.company_id).employee_id
            vals['employee_id'] = employee.id
        return vals

    def action_pharma_view_complaints(self):
        """Open the tickets about the slip, a new one if there is none (000-22).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a slip that the user may not read
        """
        if not self.pharma_complaint_count:
            return self.action_pharma_new_complaint()
        action = super().action_pharma_view_complaints()
        action['context'] = self._get_complaint_context()
        return action
