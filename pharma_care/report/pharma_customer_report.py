from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.pharma_crm.report.pharma_customer_report_bands import BANDS, NEVER


class PharmaCustomerReport(models.Model):
    """When a customer was last cared for (004-61)."""

    _inherit = 'pharma.customer.report'

    date_last_contact = fields.Date(string="Last Care", readonly=True)
    contact_days = fields.Integer(
        string="Days without Interaction",
        readonly=True,
        aggregator='avg',
        help="Since the last care, up to today; empty where there was none.",
    )
    contact_band = fields.Selection(
        [*BANDS, NEVER],
        string="Last Care (band)",
        readonly=True,
        help="Days without interaction, up to today.",
    )
    date_next_care = fields.Date(
        string="Next Care", readonly=True, help="Earliest care date of the open cases."
    )

    @api.model
    def _get_columns(self):
        # one look-up per row that is shown: all cases added up would delay every page
        days = SQL(
            "(SELECT (SELECT day FROM %s WHERE today.company_id = f.company_id)"
            " - max(c.date_last_contact) FROM pharma_care_case c"
            " WHERE c.partner_id = f.partner_id AND c.company_id = f.company_id)",
            self.env['res.company']._pharma_today_query(),
        )
        return {
            **super()._get_columns(),
            'date_last_contact': SQL(
                "(SELECT max(c.date_last_contact) FROM pharma_care_case c"
                " WHERE c.partner_id = f.partner_id AND c.company_id = f.company_id)"
            ),
            'contact_days': days,
            'contact_band': SQL("coalesce(%s, %s)", self._get_band_column(days), NEVER[0]),
            'date_next_care': SQL(
                "(SELECT min(c.date_due) FROM pharma_care_case c"
                " WHERE c.partner_id = f.partner_id AND c.company_id = f.company_id"
                " AND c.state <> 'done')"
            ),
        }
