from odoo import api, fields, models
from odoo.tools import SQL

STAFF = 'base.group_user'


class PharmaComplaint(models.Model):
    """Proof of purchase, checked against orders and deliveries (002-14)."""

    _inherit = 'pharma.complaint'

    purchase_state = fields.Selection(
        [
            ('proven', "Bought from Us"),
            ('other', "Order of Somebody Else"),
            ('missing', "No Purchase Found"),
            ('lot', "Lot Never Delivered to Him"),
            ('open', "Nothing to Check"),
        ],
        string="Proof of Purchase",
        compute='_compute_purchase_state',
        store=True,
        precompute=True,
        groups=STAFF,
        help="Whether orders and deliveries say that the customer, or his company, has bought what"
        " he speaks of. It refuses nothing: he may have it from somebody else.",
    )

    @api.depends('commercial_partner_id', 'order_id', 'product_id', 'lot_id')
    def _compute_purchase_state(self):
        facts = self._get_purchase_facts()
        for ticket, fact in zip(self, facts, strict=True):
            ticket.purchase_state = ticket._get_purchase_state(*fact)

    def _get_purchase_state(self, is_own_order, has_product, has_lot):
        self.ensure_one()
        if not self.partner_id or not (self.order_id or self.product_id or self.lot_id):
            return 'open'
        if self.order_id and not is_own_order:
            return 'other'
        if self.product_id and not has_product:
            return 'missing'
        if self.lot_id and not has_lot:
            return 'lot'
        return 'proven'

    def _get_purchase_facts(self):
        """Return for each record: own order, medicine bought (in the order if one is given), lot
        delivered; answered by the indexes of orders and of lines of a medicine or lot.

        :return: list of tuples of three booleans
        """
        if not self:
            return []
        for name, columns in (
            ('sale.order', ['partner_id', 'state', 'company_id']),
            ('sale.order.line', ['order_id', 'product_id']),
            ('stock.move.line', ['lot_id', 'state', 'move_id']),
        ):
            self.env[name].flush_model(columns)
        rows = [
            SQL(
                "(%s, %s::int, %s::int, %s::int, %s::int, %s::int)",
                place,
                ticket.partner_id.commercial_partner_id._origin.id or None,
                ticket.order_id._origin.id or None,
                ticket.product_id._origin.id or None,
                ticket.lot_id._origin.id or None,
                ticket.company_id.id or None,
            )
            for place, ticket in enumerate(self)
        ]
        # what no ticket names is not asked: planning it would take longer than the rest
        own_order = SQL(
            """
            EXISTS (
                SELECT FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                WHERE o.id = t.order_id AND p.commercial_partner_id = t.partner_id)
            """
        )
        bought = SQL(
            """
            EXISTS (
                SELECT FROM res_partner p
                JOIN sale_order o ON o.partner_id = p.id AND o.state = 'sale'
                    AND o.company_id = t.company_id
                JOIN sale_order_line l ON l.order_id = o.id
                WHERE p.commercial_partner_id = t.partner_id
                    AND l.product_id = t.product_id
                    AND o.id = COALESCE(t.order_id, o.id))
            """
        )
        delivered = SQL(
            """
            EXISTS (
                SELECT FROM stock_move_line ml
                JOIN stock_move m ON m.id = ml.move_id
                JOIN sale_order_line l ON l.id = m.sale_line_id
                JOIN sale_order o ON o.id = l.order_id
                JOIN res_partner p ON p.id = o.partner_id
                WHERE ml.lot_id = t.lot_id AND ml.state = 'done'
                    AND p.commercial_partner_id = t.partner_id)
            """
        )
        nothing = SQL("FALSE")
        return self.env.execute_query(
            SQL(
                """
                SELECT %s, %s, %s
                FROM (VALUES %s) t (place, partner_id, order_id, product_id, lot_id, company_id)
                ORDER BY t.place
                """,
                own_order if self.order_id else nothing,
                bought if self.product_id else nothing,
                delivered if self.lot_id else nothing,
                SQL(", ").join(rows),
            )
        )
