from odoo import models


class PharmaComplaintKind(models.Model):
    """An e-mail address of its own, where what arrives becomes a ticket of the kind (000-22)."""

    _name = 'pharma.complaint.kind'
    _inherit = ['pharma.complaint.kind', 'mail.alias.mixin.optional']

    def _alias_get_creation_values(self):
        """Return what arrives as a ticket of this kind; its company is decided when it arrives."""
        values = super()._alias_get_creation_values()
        values['alias_model_id'] = self.env['ir.model']._get_id('pharma.complaint')
        values['alias_defaults'] = {'kind_id': self.id} if self.id else {}
        return values
