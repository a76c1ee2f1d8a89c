from odoo import models
from odoo.exceptions import UserError


class PharmaCustomerListMixin(models.AbstractModel):
    """The way from any list of customers to a call list (000-18)."""

    _inherit = 'pharma.customer.list.mixin'

    def action_pharma_care_call_list(self):
        """Ask who calls the customers of the rows, and when (000-18).

        :return: window action of ``pharma.care.call.list``
        :raise UserError: for more rows than one person can go through
        """
        self._check_list_size(self.partner_id)
        if len(self.company_id) > 1:
            raise UserError(
                self.env._("Choose customers of one company: a call list belongs to a company.")
            )
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_care.pharma_care_call_list_action'
        )
        context = {
            'default_partner_ids': self.partner_id.ids,
            'default_company_id': self.company_id.id or self.env.company.id,
        }
        return {**action, 'context': context}
