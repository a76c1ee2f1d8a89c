from odoo import api, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """A refill order that comes to nothing leaves the customer without medicine (decision 4)."""

    _inherit = 'sale.order'

    def _action_cancel(self):
        result = super()._action_cancel()
        self._pharma_refill_lost()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_refill(self):
        self._pharma_refill_lost()

    def _pharma_refill_lost(self):
        """Have cases whose next date counted on these orders due when supply ends as it is.

        These are the case of the care and, of synchronised refills, those that were moved along
        with it (004-42). Whoever agreed on another date since then is not contradicted.
        """
        self.env['pharma.care.entry'].flush_model(['refill_order_id', 'case_id', 'date_next'])
        self.env['pharma.care.case'].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c
                   SET date_due = GREATEST(today.day, c.date_runout)
                  FROM pharma_care_entry e
                  JOIN pharma_care_case own ON own.id = e.case_id
                  JOIN %s ON today.company_id = own.company_id
                 WHERE e.refill_order_id = ANY(%s)
                   AND c.partner_id = own.partner_id AND c.company_id = own.company_id
                   AND (c.id = own.id OR c.is_chronic AND c.is_date_manual
                        AND EXISTS (SELECT FROM pharma_care_synchronisation s
                            WHERE s.partner_id = c.partner_id AND s.company_id = c.company_id))
                   AND c.state <> 'done' AND c.date_due = e.date_next
                   AND c.date_runout IS NOT NULL
                   AND c.date_due > GREATEST(today.day, c.date_runout)
                """,
                self.env['res.company']._pharma_today_query(),
                self.ids,
            )
        )
        if self.env.cr.rowcount:
            self.env['pharma.care.case'].invalidate_model(['date_due'], flush=False)
