from odoo import api, fields, models
from odoo.tools import SQL


class PharmaCustomerReport(models.Model):
    """When a customer was last cared for (004-61)."""

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
