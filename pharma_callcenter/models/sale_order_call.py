from odoo import fields, models


class SaleOrder(models.Model):
    """Calls about an order (000-27, 003-03)."""

    _inherit = 'sale.order'

    pharma_call_count = fields.Integer(string="Calls", compute='_compute_pharma_call_count')

    def _compute_pharma_call_count(self):
        Call = self.env['pharma.call']
        if not Call.has_access('read'):
            self.pharma_call_count = 0  # orders are read and exported by others, too
            return
        counts = dict(Call._read_group([('order_id', 'in', self.ids)], ['order_id'], ['__count']))
        for order in self:
            order.pharma_call_count = counts.get(order._origin, 0)

    def action_pharma_view_calls(self):
        """Open the calls in which the order was taken or asked about (003-03).

        :return: window action of ``pharma.call``
        :raise AccessError: for an order that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_call_action'
        )
        action['domain'] = [('order_id', '=', self.id)]
        action['context'] = {
            'default_order_id': self.id,
            'default_partner_id': self.partner_id.id,
        }
        return action
