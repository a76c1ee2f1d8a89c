from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .pharma_offer import TRADE

FIGURES = (
    'quantity',
    'quantity_returned',
    'quantity_used',
    'quantity_open',
    'customer_count',
    'stock',
    'stock_quarantine',
    'stock_transit',
)


class PharmaRecallLot(models.Model):
    """A lot of a recall, with all that is known of its whereabouts (004-60)."""

    _name = 'pharma.recall.lot'
    _description = "Recalled Lot"
    _order = 'recall_id, id'
    _rec_name = 'lot_id'

    recall_id = fields.Many2one('pharma.recall', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(
        related='recall_id.company_id', store=True, precompute=True, index=True
    )
    lot_id = fields.Many2one('stock.lot', required=True, index=True, ondelete='restrict')
    product_id = fields.Many2one(related='lot_id.product_id', string="Product")
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    expiration_date = fields.Datetime(related='lot_id.expiration_date', string="Expiry")
    customer_count = fields.Integer(string="Customers", compute='_compute_figures')
    quantity = fields.Float(
        string="With Customers",
        digits='Product Unit',
        compute='_compute_figures',
        help="Delivered, less what had come back before the recall started.",
    )
    quantity_returned = fields.Float(
        string="Returned", digits='Product Unit', compute='_compute_figures'
    )
    quantity_used = fields.Float(string="Used", digits='Product Unit', compute='_compute_figures')
    quantity_open = fields.Float(
        string="Still Out", digits='Product Unit', compute='_compute_figures'
    )
    stock = fields.Float(
        string="In Branches",
        digits='Product Unit',
        compute='_compute_figures',
        help="In the stock of branches, without quarantine and what is on the way.",
    )
    stock_quarantine = fields.Float(
        string="In Quarantine", digits='Product Unit', compute='_compute_figures'
    )
    stock_transit = fields.Float(
        string="On Slips",
        digits='Product Unit',
        compute='_compute_figures',
        help="On slips that are not delivered yet, in the branch or with a courier.",
    )

    _lot_unique = models.UniqueIndex('(recall_id, lot_id)', "This lot is in the recall already.")

    # === COMPUTE METHODS === #
    @api.depends('lot_id', 'recall_id.state', 'recall_id.line_ids', 'recall_id.level_id')
    def _compute_figures(self):
        started = self.filtered(lambda line: line.recall_id.state != 'draft')
        answered = started._get_line_figures()
        delivered = (self - started)._get_preview_figures()
        held = self._get_stock_figures()
        for line in self:
            lot = line.lot_id._origin.id
            company = line.recall_id.company_id.id
            values = {**dict.fromkeys(FIGURES, 0), **held.get((company, lot), {})}
            if line in started:
                values.update(answered.get((line.recall_id._origin.id, lot), {}))
            else:
                scope = line.recall_id.level_id.scope
                values.update(delivered.get((scope, company, lot), {}))
            line.update(values)

    def _get_line_figures(self):
        """Return {(recall id, lot id): figures} of the customers as they answered."""
        if not self:
            return {}
        # sudo: sums, for whoever may read the recall
        rows = (
            self.env['pharma.recall.line']
            .sudo()
            ._read_group(
                [('recall_id', 'in', self.recall_id._origin.ids)],
                ['recall_id', 'lot_id'],
                [
                    'quantity:sum',
                    'quantity_returned:sum',
                    'quantity_used:sum',
                    'quantity_open:sum',
                    'partner_id:count_distinct',
                ],
            )
        )
        names = FIGURES[:5]
        return {
            (recall.id, lot.id): dict(zip(names, figures, strict=True))
            for recall, lot, *figures in rows
        }

    def _get_preview_figures(self):
        """Return {(scope, company id, lot id): figures} of the lots as they were delivered."""
        figures = {}
        for scope, lines in self.grouped(lambda line: line.recall_id.level_id.scope).items():
            if not lines.lot_id:  # two scopes at most
                continue
            domain = Domain('lot_id', 'in', lines.lot_id._origin.ids)
            domain &= Domain('company_id', 'in', lines.recall_id.company_id.ids)
            domain &= Domain('quantity', '>', 0)
            if scope == 'trade':
                domain &= Domain('customer_type', 'in', TRADE)
            # sudo: sums, for whoever may read the recall
            rows = (
                self.env['pharma.recall.customer']
                .sudo()
                ._read_group(
                    domain, ['company_id', 'lot_id'], ['quantity:sum', 'partner_id:count_distinct']
                )
            )
            for company, lot, quantity, count in rows:
                figures[scope, company.id, lot.id] = {
                    'quantity': quantity,
                    'quantity_open': quantity,
                    'customer_count': count,
                }
        return figures

    def _get_stock_figures(self):
        """Return {(company id, lot id): figures} of what is in the house."""
        lots = self.lot_id._origin.ids
        if not lots:
            return {}
        companies = self.recall_id.company_id.ids
        # what other users just did is in the database
        for model in ('stock.quant', 'stock.move.line', 'stock.picking', 'stock.warehouse'):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, lot_id, sum(stock), sum(quarantine), sum(transit)
                FROM (
                    SELECT q.company_id, q.lot_id,
                        CASE WHEN w.id IS NULL THEN q.quantity ELSE 0 END AS stock,
                        CASE WHEN w.id IS NULL THEN 0 ELSE q.quantity END AS quarantine,
                        0 AS transit
                    FROM stock_quant q
                    JOIN stock_location place
                        ON place.id = q.location_id AND place.usage IN ('internal', 'transit')
                    LEFT JOIN stock_warehouse w
                        ON w.pharma_quarantine_location_id = q.location_id
                    WHERE q.lot_id = ANY(%(lots)s) AND q.company_id = ANY(%(companies)s)
                    UNION ALL
                    SELECT ml.company_id, ml.lot_id, - ml.quantity_product_uom, 0,
                        ml.quantity_product_uom
                    FROM stock_move_line ml
                    JOIN stock_picking slip
                        ON slip.id = ml.picking_id AND slip.slip_number IS NOT NULL
                    WHERE ml.state NOT IN ('done', 'cancel', 'draft')
                        AND ml.lot_id = ANY(%(lots)s) AND ml.company_id = ANY(%(companies)s)
                ) held
                GROUP BY company_id, lot_id
                """,
                lots=lots,
                companies=companies,
            )
        )
        return {
            (company, lot): {
                'stock': stock,
                'stock_quarantine': quarantine,
                'stock_transit': transit,
            }
            for company, lot, stock, quarantine, transit in rows
        }

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Take lots into a recall; a running one looks up their customers at once (004-60).

        :param list vals_list: values, one dict per lot
        :return: the new ``pharma.recall.lot`` records
        """
        lines = super().create(vals_list)
        lines._check_open()
        for recall, its in lines.grouped('recall_id').items():
            if recall.state == 'running':
                recall._on_lots_added(its.lot_id)
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(line.recall_id.state != 'draft' for line in self):
            raise UserError(
                self.env._("Lots of a recall that was started stay in it: customers were told.")
            )

    def write(self, vals):
        """Change a lot of a recall that is not started (004-60).

        :param dict vals: values to write
        :return: True
        :raise UserError: if the recall was started
        """
        if {'lot_id', 'recall_id'} & vals.keys():
            self._unlink_except_started()
        return super().write(vals)

    def _check_open(self):
        for line in self:
            if line.recall_id.state == 'closed':
                raise UserError(
                    self.env._(
                        "%(recall)s is closed. Make another recall for further lots.",
                        recall=line.recall_id.display_name,
                    )
                )
            owner = line.lot_id.company_id
            if owner and owner != line.company_id:
                raise UserError(
                    self.env._(
                        "Lot %(lot)s belongs to another company, which recalls it by itself.",
                        lot=line.lot_id.name,
                    )
                )
