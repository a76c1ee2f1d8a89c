from odoo import api, fields, models
from odoo.tools import SQL


class PharmaControlRegister(models.Model):
    """The book of one medicine in one branch (V5, Appendix VIII).

    Its row is what concurrent movements of the medicine wait for: the running stock of the
    entries is right because whoever writes the next one has locked the book before.
    """

    _name = 'pharma.control.register'
    _description = "Register of a Controlled Medicine"
    _order = 'warehouse_id, product_id'
    _rec_names_search = ['product_id', 'warehouse_id']
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, index=True, ondelete='restrict')
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", required=True, ondelete='restrict'
    )
    product_id = fields.Many2one(
        'product.product', string="Medicine", required=True, ondelete='restrict', index=True
    )
    control_class = fields.Selection(related='product_id.control_class')
    uom_id = fields.Many2one(related='product_id.uom_id')
    balance = fields.Float(
        string="Running Stock", digits='Product Unit', readonly=True, aggregator=None
    )
    last_number = fields.Integer(string="Entries", readonly=True, aggregator=None)
    entry_ids = fields.One2many('pharma.control.entry', 'register_id', string="Lines")

    _book_unique = models.UniqueIndex(
        '(warehouse_id, product_id)', "The medicine has a register in this branch already."
    )

    # === COMPUTE METHODS === #
    @api.depends('warehouse_id', 'product_id')
    def _compute_display_name(self):
        for book in self:
            book.display_name = f'{book.product_id.display_name} ({book.warehouse_id.name})'

    # === ACTION METHODS === #
    def action_open_missing(self):
        """Open the registers of all controlled goods that lie in branches and have none (V5).

        :raise AccessError: not a pharmacist or manager
        :return: action that shows the list anew
        """
        self.env['pharma.control.entry']._check_pharmacist()
        self._open_missing()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def action_entries(self):
        """Open the entries of the register (V5).

        :return: window action
        """
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_control_entry_action'
        )
        return action | {'domain': [('register_id', '=', self.id)], 'context': {}}

    # === BUSINESS METHODS === #
    @api.model
    def _open_missing(self, products=None):
        """Open registers with what lies in the branches now.

        :param products: ``product.product``, by default all that are under special control
        """
        domain = [('product_id.control_class', '!=', False)]
        if products is not None:
            domain.append(('product_id', 'in', products.ids))
        quants = self._get_quantities(domain)
        self._open(self._filter_kept({(branch, product) for branch, product, _lot in quants}))

    @api.model
    def _get_quantities(self, domain):
        """Return {(branch, product, lot): quantity} of what lies in branches."""
        # sudo: bookkeeping of all branches, whoever moves goods or sets a control class
        Quant = self.env['stock.quant'].sudo()
        rows = Quant._read_group(
            [('location_id.usage', '=', 'internal'), *domain],
            ['location_id', 'product_id', 'lot_id'],
            ['quantity:sum'],
        )
        places = Quant.env['stock.location'].browse({row[0].id for row in rows})
        branches = places._get_keeping_branches()
        result = {}
        for location, product, lot, quantity in rows:
            if location in branches:
                key = branches[location], product, lot
                result[key] = result.get(key, 0.0) + quantity
        return result

    @api.model
    def _filter_kept(self, pairs):
        """Return those (branch, medicine) of which a rule in force wants a register."""
        pairs = list(pairs)
        companies = self.env['res.company'].browse(
            {branch.sudo().company_id.id for branch, _product in pairs}  # sudo: company's id only
        )
        rules = self.env['pharma.control.rule']._get_valid(companies)
        kept = {
            company: own.filtered(lambda r: r.demand == 'register')
            for company, own in rules.items()
        }
        return [
            (branch, product)
            for branch, product in pairs
            if kept[branch.sudo().company_id]._filter_class(product.control_class)  # sudo: as above
        ]

    @api.model
    def _open(self, pairs):
        """Open the registers that do not exist yet, with an entry per lot that lies there now.

        :param pairs: list of (``stock.warehouse``, ``product.product``)
        :return: set of (branch id, product id) that have been opened now
        """
        wanted = {(branch.id, product.id): (branch, product) for branch, product in pairs}
        if not wanted:
            return set()
        existing = self.env.execute_query(
            SQL(
                "SELECT warehouse_id, product_id FROM pharma_control_register"
                " WHERE (warehouse_id, product_id) IN %s",
                tuple(wanted),
            )
        )
        missing = sorted(wanted.keys() - set(existing))
        if not missing:
            return set()
        companies = {key: wanted[key][0].sudo().company_id.id for key in missing}  # sudo: id only
        # who opens the same book a moment later is asked to repeat the request by the database
        self.env.cr.execute(
            SQL(
                "INSERT INTO pharma_control_register (warehouse_id, product_id, company_id,"
                " balance, last_number, create_uid, create_date, write_uid, write_date)"
                " VALUES %s ON CONFLICT DO NOTHING",
                SQL(", ").join(
                    SQL(
                        "(%s, %s, %s, 0, 0, %s, %s, %s, %s)",
                        branch,
                        product,
                        companies[branch, product],
                        self.env.uid,
                        fields.Datetime.now(),
                        self.env.uid,
                        fields.Datetime.now(),
                    )
                    for branch, product in missing
                ),
            )
        )
        quants = self._get_quantities(
            [('product_id', 'in', [product for _branch, product in missing])]
        )
        keys = set(missing)
        self.env['pharma.control.entry']._record(
            [
                {
                    'warehouse_id': branch.id,
                    'product_id': product.id,
                    'lot_id': lot.id,
                    'kind': 'opening',
                    'quantity_in': quantity,
                    'document': self.env._("Opening stock"),
                }
                for (branch, product, lot), quantity in quants.items()
                if (branch.id, product.id) in keys and not product.uom_id.is_zero(quantity)
            ]
        )
        return keys

    @api.model
    def _lock(self, keys):
        """Lock books against other movements of their medicines until the transaction ends.

        :param keys: set of (branch id, product id) whose books exist
        :return: {key: [register id, last number, running stock]}
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT warehouse_id, product_id, id, last_number, balance"
                " FROM pharma_control_register WHERE (warehouse_id, product_id) IN %s"
                " ORDER BY id FOR UPDATE",
                tuple(sorted(keys)),
            )
        )
        return {
            (branch, product): [book, number or 0, float(balance or 0)]
            for branch, product, book, number, balance in rows
        }
