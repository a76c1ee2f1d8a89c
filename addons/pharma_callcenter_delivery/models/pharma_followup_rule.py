from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.pharma_callcenter.models.pharma_followup_rule_order import SLICE


class PharmaFollowupRule(models.Model):
    """Customers are asked after the goods have come, not after they ordered (000-32, 000-31)."""

    _inherit = 'pharma.followup.rule'

    trigger = fields.Selection(
        selection_add=[('delivered', "Goods Delivered")], ondelete={'delivered': 'cascade'}
    )

    @api.model
    def _cron_run(self):
        """Plan follow-ups of orders whose goods came, then all others."""
        Cron = self.env['ir.cron']
        rules = self.search([('trigger', '=', 'delivered')])
        companies = self.env['res.company'].search([('active', '=', True)])
        for rule in rules:
            for company in rule.company_id or companies:
                for day in rule._get_open_days(company):
                    rule._plan_day(company, day)
                    if not Cron._commit_progress(0):
                        return None
        return super()._cron_run()

    def _find_orders(self, company, begin, end, last):
        """Return id and moment of the next orders of which goods were handed over.

        The moment is that at which the customer's receipt became known: where the warehouse was
        first, the slip was done days before. An order that comes with several slips is asked about
        once, after the first.
        """
        if self.trigger != 'delivered':
            return super()._find_orders(company, begin, end, last)
        self.env['stock.picking'].flush_model(
            ['sale_id', 'state', 'date_done', 'slip_number', 'delivery_state', 'company_id']
        )
        self.env['pharma.delivery.attempt'].flush_model(
            ['picking_id', 'result', 'is_conflict', 'date_received', 'date_cleared']
        )
        return self.env.execute_query(
            SQL(
                """
                WITH receipt AS (
                    SELECT a.picking_id, max(COALESCE(a.date_cleared, a.date_received)) AS moment
                    FROM pharma_delivery_attempt a
                    WHERE COALESCE(a.date_cleared, a.date_received) >= %(begin)s
                        AND COALESCE(a.date_cleared, a.date_received) < %(end)s
                        AND a.result IN ('delivered', 'partly') AND a.is_conflict IS NOT TRUE
                    GROUP BY a.picking_id
                ), slip AS (
                    SELECT picking_id AS id, moment FROM receipt
                    UNION ALL
                    SELECT k.id, k.date_done FROM stock_picking k
                    WHERE k.date_done >= %(begin)s AND k.date_done < %(end)s
                        AND k.slip_number IS NOT NULL
                        AND NOT EXISTS (
                            SELECT FROM pharma_delivery_attempt a
                            WHERE a.picking_id = k.id AND a.result IN ('delivered', 'partly')
                                AND a.is_conflict IS NOT TRUE)
                )
                SELECT o.id, min(slip.moment)
                FROM slip
                JOIN stock_picking k ON k.id = slip.id
                JOIN sale_order o ON o.id = k.sale_id
                JOIN res_partner p ON p.id = o.partner_id
                WHERE k.slip_number IS NOT NULL AND k.state = 'done'
                    AND k.delivery_state IN ('delivered', 'partly')
                    AND k.company_id = %(company)s AND o.company_id = %(company)s
                    AND o.state = 'sale' AND %(wanted)s
                GROUP BY o.id
                HAVING (min(slip.moment), o.id) > (%(moment)s, %(id)s)
                ORDER BY min(slip.moment), o.id
                LIMIT %(slice)s
                """,
                begin=begin,
                end=end,
                company=company.id,
                wanted=self._get_order_condition(),
                moment=last[0],
                id=last[1],
                slice=SLICE,
            )
        )
