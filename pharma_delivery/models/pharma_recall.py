import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

STATES = [('draft', "Draft"), ('running', "Running"), ('closed', "Closed")]
# Who decides about a recall and carries it out.
ROLES = ('pharma_crm.group_pharmacist', 'pharma_crm.group_pharma_manager')


class PharmaRecall(models.Model):
    """Lots that must come back: who has them, what they answered, what returned (004-60).

    What starts and ends one is in `pharma_recall_start.py`, its figures are in
    `pharma_recall_figures.py`.
    """

    _name = 'pharma.recall'
    _inherit = ['pharma.control.sealed', 'mail.thread', 'mail.activity.mixin']
    _description = "Recall"
    _order = 'date_decision desc, id desc'
    _check_company_auto = True
    _mail_post_access = 'read'

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    title = fields.Char(required=True, help="E.g. 'Amoxicillin 500 mg: particles in the vial'.")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    level_id = fields.Many2one(
        'pharma.recall.level',
        required=True,
        tracking=True,
        ondelete='restrict',
        default=lambda self: self.env['pharma.recall.level'].search([], limit=1),
    )
    date_decision = fields.Datetime(
        string="Decided on",
        required=True,
        default=fields.Datetime.now,
        tracking=True,
        help="When the authority or the maker decided: the deadline counts from here.",
    )
    date_deadline = fields.Datetime(
        string="Deadline",
        compute='_compute_date_deadline',
        store=True,
        precompute=True,
        required=True,
        readonly=False,
        tracking=True,
        help="By the level; a date the authority names takes its place.",
    )
    reason = fields.Text(required=True)
    source_document = fields.Char(help="Number and date of the letter that orders the recall.")
    instruction = fields.Html(
        string="What to Tell Customers",
        help="Read by whoever calls, and the text of the e-mail.",
        sanitize='email_outgoing',
    )
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    is_exercise = fields.Boolean(
        string="Exercise",
        help="A trial of the tracing, e.g. once a year: customers are listed, but nothing is"
        " blocked, sent or asked of anybody.",
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default='draft', copy=False, tracking=True, index=True
    )
    is_blocking = fields.Boolean(
        string="Lots Blocked",
        readonly=True,
        copy=False,
        index='btree_not_null',
        help="What is left of the lots is neither reserved nor handed over.",
    )
    date_started = fields.Datetime(string="Started on", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closing_note = fields.Text(string="Conclusion", copy=False)
    lot_line_ids = fields.One2many('pharma.recall.lot', 'recall_id', string="Lots", copy=True)
    lot_ids = fields.Many2many('stock.lot', compute='_compute_lot_ids', string="Recalled Lots")
    line_ids = fields.One2many('pharma.recall.line', 'recall_id', string="Customers and Answers")
    scan = fields.Char(
        store=False,
        help="Scan the GS1 code of a pack, or type the number of a lot, and press Enter.",
    )
    escalation = fields.Selection(
        [('warned', "Warned"), ('late', "Late")], readonly=True, copy=False
    )
    is_late = fields.Boolean(compute='_compute_is_late', search='_search_is_late')

    _name_unique = models.UniqueIndex(
        "(name, company_id) WHERE name <> '/'", "Another recall already has this number."
    )

    # === COMPUTE METHODS === #
    @api.depends('date_decision', 'level_id.days')
    def _compute_date_deadline(self):
        for recall in self:
            decided = recall.date_decision or fields.Datetime.now()
            recall.date_deadline = decided + timedelta(days=recall.level_id.days)

    @api.depends('lot_line_ids.lot_id')
    def _compute_lot_ids(self):
        for recall in self:
            recall.lot_ids = recall.lot_line_ids.lot_id

    @api.depends('state', 'date_deadline')
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for recall in self:
            recall.is_late = recall.state == 'running' and recall.date_deadline < now

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('state', '=', 'running'), ('date_deadline', '<', fields.Datetime.now())]

    # === ONCHANGE METHODS === #
    @api.onchange('scan')
    def _onchange_scan(self):
        if not (self.scan or '').strip():
            return None
        code, self.scan = self.scan.strip(), False
        lots = self._find_lots(code)
        new = lots - self.lot_line_ids.lot_id._origin
        if not lots:
            message = self.env._(
                "No lot is known as '%(code)s'. Scan the code on the pack, or choose the lot.",
                code=code,
            )
            return {'warning': {'title': self.env._("Not found"), 'message': message}}
        self.lot_line_ids = [Command.create({'lot_id': lot.id}) for lot in new]
        if len(lots.product_id) > 1:
            message = self.env._(
                "'%(code)s' is a lot of %(products)s. Take out those that are not meant.",
                code=code,
                products=", ".join(lots.product_id.mapped('display_name')),
            )
            return {'warning': {'title': self.env._("Several medicines"), 'message': message}}
        return None

    def _find_lots(self, code):
        """Return the lots of the company that a scanned GS1 code or a typed number names.

        :param str code: such as '0108934567890129' followed by '10LOTA1', or 'LOTA1'
        """
        nomenclature = self.env.ref(
            'barcodes_gs1_nomenclature.default_gs1_nomenclature', raise_if_not_found=False
        )
        parts = (nomenclature and nomenclature.gs1_decompose_extended(code)) or []
        values = {part['ai']: part['value'] for part in parts}
        number = values.get('10', code)
        domain = Domain.TRUE
        if values.get('01'):
            gtin = values['01']
            codes = {gtin[zeros:] for zeros in range(len(gtin) - len(gtin.lstrip('0')) + 1)}
            products = self.env['product.product'].with_context(active_test=False)
            products = products.search([('barcode', 'in', list(codes))])
            domain &= Domain('product_id', 'in', products.ids)
        domain &= Domain('company_id', 'in', [False, self.company_id.id])
        Lot = self.env['stock.lot']
        # as it is printed on the pack, else as people type it
        typed = re.sub(r'([\\%_])', r'\\\1', number)
        return Lot.search(domain & Domain('name', '=', number), limit=20) or Lot.search(
            domain & Domain('name', '=ilike', typed), limit=20
        )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Give each recall its number (004-60).

        :param list vals_list: values, one dict per recall
        :return: the new ``pharma.recall`` records
        """
        recalls = super().create(vals_list)
        recalls.filtered(lambda recall: recall.name == '/')._give_numbers('pharma.recall')
        return recalls

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(recall.state != 'draft' for recall in self):
            raise UserError(
                self.env._("A recall that was started is kept as proof. Close it instead.")
            )

    @api.depends('name', 'title')
    def _compute_display_name(self):
        for recall in self:
            recall.display_name = f"{recall.name} {recall.title or ''}".strip()

    def _get_stamps(self):
        return {'state', 'is_blocking', 'date_started', 'date_closed', 'escalation'}

    # === CHECKS === #
    def _check_leader(self):
        """Let pharmacists and managers carry recalls out.

        :raise AccessError: for everybody else
        """
        self.check_access('write')
        if not any(self.env.user.has_group(name) for name in ROLES):
            raise AccessError(self.env._("Only a pharmacist or a manager carries out a recall."))
