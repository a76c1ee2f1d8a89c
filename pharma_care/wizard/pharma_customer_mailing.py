from odoo import fields, models


class PharmaCustomerMailing(models.TransientModel):
    """A mailing about care is no door to customers who are only observed (004-36)."""

    _inherit = 'pharma.customer.mailing'

    def _get_statuses(self):
        """Leave observed customers out; only managers of care are told."""
        statuses = super()._get_statuses()
        if self.purpose != 'care':
            return statuses
        partners = self.env['res.partner'].union(
            *(partner for partner, (status, _reason) in statuses.items() if status == 'allowed')
        )
        observed = self.env['pharma.care.case']._get_held_out(self.company_id, partners)
        is_told = self.env.user.has_group('pharma_care.group_care_manager')
        for partner in observed:
            if is_told:
                statuses[partner] = ('observed', '')
            else:
                del statuses[partner]
        return statuses


class PharmaCustomerMailingLine(models.TransientModel):
    """Who is only observed gets no mailing about care (004-36)."""

    _inherit = 'pharma.customer.mailing.line'

    status = fields.Selection(
        selection_add=[('observed', "Only Observed")], ondelete={'observed': 'cascade'}
    )
