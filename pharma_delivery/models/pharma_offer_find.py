from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, split_every

from .pharma_offer import TRADE

# The most frequent buyers are listed; more would be called by nobody.
MAX_CUSTOMERS = 5000
BATCH = 1000
# Refusals of an hour or a day do not keep anybody off a list that is worked on for weeks.
LASTING = ('declined', 'not_asked', 'blocked')


class PharmaOffer(models.Model):
    """Find who buys what is offered, and who of them permits advertising (004-58, 004-30)."""

    _inherit = 'pharma.offer'

    def _find_customers(self):
        """Replace the customers of an offer by those of now."""
        self.ensure_one()
        self.line_ids.unlink()
        Line = self.env['pharma.offer.line']
        labels = Line._get_kind_labels()
        left = self.quantity
        unit = self.product_id.uom_id
        for rows in split_every(BATCH, self._get_buyers(), list):
            partners = self.env['res.partner'].browse([row[0] for row in rows])
            refusals = self._get_refusals(partners)
            vals_list = []
            for partner_id, day, count, quantity in rows:
                kind = refusals[partner_id]
                usual = unit.round(max(quantity / count, 0)) if self.scope == 'product' else 0
                proposed = min(usual or unit.round(1), max(left, 0)) if not kind else 0
                left -= proposed
                vals_list.append(
                    {
                        'offer_id': self.id,
                        'company_id': self.company_id.id,
                        'partner_id': partner_id,
                        'date_last': day,
                        'order_count': count,
                        'quantity_bought': quantity,
                        'quantity_proposed': proposed,
                        'is_allowed': not kind,
                        'refusal': labels.get(kind, False),
                    }
                )
            Line.create(vals_list)

    def _get_refusals(self, partners):
        """Return {partner id: kind of the refusal, '' if the customer may be told}."""
        partners = partners.with_company(self.company_id)
        refusals = {
            id_: kind if kind in LASTING else ''
            for id_, (kind, _reason) in partners._contact_refusals(
                'advertising', self.channel
            ).items()
        }
        addresses = partners._pharma_contact_addresses(self.channel)
        on_prescription = self.product_id.prescription_required
        for partner in partners:
            if on_prescription and partner.pharma_customer_type not in TRADE:
                refusals[partner.id] = 'trade'
            elif not partner.active:
                refusals[partner.id] = 'archived'
            elif not refusals[partner.id] and not addresses[partner.id]:
                refusals[partner.id] = 'address'
        return refusals

    def _get_buyers(self):
        """Return rows (partner id, last day, orders, quantity), the best buyers first.

        Quantities are in the stock unit, less what came back; of a group only the orders count.
        With a branch only what was bought there counts.
        """
        day = self.company_id._pharma_today() - timedelta(days=self.days)
        start = fields.Datetime.to_datetime(day)
        if self.scope == 'group' and self.product_id.therapeutic_group_id:
            groups = self.env['pharma.therapeutic.group'].search(
                [('id', 'child_of', self.product_id.therapeutic_group_id.id)]
            )
            wanted = SQL(
                """l.product_id IN (
                    SELECT p.id FROM product_product p
                    JOIN product_template t ON t.id = p.product_tmpl_id
                    WHERE t.therapeutic_group_id = ANY(%s))""",
                groups.ids,
            )
        else:
            wanted = SQL("l.product_id = %s", self.product_id.id)
        branch = self.warehouse_id
        lines = self.env['sale.order.line']._pharma_net_query(
            SQL(
                "%s AND o.company_id = %s AND o.date_order >= %s %s",
                *(wanted, self.company_id.id, start),
                SQL("AND o.warehouse_id = %s", branch.id) if branch else SQL(),
            ),
            SQL("%s", self.company_id._pharma_tz()),
        )
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT partner_id, max(day), count(DISTINCT order_id), sum(quantity)
                FROM (%s) net WHERE is_goods AND partner_id IS NOT NULL
                GROUP BY partner_id HAVING sum(quantity) > 0
                ORDER BY sum(quantity) DESC, partner_id LIMIT %s
                """,
                lines,
                MAX_CUSTOMERS,
            )
        )
