from odoo import models


class PharmaCallPurpose(models.Model):
    _inherit = 'pharma.call.purpose'

    def _get_contact_purpose(self):
        """Return for which of the purposes of contact permission is asked (004-30)."""
        if self.code == 'survey':
            return 'survey'
        return 'advertising' if self.is_sales else 'care'
