from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCareEntry(models.Model):
    """The call in which a care was done (004-04, 004-56)."""

    _inherit = 'pharma.care.entry'

    call_id = fields.Many2one(
        "pharma.call", index="btree_not_null", copy=False, ondelete="restrict"
    )

    _call_unique = models.UniqueIndex(
        '(call_id) WHERE call_id IS NOT NULL', "A care is recorded for this call already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Record contacts; a call is linked that the user may read, and that is the customer's.

        :param list vals_list: as ``pharma.care.entry``, with ``call_id`` if it was in a call
        :return: the new ``pharma.care.entry`` records
        :raise AccessError: for a call that the user may not read
        :raise UserError: for a call of another customer
        """
        entries = super().create(vals_list)
        for entry in entries.filtered('call_id'):
            # checked afterwards: it may have come as a default
            call = entry.call_id
            call.check_access('read')
            # sudo: whose call and whose case it is, nothing more of them
            if call.sudo().partner_id != entry.sudo().partner_id:
                raise UserError(
                    self.env._(
                        "The call is of another customer than the care case '%(case)s'. Choose the"
                        " customer of the call first, or record the care without it.",
                        case=entry.display_name,
                    )
                )
        return entries
