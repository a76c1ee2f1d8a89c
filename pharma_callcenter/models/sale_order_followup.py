from odoo import fields, models


class SaleOrder(models.Model):
    """A cancelled order is not asked about (000-32)."""

    _inherit = 'sale.order'

    pharma_followup_ids = fields.One2many(
        'pharma.followup',
        'order_id',
        string="Follow-Ups",
        groups='pharma_crm.group_pharma_user',
    )

    def _action_cancel(self):
        """Skip what was planned about the orders."""
        result = super()._action_cancel()
        # sudo: whoever cancels an order need not see what was planned about it
        followups_sudo = self.env['pharma.followup'].sudo()
        followups_sudo = followups_sudo.search(
            [
                ('order_id', 'in', self.ids),
                ('complaint_id', '=', False),
                ('state', '=', 'planned'),
            ]
        )
        if followups_sudo:
            followups_sudo._skip(self.env._("The order was cancelled."))
        return result
