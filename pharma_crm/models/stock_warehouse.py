import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Looser than for customers: hotlines and short numbers are not numbers of a country's plan.
PHONE_PATTERN = re.compile(r'(?=(\D*\d){3})[\d\s+().,;/-]+((ext|x)[.:]?\s*\d+)?', re.IGNORECASE)


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

    @api.constrains('pharma_phone')
    def _check_pharma_phone(self):
        for branch in self.filtered('pharma_phone'):
            # full-width characters of Chinese keyboards count as what they stand for
            phone = unicodedata.normalize('NFKC', branch.pharma_phone)
            if not PHONE_PATTERN.fullmatch(phone):
                raise ValidationError(
                    self.env._(
                        "Branch '%(branch)s': '%(phone)s' in the field 'Branch Phone' is not a"
                        " telephone number. Write it in digits, e.g. 028 3822 0000 or"
                        " 1900 6067 ext. 2, or leave the field empty.",
                        branch=branch.name,
                        phone=branch.pharma_phone,
                    )
                )
