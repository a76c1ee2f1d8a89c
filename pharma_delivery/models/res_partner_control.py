from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _get_courier_address(self):
        """Return town and street in one line, in the order of their country."""
        street = (self.street, self.street2)
        layout = self._get_address_format()
        is_town_first = -1 < layout.find('%(city)s') < layout.find('%(street)s')
        words = (self.city, *street) if is_town_first else (*street, self.city)
        return ', '.join(word for word in words if word)

    def _get_handover_address(self):
        """Return the address in one line."""
        if not self:
            return ''
        self.ensure_one()
        lines = self._display_address(without_company=True).splitlines()
        return ', '.join(line.strip() for line in lines if line.strip())
