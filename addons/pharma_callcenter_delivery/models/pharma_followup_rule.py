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

        An order that comes with several slips is asked about once, after the first.
        """
        if self.trigger != 'delivered':
            return super()._find_orders(company, begin, end, last)
        self.env['stock.picking'].flush_model(
            ['sale_id', 'state', 'date_done', 'slip_number', 'delivery_state', 'company_id']
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT o.id, min(k.date_done)
                FROM stock_picking k
                JOIN sale_order o ON o.id = k.sale_id
                JOIN res_partner p ON p.id = o.partner_id
                WHERE k.date_done >= %(begin)s AND k.date_done < %(end)s
                    AND k.slip_number IS NOT NULL AND k.state = 'done'
                    AND k.delivery_state IN ('delivered', 'partly')
                    AND k.company_id = %(company)s AND o.company_id = %(company)s
                    AND o.state = 'sale' AND %(wanted)s
                GROUP BY o.id
                HAVING (min(k.date_done), o.id) > (%(moment)s, %(id)s)
                ORDER BY min(k.date_done), o.id
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
