from odoo import models


class PharmaCall(models.Model):
    """Orders from the call desk go the same short way (000-25, 004-04)."""

    _inherit = 'pharma.call'

    def action_desk_order(self):
        """Open 'Phone Order' for who may sell (000-25, 004-04).

        :return: client action; for others that of the desk
        :raise AccessError: for calls of others
        """
        action = super().action_desk_order()
        if not self.env['pharma.phone.order']._may_order() or not self.has_access('write'):
            return action
        return self.action_phone_order()
