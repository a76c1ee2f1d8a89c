from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _get_handover_address(self):
        """Return the address in one line."""
        if not self:
            return ''
        self.ensure_one()
        lines = self._display_address(without_company=True).splitlines()
        return ', '.join(line.strip() for line in lines if line.strip())
