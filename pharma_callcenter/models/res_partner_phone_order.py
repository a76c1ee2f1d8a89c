from odoo import models


class ResPartner(models.Model):
    """Orders of a customer who is on the telephone (000-25)."""

    _inherit = 'res.partner'

    def action_phone_order(self):
        """Open the window in which the customer's order is taken (000-25).

        :return: client action
        :raise AccessError: for a customer that the user may not read, or without the right to sell
        """
        self.ensure_one()
        self.check_access('read')
        self.env['pharma.phone.order']._check_may_order()
        return self.env['pharma.phone.order']._get_action(partner=self)
