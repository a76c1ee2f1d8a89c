from odoo import fields, models


class StockWarehouse(models.Model):
    """Which team answers tickets about a branch."""

    _inherit = 'stock.warehouse'

    pharma_ticket_team_id = fields.Many2one(
        'crm.team',
        string="Team for Tickets",
        ondelete='set null',
        check_company=True,
        help="Answers tickets about this branch, unless the kind of ticket or the customer's"
        " salesperson has a team.",
    )
