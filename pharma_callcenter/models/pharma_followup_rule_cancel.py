from odoo import api, models
from odoo.tools import SQL


class PharmaFollowupRule(models.Model):
    """Whoever suddenly cancels an order is asked why (004-31)."""

    _inherit = 'pharma.followup.rule'

    @api.model
    def _plan_for_cancelled(self, orders):
        """Plan a follow-up of each order that had been confirmed, by the first rule that fits.

        :param orders: ``sale.order`` that have just been cancelled, with full rights
        """
        rules = self.search([('trigger', '=', 'cancel')])
        for company, group in orders.grouped('company_id').items():
            today = company._pharma_today()
            left = group
            for rule in rules.filtered(lambda rule, c=company: rule.company_id in (c, c.browse())):
                if rule.date_start <= today and (found := rule._find_cancelled(left)):
                    rule._plan_slice(today, [id_ for id_ in found if rule._is_drawn(id_)])
                    left = left.filtered(lambda order, found=found: order.id not in found)

    def _find_cancelled(self, orders):
        """Return the ids of those orders that fit the rule, the earliest first."""
        condition = self._get_order_condition()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id
                FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                WHERE o.id = ANY(%s) AND %s
                ORDER BY o.date_order, o.id
                """,
                orders.ids,
                condition,
            )
        )
        return [id_ for [id_] in rows]
