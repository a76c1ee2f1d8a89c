from odoo import api, fields, models


class PharmaCustomerActivity(models.TransientModel):
    """Activities are no other door to customers who are only observed (004-36)."""

    _inherit = 'pharma.customer.activity'

    is_care = fields.Boolean(
        string="About Care",
        default=True,
        help="Customers who are only observed get no activity. Untick it for what is no care, such"
        " as a bill or a licence.",
    )

    def _get_partners(self):
        partners = super()._get_partners()
        # employees decide about none: they would find out who is observed
        if self.is_care or not self._is_care_manager():
            partners -= self.env['pharma.care.case']._get_held_out(self.env.company, partners)
        return partners

    def _get_message(self, partners):
        message = super()._get_message(partners)
        count = len(self.partner_ids) - len(partners)
        if not count or not self._is_care_manager():
            return message
        left_out = self.env._("Only observed: %(count)s.", count=count)
        return f'{message} {left_out}'

    @api.model
    def _is_care_manager(self):
        return self.env.user.has_group('pharma_care.group_care_manager')
