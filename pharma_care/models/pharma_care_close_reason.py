from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCareCloseReason(models.Model):
    """Why a care case ends; a list, because reasons are counted (004-56, 004-68)."""

    _name = 'pharma.care.close.reason'
    _description = "Care Close Reason"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    is_automatic = fields.Boolean(
        string="Set by the System",
        readonly=True,
        help="Given when an order is cancelled or returned, or when customers are merged; not"
        " offered to people.",
    )
    active = fields.Boolean(default=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_automatic(self):
        for reason in self.filtered('is_automatic'):
            raise UserError(
                self.env._(
                    "Close reason '%(reason)s' is given by the system itself and cannot be deleted."
                    " You may rename it.",
                    reason=reason.name,
                )
            )
