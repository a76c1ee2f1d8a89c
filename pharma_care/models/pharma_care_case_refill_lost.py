from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# So long a branch or a courier has to hand over what was ordered when nothing was left.
UNBOUGHT_DAYS = 3


class PharmaCareCase(models.Model):
    """Care dates that counted on a refill order which came to nothing (decision 4, 004-45)."""

    _inherit = 'pharma.care.case'

    # === BUSINESS METHODS === #
    @api.model
    def _alert_company(self, company):
        """Call back whose supply ended while the quotation made in his care is still open."""
        self.env['sale.order'].flush_model(['state'])
        self._recall_refills(
            SQL(
                """
                o.company_id = %s AND o.state IN ('draft', 'sent')
                AND own.date_runout < today.day AND e.date < %s
                """,
                company.id,
                fields.Datetime.now() - timedelta(days=UNBOUGHT_DAYS),
            )
        )
        return super()._alert_company(company)

    @api.model
    def _recall_refills(self, condition):
        """Have cases whose next date counted on a refill order due when supply ends as it is.

        These are the case of the care and, of synchronised refills, those that were moved along
        with it (004-42). Whoever agreed on another date since then is not contradicted.

        :param SQL condition: on the order ``o``, the care ``e``, its case ``own`` and ``today``
        """
        self.env['pharma.care.entry'].flush_model(['refill_order_id', 'case_id', 'date_next'])
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c
                   SET date_due = GREATEST(today.day, c.date_runout)
                  FROM pharma_care_entry e
                  JOIN sale_order o ON o.id = e.refill_order_id
                  JOIN pharma_care_case own ON own.id = e.case_id
                  JOIN %s ON today.company_id = own.company_id
                 WHERE e.refill_order_id IS NOT NULL AND %s
                   AND c.partner_id = own.partner_id AND c.company_id = own.company_id
                   AND (c.id = own.id OR c.is_chronic AND c.is_date_manual
                        AND EXISTS (SELECT FROM pharma_care_synchronisation s
                            WHERE s.partner_id = c.partner_id AND s.company_id = c.company_id))
                   AND c.state <> 'done' AND c.date_due = e.date_next
                   AND c.date_runout IS NOT NULL
                   AND c.date_due > GREATEST(today.day, c.date_runout)
                """,
                self.env['res.company']._pharma_today_query(),
                condition,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(['date_due'], flush=False)
