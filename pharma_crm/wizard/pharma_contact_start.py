from odoo import fields, models

from ..models.pharma_contact_permission import CHANNELS


class PharmaContactStart(models.TransientModel):
    """Ask what a contact is for: the answer decides whether it is permitted (004-30)."""

    _name = 'pharma.contact.start'
    _description = "Purpose of a Contact"

    partner_id = fields.Many2one('res.partner', string="Customer", required=True)
    channel = fields.Selection(CHANNELS, required=True)

    def action_care(self):
        """Contact the customer for care.

        :return: the action that begins the contact
        :raise UserError: with the reason why the customer may not be contacted
        (004-30)
        """
        return self.partner_id._pharma_contact('care', self.channel)

    def action_advertising(self):
        """Contact the customer for advertising, as action_care does for care (004-30)."""
        return self.partner_id._pharma_contact('advertising', self.channel)

    def action_survey(self):
        """Contact the customer for a survey, as action_care does for care (004-30)."""
        return self.partner_id._pharma_contact('survey', self.channel)
