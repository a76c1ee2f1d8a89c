from odoo import api, fields, models
from odoo.fields import Domain

from .pharma_complaint_kind import ASKED_FIELDS, NATURES, PRIORITIES
from .pharma_complaint_stage import CLOSED, STATES

STAFF = 'base.group_user'


class PharmaComplaint(models.Model):
    """A ticket: complaint, suggestion, enquiry, service request or professional question (000-22).

    The customer reads his own in the portal; fields for the staff carry ``groups``. Texts tell of
    illnesses: who reads them is decided by the record rules (decision 21).
    """

    _name = 'pharma.complaint'
    _inherit = ['portal.mixin', 'rating.mixin', 'mail.activity.mixin']
    _description = "Ticket"
    _order = 'date_received desc, id desc'
    _rec_names_search = ('number', 'name')
    _check_company_auto = True
    _mail_post_access = 'read'  # a customer answers in his own ticket, which he cannot write
    _primary_email = 'email_from'

    number = fields.Char(readonly=True, copy=False, default=lambda self: self.env._("New"))
    name = fields.Char(
        string="Subject",
        compute='_compute_name',
        store=True,
        readonly=False,
        precompute=True,
        help="Left empty, it is made of the kind and the medicine or category.",
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    kind_id = fields.Many2one(
        'pharma.complaint.kind',
        required=True,
        index=True,
        ondelete='restrict',
        default=lambda self: self.env['pharma.complaint.kind']._get_default(self.env.company),
        tracking=True,
    )
    nature = fields.Selection(NATURES, compute='_compute_nature', store=True, precompute=True)
    asked_fields = fields.Char(compute='_compute_asked_fields')
    required_fields = fields.Char(compute='_compute_asked_fields')
    description = fields.Text(help="What the customer says, in his own words.")

    # === WHO SAYS IT === #
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        ondelete='restrict',
        tracking=True,
        help="Found by the telephone number or the e-mail address if it is one customer's alone.",
    )
    commercial_partner_id = fields.Many2one(
        'res.partner',
        string="Customer or Its Company",
        compute='_compute_commercial_partner_id',
        store=True,
        precompute=True,
        ondelete='restrict',
    )
    contact_name = fields.Char(groups=STAFF, help="Of somebody who is no customer yet.")
    phone = fields.Char(
        compute='_compute_contact', store=True, readonly=False, precompute=True, groups=STAFF
    )
    email_from = fields.Char(
        string="E-mail",
        compute='_compute_contact',
        store=True,
        readonly=False,
        precompute=True,
        groups=STAFF,
    )

    # === WHAT ABOUT === #
    category_id = fields.Many2one(
        'pharma.complaint.category', index=True, ondelete='restrict', tracking=True
    )
    order_id = fields.Many2one(
        'sale.order', index='btree_not_null', ondelete='restrict', check_company=True
    )
    product_id = fields.Many2one(
        'product.product',
        string="Medicine",
        compute='_compute_product_id',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    lot_id = fields.Many2one(
        'stock.lot',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        domain="product_id and [('product_id', '=', product_id)] or []",
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        compute='_compute_warehouse_id',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    employee_id = fields.Many2one(
        'hr.employee',
        string="Employee Concerned",
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        groups='pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager,'
        'pharma_callcenter.group_call_agent',
        help="Whom the customer speaks of.",
    )

    # === HANDLING === #
    stage_id = fields.Many2one(
        'pharma.complaint.stage',
        compute='_compute_stage_id',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete='restrict',
        copy=False,
        tracking=True,
        group_expand='_read_group_stage_id',
        domain="['|', ('kind_ids', '=', False), ('kind_ids', '=', kind_id)]",
    )
    state = fields.Selection(STATES, compute='_compute_state', store=True, precompute=True)
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        index=True,
        ondelete='restrict',
        tracking=True,
        domain=[('share', '=', False)],
    )
    team_id = fields.Many2one(
        'crm.team', index=True, ondelete='restrict', tracking=True, groups=STAFF
    )
    owner_department_id = fields.Many2one(
        'hr.department',
        string="Owning Department",
        index=True,
        ondelete='restrict',
        tracking=True,
        groups=STAFF,
        help="Who has to solve it and to say by when.",
    )
    priority = fields.Selection(
        PRIORITIES,
        compute='_compute_priority',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        groups=STAFF,
    )
    date_received = fields.Datetime(
        string="Received On", required=True, default=fields.Datetime.now, copy=False
    )
    date_promised = fields.Datetime(string="Promised By", copy=False, tracking=True)
    date_closed = fields.Datetime(
        string="Closed On", compute='_compute_date_closed', store=True, precompute=True, copy=False
    )
    solution = fields.Text(copy=False, help="What was found and done, for the customer to read.")
    escalation_level = fields.Selection(
        [('0', "None"), ('1', "Reminded"), ('2', "Manager"), ('3', "Management")],
        required=True,
        readonly=True,
        default='0',
        copy=False,
        tracking=True,
        groups=STAFF,
    )
    origin_id = fields.Many2one(
        'pharma.complaint.origin',
        required=True,
        index=True,
        ondelete='restrict',
        default=lambda self: self._get_hand_origin_id(),
    )
    origin_model = fields.Char(readonly=True, copy=False, groups=STAFF)
    origin_res_id = fields.Many2oneReference(
        string="Origin Record",
        model_field='origin_model',
        readonly=True,
        copy=False,
        groups=STAFF,
    )

    # with the company: open tickets are counted without reading them
    _open = models.Index(
        '(priority DESC, date_promised, id) INCLUDE (company_id) WHERE date_closed IS NULL'
    )
    _open_user = models.Index(
        '(user_id, priority DESC, date_promised, id) WHERE date_closed IS NULL'
    )
    _solved = models.Index("(date_closed) WHERE state = 'solved'")
    _received = models.Index('(date_received DESC, id DESC)')
    _partner = models.Index('(partner_id, date_received DESC) WHERE partner_id IS NOT NULL')
    _origin_record = models.Index('(origin_model, origin_res_id) WHERE origin_res_id IS NOT NULL')

    # === DEFAULTS === #
    @api.model
    def _get_hand_origin_id(self):
        """Return the id of the origin 'by hand', remembered: each ticket asks for it."""
        return self.env['ir.model.data']._xmlid_to_res_id(
            'pharma_callcenter.pharma_complaint_origin_hand'
        )

    # === COMPUTE METHODS === #
    @api.depends('kind_id', 'product_id', 'category_id')
    def _compute_name(self):
        for ticket in self:
            if ticket._origin.id or not ticket._is_name_made():
                continue  # long known by it, or typed
            about = ticket.product_id.name or ticket.category_id.name
            ticket.name = f'{ticket.kind_id.name}: {about}' if about else ticket.kind_id.name

    @api.depends('number', 'name')
    def _compute_display_name(self):
        for ticket in self:
            parts = (ticket.number if ticket._origin.id else None, ticket.name)
            ticket.display_name = ' '.join(part for part in parts if part)

    @api.depends('kind_id')
    def _compute_asked_fields(self):
        for ticket in self:
            uses = {name: ticket.kind_id[use] for name, use in ASKED_FIELDS.items()}
            asked = [name for name, use in uses.items() if use != 'hidden']
            ticket.asked_fields = ','.join(asked)
            ticket.required_fields = ','.join(n for n in asked if uses[n] == 'required')

    @api.depends('kind_id.nature')
    def _compute_nature(self):
        for ticket in self:
            ticket.nature = ticket.kind_id.nature

    @api.depends('partner_id.commercial_partner_id')
    def _compute_commercial_partner_id(self):
        for ticket in self:
            ticket.commercial_partner_id = ticket.partner_id.commercial_partner_id

    @api.depends('partner_id')
    def _compute_contact(self):
        for ticket in self:
            ticket.phone = ticket.phone or ticket.partner_id.phone
            ticket.email_from = ticket.email_from or ticket.partner_id.email

    @api.depends('kind_id')
    def _compute_stage_id(self):
        Stage = self.env['pharma.complaint.stage']
        for ticket in self:
            mine = Stage._get_of_kind(ticket.kind_id)
            if ticket.stage_id not in mine:
                ticket.stage_id = mine[:1]

    @api.depends('stage_id.state')
    def _compute_state(self):
        for ticket in self:
            ticket.state = ticket.stage_id.state

    @api.depends('state')
    def _compute_date_closed(self):
        for ticket in self:
            is_closed = ticket.state in CLOSED
            ticket.date_closed = is_closed and (ticket.date_closed or fields.Datetime.now())

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f'/my/tickets/{ticket.id}'
        return result

    @api.model
    def _read_group_stage_id(self, stages, domain):
        return stages.search(Domain.TRUE)
