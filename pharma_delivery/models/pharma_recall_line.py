from odoo import api, fields, models
from odoo.exceptions import UserError

ANSWERS = [
    ('waiting', "To Reach"),
    ('reached', "Reached"),
    ('unreachable', "Not Reached"),
    ('refused', "Refuses to Return"),
]


class PharmaRecallLine(models.Model):
    """What a customer has of a recalled lot, what was answered and what came back (004-60).

    Rows are written by SQL when the recall starts, see `pharma_recall_start.py`; what came back is
    always what the stock says.
    """

    _name = 'pharma.recall.line'
    _inherit = ['pharma.customer.list.mixin']
    _description = "Customer of a Recall"
    _order = 'is_settled, date_last desc, id desc'
    _rec_name = 'partner_id'

    recall_id = fields.Many2one(
        'pharma.recall', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    state = fields.Selection(related='recall_id.state', string="Recall Status")
    partner_id = fields.Many2one(
        'res.partner', string="Customer", readonly=True, index='btree_not_null', ondelete='restrict'
    )
    phone = fields.Char(compute='_compute_phone', compute_sudo=True)
    lot_id = fields.Many2one(
        'stock.lot', required=True, readonly=True, index=True, ondelete='restrict'
    )
    product_id = fields.Many2one('product.product', required=True, readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    user_id = fields.Many2one(
        'res.users', string="Employee", index='btree_not_null', help="Who calls the customer."
    )
    date_last = fields.Datetime(string="Last Delivery", readonly=True)
    slips = fields.Char(readonly=True)
    quantity_delivered = fields.Float(digits='Product Unit', readonly=True, string="Delivered")
    quantity_before = fields.Float(
        digits='Product Unit', readonly=True, string="Returned before the Recall"
    )
    quantity = fields.Float(
        string="With Customer",
        digits='Product Unit',
        readonly=True,
        help="Delivered, less what had come back before the recall started; in the stock unit.",
    )
    quantity_returned = fields.Float(
        string="Returned", digits='Product Unit', readonly=True, help="Received by a branch."
    )
    quantity_used = fields.Float(
        string="Used", digits='Product Unit', readonly=True, help="As the customer says."
    )
    quantity_open = fields.Float(string="Still Out", digits='Product Unit', readonly=True)
    answer = fields.Selection(ANSWERS, required=True, readonly=True, default='waiting')
    tries = fields.Integer(readonly=True, help="How often somebody tried to reach the customer.")
    date_answer = fields.Datetime(string="Last Try", readonly=True)
    answer_user_id = fields.Many2one('res.users', string="Answer Taken by", readonly=True)
    date_message = fields.Datetime(string="E-mail on", readonly=True)
    note = fields.Text(readonly=True)
    is_settled = fields.Boolean(
        string="Settled",
        readonly=True,
        help="Everything came back or was used, it is refused, or all tries failed.",
    )

    _open_idx = models.Index("(recall_id, date_last DESC, id DESC) WHERE NOT is_settled")
    _page_idx = models.Index("(recall_id, is_settled, date_last DESC, id DESC)")

    # === COMPUTE METHODS === #
    # sudo: whoever reads the line calls the customer
    @api.depends(
        'partner_id.phone',
        'partner_id.pharma_phone_ids.number',
        'partner_id.commercial_partner_id.phone',
    )
    def _compute_phone(self):
        for line in self:
            partner = line.partner_id
            number = partner.phone or partner.pharma_phone_ids[:1].number
            line.phone = number or partner.commercial_partner_id.phone

    # === SETTLING === #
    def _settle(self):
        """Work out what is still out and what is settled; few queries for many lines."""
        for line in self:
            out = line.quantity - line.quantity_returned - line.quantity_used
            out = max(0.0, line.product_id.uom_id.round(out))
            tries = line.company_id.pharma_recall_tries
            line.write(
                {
                    'quantity_open': out,
                    'is_settled': not out
                    or line.answer == 'refused'
                    or (line.answer == 'unreachable' and line.tries >= tries),
                }
            )

    # === ACTION METHODS === #
    def action_answer(self):
        """Ask what the customer says about all lots of the recall (004-60).

        :return: window action of ``pharma.recall.answer``
        :raise UserError: several customers, or the recall is over
        """
        self.check_access('read')
        if len(self.partner_id) > 1 or len(self.recall_id) != 1:
            raise UserError(self.env._("Enter the answers of one customer at a time."))
        self._check_running()
        lines = self.search(
            [('recall_id', '=', self.recall_id.id), ('partner_id', '=', self.partner_id.id)]
        )
        wizard = self.env['pharma.recall.answer'].create(
            {
                'recall_id': self.recall_id.id,
                'partner_id': self.partner_id.id,
                'line_ids': [
                    (0, 0, {'recall_line_id': line.id, 'quantity_used': line.quantity_used})
                    for line in lines
                ],
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Answer"),
            'res_model': 'pharma.recall.answer',
            'res_id': wizard.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def _check_running(self):
        for recall in self.recall_id:
            if recall.state != 'running':
                raise UserError(
                    self.env._("%(recall)s is not running.", recall=recall.display_name)
                )

    def action_return(self):
        """Make core's returns into quarantine for what is still out (000-24, 004-60).

        :return: window action of the new ``stock.picking``
        :raise UserError: nothing left to ask back
        """
        self.check_access('read')
        self._check_running()
        if self.recall_id.filtered('is_exercise'):
            raise UserError(self.env._("This is an exercise: nothing is asked back."))
        self.env['stock.picking'].check_access('create')
        returns = self.env['stock.picking']
        for (partner, recall), lines in self.grouped(
            lambda line: (line.partner_id, line.recall_id)
        ).items():
            slips = recall._get_slips(lines.lot_id, partner)
            quantities = {(line.product_id, line.lot_id): line.quantity_open for line in lines}
            returns += slips._pharma_return_lots(quantities)
        if not returns:
            raise UserError(
                self.env._("Everything of these customers came back or is asked back already.")
            )
        action = self.env['ir.actions.act_window']._for_xml_id('stock.action_picking_tree_all')
        return {**action, 'domain': [('id', 'in', returns.ids)], 'context': {}}

    @api.model
    def _get_answer_labels(self):
        return dict(self._fields['answer']._description_selection(self.env))
