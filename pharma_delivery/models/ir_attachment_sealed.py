from odoo import models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """Signatures are kept as attachments: those of sealed records stay (004-19, V7)."""

    _inherit = 'ir.attachment'

    def write(self, vals):
        self._check_pharma_sealed()
        return super().write(vals)

    def unlink(self):
        self._check_pharma_sealed()
        return super().unlink()

    def _check_pharma_sealed(self):
        if self.env.su:
            return
        # sudo: where the file belongs to; whether it may be touched at all is checked by super
        for file in self.sudo():
            model = self.env.get(file.res_model) if file.res_field and file.res_id else None
            if model is None or not hasattr(model, '_is_sealed'):
                continue
            record = model.browse(file.res_id).sudo().exists()  # sudo: its state only
            if record and record._is_sealed():
                raise UserError(
                    self.env._("A signature that has been given is never changed or deleted.")
                )
