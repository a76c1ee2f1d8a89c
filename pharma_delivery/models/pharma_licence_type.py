from odoo import fields, models


class PharmaLicenceType(models.Model):
    _inherit = 'pharma.licence.type'

    is_sensitive = fields.Boolean(
        string="Personal Paper",
        help="Identity papers and the like: read by those who prepare deliveries, pharmacists and "
        "managers only.",
    )
