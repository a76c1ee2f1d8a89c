from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ('opening', "Opening Stock"),
    ('receipt', "Receipt"),
    ('delivery', "Delivery or Sale"),
    ('customer_return', "Return from a Customer"),
    ('supplier_return', "Return to a Supplier"),
    ('transfer', "Between Branches"),
    ('adjustment', "Inventory Difference"),
    ('scrap', "Taken out of Stock"),
    ('other', "Other"),
]


class PharmaControlEntry(models.Model):
    """One line of the register of a controlled medicine: what came in or went out (V5, V7).

    Written by the system when goods move and by nobody else; never changed, never deleted. A
    mistake is put right by a further entry that refers to it.
    """

    _name = 'pharma.control.entry'
    _description = "Entry in the Register of Controlled Medicines"
    _order = 'register_id, number desc'
    _rec_names_search = ['document', 'counterpart', 'lot_name']

    register_id = fields.Many2one(
        'pharma.control.register', required=True, readonly=True, ondelete='restrict'
    )
    number = fields.Integer(
        string="No.",
        readonly=True,
        required=True,
        aggregator=None,
        help="Counts the entries of the register without a gap.",
    )
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='restrict'
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", required=True, readonly=True, ondelete='restrict'
    )
    product_id = fields.Many2one(
        'product.product',
        string="Medicine",
        required=True,
        readonly=True,
        ondelete='restrict',
        index=True,
    )
    control_class = fields.Selection(
        # in the reader's language, as the product says it
        selection=lambda self: (
            self.env['product.template']._fields['control_class']._description_selection(self.env)
        ),
        string="Special Control",
        readonly=True,
        help="On the day of the entry.",
    )
    uom_id = fields.Many2one(
        'uom.uom', string="Unit", required=True, readonly=True, ondelete='restrict'
    )
    lot_id = fields.Many2one(
        'stock.lot', readonly=True, ondelete='restrict', index='btree_not_null'
    )
    lot_name = fields.Char(string="Lot No.", readonly=True)
    date_expiry = fields.Date(string="Expiry", readonly=True)
    date = fields.Datetime(string="Entered on", required=True, readonly=True)
    date_day = fields.Date(
        string="Day", required=True, readonly=True, help="Of the entry, in the company's time zone."
    )
    date_moved = fields.Date(
        string="True Date",
        required=True,
        readonly=True,
        help="When the goods really moved; entries themselves are always of today.",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    document = fields.Char(string="Document No.", readonly=True)
    partner_id = fields.Many2one(
        'res.partner', string="Contact", readonly=True, ondelete='restrict', index='btree_not_null'
    )
    counterpart = fields.Char(
        string="From or To", readonly=True, help="Name on the day of the entry."
    )
    counterpart_address = fields.Char(string="Address", readonly=True)
    quantity_in = fields.Float(string="In", digits='Product Unit', readonly=True)
    quantity_out = fields.Float(string="Out", digits='Product Unit', readonly=True)
    balance = fields.Float(
        string="Stock", digits='Product Unit', readonly=True, aggregator=None, help="After it."
    )
    lot_balance = fields.Float(
        string="Stock of the Lot", digits='Product Unit', readonly=True, aggregator=None
    )
    is_correction = fields.Boolean(string="Correction", readonly=True)
    corrected_id = fields.Many2one(
        'pharma.control.entry',
        string="Corrects",
        readonly=True,
        ondelete='restrict',
        index='btree_not_null',
    )
    note = fields.Char(readonly=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True, ondelete='restrict')
    move_line_id = fields.Many2one(
        'stock.move.line', readonly=True, ondelete='restrict', index='btree_not_null'
    )
    picking_id = fields.Many2one(
        'stock.picking',
        string="Transfer",
        readonly=True,
        ondelete='restrict',
        index='btree_not_null',
    )
    date_keep = fields.Date(
        string="Keep until", readonly=True, help="At least, by the rule in force when entered."
    )

    _number_unique = models.UniqueIndex(
        '(register_id, number)', "This number of the register has been used already."
    )
    _lot_idx = models.Index('(register_id, lot_id, number DESC)')
    _day_idx = models.Index('(warehouse_id, date_day, register_id, number)')

    # === COMPUTE METHODS === #
    @api.depends('register_id', 'number')
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f'{entry.register_id.display_name} {entry.number}'

    # === CRUD METHODS === #
    def write(self, vals):  # pylint: disable=method-required-super  # writes nothing
        raise UserError(
            self.env._(
                "Entries of the register are never changed. A pharmacist enters a correction "
                "instead: press 'Correct'."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Entries of the register are never deleted."))

    # === ACTION METHODS === #
    def action_correct(self):
        """Open the form in which a pharmacist corrects the entry (V7).

        :raise AccessError: not a pharmacist
        :return: window action
        """
        self.ensure_one()
        self._check_pharmacist(alone=True)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.control.correct',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_entry_id': self.id},
        }

    # === BUSINESS METHODS === #
    def _check_pharmacist(self, alone=False):
        groups = 'pharma_crm.group_pharmacist'
        if not alone:
            groups += ',pharma_crm.group_pharma_manager'
        if not self.env.su and not self.env.user.has_groups(groups):
            raise AccessError(
                self.env._("Only a pharmacist does this in the registers of controlled goods.")
            )

    def _correct(self, reason, quantity, date=None):
        """Correct entries: take each back and enter the right quantity instead (V7).

        :param reason: why, kept on both entries
        :param quantity: the right quantity in the stock unit; 0 takes the entry back
        :param date: the day on which the goods really moved, by default as entered
        :raise AccessError: not a pharmacist
        :raise UserError: no reason, corrected before, itself taken back, or nothing to correct
        :return: the new entries
        """
        self.ensure_one()
        self._check_pharmacist(alone=True)
        self.check_access('read')
        if not (reason or '').strip():
            raise UserError(self.env._("Say why the entry is corrected."))
        if quantity < 0:
            raise UserError(self.env._("Enter the right quantity; it cannot be negative."))
        if self.search_count([('corrected_id', '=', self.id)], limit=1):
            raise UserError(
                self.env._(
                    "%s has been corrected already. Correct its latest entry.", self.display_name
                )
            )
        if self.quantity_in < 0 or self.quantity_out < 0:
            raise UserError(
                self.env._("%s takes another entry back. Correct that one.", self.display_name)
            )
        field = 'quantity_out' if self.quantity_out else 'quantity_in'
        same_day = not date or date == self.date_moved
        if same_day and not self.uom_id.compare(self[field], quantity):
            raise UserError(self.env._("Nothing changes: the entry says the same already."))
        today = self.company_id._pharma_today()
        if date and date > today:
            raise UserError(self.env._("The true date cannot lie in the future."))
        back = self._prepare_copy_vals(reason) | {field: -self[field]}
        right = self._prepare_copy_vals(reason) | {
            field: quantity,
            'date_moved': date or self.date_moved,
        }
        vals_list = [back] + ([right] if not self.uom_id.is_zero(quantity) else [])
        return self._record(vals_list)

    def _prepare_copy_vals(self, reason):
        """Return what a correction has in common with the entry it corrects."""
        self.ensure_one()
        return {
            'warehouse_id': self.warehouse_id.id,
            'product_id': self.product_id.id,
            'lot_id': self.lot_id.id,
            'kind': self.kind,
            'document': self.document,
            'partner_id': self.partner_id.id,
            'counterpart': self.counterpart,
            'counterpart_address': self.counterpart_address,
            'date_moved': self.date_moved,
            'note': reason.strip(),
            'is_correction': True,
            'corrected_id': self.id,
            'move_line_id': self.move_line_id.id,
            'picking_id': self.picking_id.id,
        }
