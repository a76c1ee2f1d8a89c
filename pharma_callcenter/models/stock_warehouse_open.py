from odoo import api, fields, models


class StockWarehouse(models.Model):
    """Which branches are open at this moment (000-02)."""

    _inherit = 'stock.warehouse'

    pharma_is_open_now = fields.Boolean(
        string="Open Now", compute='_compute_pharma_is_open_now', compute_sudo=True
    )
    pharma_branch_address = fields.Char(
        string="Branch Address", compute='_compute_pharma_branch_address', compute_sudo=True
    )

    @api.depends('pharma_opening_hours_id')
    def _compute_pharma_is_open_now(self):
        now = fields.Datetime.now()
        for branch in self:
            calendar = branch.pharma_opening_hours_id
            branch.pharma_is_open_now = calendar._pharma_is_open(now, branch.company_id)

    @api.depends('partner_id.street', 'partner_id.city')
    def _compute_pharma_branch_address(self):
        for branch in self:
            partner = branch.partner_id
            branch.pharma_branch_address = ', '.join(
                filter(None, (partner.street, partner.street2, partner.city))
            )
