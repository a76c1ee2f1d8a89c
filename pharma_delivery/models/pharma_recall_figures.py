from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .pharma_offer import TRADE

# Rows of the first page; all customers are behind the button.
PAGE = 80


class PharmaRecall(models.Model):
    """The figures of a recall: how many have it, how many were reached, what is accounted for."""

    _inherit = 'pharma.recall'

    customer_count = fields.Integer(string="Customers", compute='_compute_figures')
    reached_count = fields.Integer(
        string="Told", compute='_compute_figures', help="Reached, or refusing to return."
    )
    settled_count = fields.Integer(string="Settled", compute='_compute_figures')
    unreachable_count = fields.Integer(string="Not Reached", compute='_compute_figures')
    coverage = fields.Float(
        string="Customers Told (%)",
        digits=(5, 1),
        compute='_compute_figures',
        help="Of the customers, those who were told.",
    )
    product_count = fields.Integer(compute='_compute_quantities')
    quantity = fields.Float(
        string="With Customers", digits='Product Unit', compute='_compute_quantities'
    )
    quantity_returned = fields.Float(
        string="Returned", digits='Product Unit', compute='_compute_quantities'
    )
    quantity_used = fields.Float(
        string="Used", digits='Product Unit', compute='_compute_quantities'
    )
    quantity_open = fields.Float(
        string="Still Out", digits='Product Unit', compute='_compute_quantities'
    )
    stock = fields.Float(string="In Branches", digits='Product Unit', compute='_compute_quantities')
    stock_quarantine = fields.Float(
        string="In Quarantine", digits='Product Unit', compute='_compute_quantities'
    )
    stock_transit = fields.Float(
        string="On Slips", digits='Product Unit', compute='_compute_quantities'
    )
    customer_ids = fields.Many2many(
        'pharma.recall.customer',
        string="Who Has the Lots",
        compute='_compute_customer_ids',
        groups='pharma_delivery.group_delivery_user,pharma_crm.group_pharmacist,'
        'pharma_crm.group_pharma_manager',
        help="The first of them, before the start.",
    )
    stock_ids = fields.Many2many(
        'pharma.recall.stock',
        string="Stock by Branch",
        compute='_compute_stock_ids',
        groups='pharma_delivery.group_delivery_user,pharma_crm.group_pharmacist,'
        'pharma_crm.group_pharma_manager',
    )
    accounted = fields.Float(
        string="Accounted for (%)",
        digits=(5, 1),
        compute='_compute_quantities',
        help="Of what customers have, the part that came back or was used.",
    )

    # === COMPUTE METHODS === #
    @api.depends('state', 'level_id', 'company_id', 'lot_line_ids.lot_id')
    def _compute_customer_ids(self):
        Customer = self.env['pharma.recall.customer']
        columns = [name for name, field in Customer._fields.items() if field.column_type]
        for recall in self:  # forms show one, and only they ask
            domain = recall.state == 'draft' and recall._get_customer_domain()
            # with all that is shown: one query instead of two
            recall.customer_ids = domain and Customer.search_fetch(domain, columns, limit=PAGE)

    @api.depends('state', 'company_id', 'lot_line_ids.lot_id', 'lot_line_ids.stock')
    def _compute_stock_ids(self):
        for recall in self:  # forms show one, and only they ask
            recall.stock_ids = self.env['pharma.recall.stock'].search(
                [
                    ('lot_id', 'in', recall.lot_line_ids.lot_id._origin.ids),
                    ('company_id', '=', recall.company_id.id),
                ]
            )

    def _get_customer_domain(self):
        """Return the domain of ``pharma.recall.customer`` of those whom the recall reaches; False
        without lots."""
        self.ensure_one()
        lots = self.lot_line_ids.lot_id._origin
        if not lots:
            return False
        domain = Domain('lot_id', 'in', lots.ids) & Domain('company_id', '=', self.company_id.id)
        domain &= Domain('quantity', '>', 0)
        if self.level_id.scope == 'trade':
            domain &= Domain('customer_type', 'in', TRADE)
        return domain

    @api.depends('state', 'lot_line_ids.lot_id', 'line_ids.answer', 'line_ids.is_settled')
    def _compute_figures(self):
        names = ('customer_count', 'reached_count', 'settled_count', 'unreachable_count')
        figures = {**self._get_preview_counts(), **self._get_answer_counts()}
        for recall in self:
            values = figures.get(recall._origin.id, (0, 0, 0, 0))
            recall.update(dict(zip(names, values, strict=True)))
            told = recall.reached_count
            recall.coverage = 100 * told / recall.customer_count if recall.customer_count else 0

    def _get_answer_counts(self):
        """Return {recall id: customers, told, settled, not reached} of those that started.

        A customer with several lots counts once, and is settled when all of them are.
        """
        started = self.filtered(lambda recall: recall.state != 'draft')
        if not started:
            return {}
        self.env['pharma.recall.line'].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT recall_id, count(*), count(*) FILTER (WHERE told),
                    count(*) FILTER (WHERE settled), count(*) FILTER (WHERE missed AND NOT told)
                FROM (
                    SELECT recall_id, partner_id, bool_and(is_settled) AS settled,
                        bool_or(answer IN ('reached', 'refused')) AS told,
                        bool_or(answer = 'unreachable') AS missed
                    FROM pharma_recall_line WHERE recall_id = ANY(%s)
                    GROUP BY recall_id, partner_id
                ) person
                GROUP BY recall_id
                """,
                started._origin.ids,
            )
        )
        return {row[0]: row[1:] for row in rows}

    def _get_preview_counts(self):
        """Return {recall id: customers, 0, 0, 0} of those that did not start yet."""
        figures = {}
        for recall in self.filtered(lambda r: r.state == 'draft'):
            domain = recall._get_customer_domain()
            if len(recall.lot_line_ids) == 1:  # no more than the lot's own figure
                figures[recall._origin.id] = (recall.lot_line_ids.customer_count, 0, 0, 0)
            elif domain:  # forms show one, and only they ask
                # sudo: a number, for whoever may read the recall
                ((count,),) = (
                    self.env['pharma.recall.customer']
                    .sudo()
                    ._read_group(domain, [], ['partner_id:count_distinct'])
                )
                figures[recall._origin.id] = (count, 0, 0, 0)
        return figures

    @api.depends('lot_line_ids.quantity', 'lot_line_ids.stock')
    def _compute_quantities(self):
        names = (
            'quantity',
            'quantity_returned',
            'quantity_used',
            'quantity_open',
            'stock',
            'stock_quarantine',
            'stock_transit',
        )
        for recall in self:
            lines = recall.lot_line_ids
            recall.product_count = len(lines.product_id)
            recall.update({name: sum(lines.mapped(name)) for name in names})
            back = recall.quantity - recall.quantity_open
            recall.accounted = 100 * back / recall.quantity if recall.quantity else 0

    # === ACTION METHODS === #
    def action_view_customers(self):
        """Open the customers: as they were delivered, or with their answers once started
        (004-60).

        :return: window action of ``pharma.recall.customer`` or ``pharma.recall.line``
        """
        self.ensure_one()
        self.check_access('read')
        if self.state == 'draft':
            action = self.env['ir.actions.act_window']._for_xml_id(
                'pharma_delivery.pharma_recall_customer_action'
            )
            domain = self._get_customer_domain() or [('id', '=', False)]
        else:
            action = self.env['ir.actions.act_window']._for_xml_id(
                'pharma_delivery.pharma_recall_line_action'
            )
            domain = [('recall_id', '=', self.id)]
        return {**action, 'domain': list(domain)}

    def action_view_slips(self):
        """Open the slips with goods of the lots that are not delivered yet (004-60).

        :return: window action of ``stock.picking``
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_delivery.pharma_slip_action')
        slips = self._get_open_lines(self.lot_ids).picking_id
        return {**action, 'domain': [('id', 'in', slips.ids)], 'context': {}}

    def action_view_stock(self):
        """Open what lies in the branches, quarantine among them (004-60).

        :return: window action of ``stock.quant``
        """
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Stock of %(recall)s", recall=self.display_name),
            'res_model': 'stock.quant',
            'views': [(False, 'list')],
            'domain': [
                ('lot_id', 'in', self.lot_ids.ids),
                ('company_id', '=', self.company_id.id),
                ('location_id.usage', 'in', ('internal', 'transit')),
            ],
            'context': {'create': False, 'edit': False},
        }
