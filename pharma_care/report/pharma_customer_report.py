from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.pharma_crm.models.pharma_analysis_mixin import MAX_RECORDS


class PharmaCustomerReport(models.Model):
    """When a customer was last cared for, and the way from an analysis to a call list
    (000-18, 004-61).
    """

    _inherit = 'pharma.customer.report'

    date_last_contact = fields.Date(string="Last Care", readonly=True)
    date_next_care = fields.Date(
        string="Next Care", readonly=True, help="Earliest care date of the open cases."
    )

    @api.model
    def _get_columns(self):
        # one look-up per row that is shown: all cases added up would delay every page
        return {
            **super()._get_columns(),
            'date_last_contact': SQL(
                "(SELECT max(c.date_last_contact) FROM pharma_care_case c"
                " WHERE c.partner_id = f.partner_id AND c.company_id = f.company_id)"
            ),
            'date_next_care': SQL(
                "(SELECT min(c.date_due) FROM pharma_care_case c"
                " WHERE c.partner_id = f.partner_id AND c.company_id = f.company_id"
                " AND c.state <> 'done')"
            ),
        }

    def action_pharma_care_call_list(self):
        """Ask who calls the customers of the rows, and when (000-18).

        :return: window action of ``pharma.care.call.list``
        :raise UserError: for more rows than one person can go through
        """
        if len(self.partner_id) > MAX_RECORDS:
            raise UserError(
                self.env._(
                    "%(count)s customers are chosen, and a call list takes %(max)s at once."
                    " Narrow the list down by filters.",
                    count=len(self.partner_id),
                    max=MAX_RECORDS,
                )
            )
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
