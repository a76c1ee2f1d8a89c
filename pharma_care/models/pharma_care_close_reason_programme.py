from odoo import fields, models


class PharmaCareCloseReason(models.Model):
    """What the end of a case means for programmes (000-10)."""

    _inherit = 'pharma.care.close.reason'

    is_programme_continued = fields.Boolean(
        string="Programmes Go On",
        help="The contact has reached its purpose: the next step of a programme is planned. For"
        " other reasons the customer's programmes end with the case.",
    )
    is_programme_refused = fields.Boolean(
        string="No More Programmes",
        help="Until the next purchase no programme has the customer contacted any more.",
    )
