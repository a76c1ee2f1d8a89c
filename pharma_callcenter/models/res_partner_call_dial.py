from odoo import models


class ResPartner(models.Model):
    """The call button of a customer, wherever it stands: the PBX dials at the user's seat."""

    _inherit = 'res.partner'

    def _prepare_pharma_contact_action(self, channel, address):
        """Let the PBX dial if the user has a seat at one, else the device (000-04, 002-26)."""
        if channel == 'call' and self.env['pharma.agent'].has_access('read'):
            seat = self.env['pharma.agent']._get_own_seat()
            if seat.pbx_id and seat.state != 'offline':
                self.env['pharma.call.command']._ask(
                    'dial', seat, number=address, partner_id=self.id
                )
                return {
                    'type': 'ir.actions.client',
                    'tag': 'display_notification',
                    'params': {
                        'type': 'info',
                        'message': self.env._("The PBX dials: take off your receiver."),
                        'next': {'type': 'ir.actions.act_window_close'},
                    },
                }
        return super()._prepare_pharma_contact_action(channel, address)
