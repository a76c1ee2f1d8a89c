from odoo import fields, models


class StockWarehouse(models.Model):
    """A branch is a warehouse with an address, a telephone and opening hours (000-16, 004-05)."""

    _inherit = 'stock.warehouse'

    pharma_branch_kind = fields.Selection(
        selection=[
            ('pharmacy', "Pharmacy"),
            ('mini_store', "Mini Store"),
            ('distribution_centre', "Distribution Centre"),
            ('office', "Office"),
        ],
        string="Kind of Branch",
    )
    pharma_phone = fields.Char(string="Branch Phone", help="Number given to customers.")
    pharma_opening_hours_id = fields.Many2one(
        'resource.calendar',
        string="Opening Hours",
        check_company=True,
        domain="[('company_id', 'in', (False, company_id))]",
        help="When the branch serves customers; days off come from the calendar.",
    )
