from odoo import api, fields, models
from odoo.exceptions import UserError

PERSONAL = (
    'pharma_delivery.group_delivery_user,'
    'pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager'
)
# Who hands over: another courier, another name.
GIVER = (
    'giver_id',
    'giver_name',
    'giver_identity',
    'giver_identity_place',
    'giver_identity_date',
    'giver_signature',
)
# What may still be written on a record that is signed: that it is void.
AFTER_SIGNING = {'state', 'void_reason', 'void_user_id', 'date_void'}


class PharmaHandover(models.Model):
    """The record on which giver and receiver of controlled goods check and sign every lot.

    Its fields are the union of what the source asks and what Form 01 asks (004-19, V3). Signed, it
    is never changed: a mistake is declared void with a reason, and a new record is made.
    """

    _name = 'pharma.handover'
    _description = "Handover Record"
    _inherit = ['pharma.control.sealed', 'mail.thread']
    _order = 'id desc'
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index='trigram')
    picking_id = fields.Many2one(
        'stock.picking',
        string="Slip",
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        domain="[('slip_number', '!=', False)]",
    )
    company_id = fields.Many2one(
        related='picking_id.company_id', store=True, precompute=True, index=True
    )
    courier_id = fields.Many2one(related='picking_id.courier_id')
    state = fields.Selection(
        [('draft', "Draft"), ('signed', "Signed"), ('void', "Void")],
        default='draft',
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date = fields.Datetime(string="Handed Over on", copy=False, help="Hour and day.")
    place = fields.Char(
        string="Actual Place", help="Where the goods really changed hands, if not as addressed."
    )
    note = fields.Text()

    giver_site = fields.Char(string="Giving Site")
    giver_address = fields.Char(string="Address of Giving Site")
    giver_id = fields.Many2one('res.partner', string="Giver (Contact)", ondelete='restrict')
    giver_name = fields.Char(string="Giver", help="Full name of who hands over.")
    giver_identity = fields.Char(string="Giver's Identity No.", groups=PERSONAL)
    giver_identity_place = fields.Char(string="Giver's Paper Issued by", groups=PERSONAL)
    giver_identity_date = fields.Date(string="Giver's Paper Issued on", groups=PERSONAL)
    giver_signature = fields.Image(max_width=1024, max_height=1024, copy=False)

    receiver_site = fields.Char(string="Receiving Site")
    receiver_address = fields.Char(string="Address of Receiving Site")
    receiver_id = fields.Many2one('res.partner', string="Receiver (Contact)", ondelete='restrict')
    receiver_name = fields.Char(string="Receiver", help="Full name of who receives.")
    receiver_identity = fields.Char(string="Receiver's Identity No.", groups=PERSONAL)
    receiver_identity_place = fields.Char(string="Receiver's Paper Issued by", groups=PERSONAL)
    receiver_identity_date = fields.Date(string="Receiver's Paper Issued on", groups=PERSONAL)
    receiver_signature = fields.Image(max_width=1024, max_height=1024, copy=False)

    line_ids = fields.One2many('pharma.handover.line', 'handover_id', string="Goods")
    date_signed = fields.Datetime(string="Signed on", readonly=True, copy=False)
    user_id = fields.Many2one('res.users', string="Recorded by", readonly=True, copy=False)
    void_reason = fields.Char(string="Why Void", readonly=True, copy=False, tracking=True)
    void_user_id = fields.Many2one('res.users', string="Void by", readonly=True, copy=False)
    date_void = fields.Datetime(string="Void since", readonly=True, copy=False)
    replaces_id = fields.Many2one(
        'pharma.handover', string="Instead of", readonly=True, index='btree_not_null', copy=False
    )

    _in_force = models.UniqueIndex(
        "(picking_id) WHERE state <> 'void'",
        "The slip has a handover record already. Declare that one void first.",
    )

    # === COMPUTE METHODS === #
    @api.depends('name', 'picking_id.slip_number')
    def _compute_display_name(self):
        for record in self:
            parts = [record.name, record.picking_id.slip_number]
            record.display_name = ', '.join(part for part in parts if part)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._give_numbers('pharma.handover')
        for record in records.filtered(lambda record: not record.line_ids):
            record._fill_in()
        return records

    def write(self, vals):
        if vals.keys() - AFTER_SIGNING and any(record.state != 'draft' for record in self):
            raise UserError(
                self.env._(
                    "A signed handover record is never changed. Declare it void with a reason; "
                    "a new one is made then."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("Handover records are kept. Declare the record void with a reason instead.")
        )

    def _get_stamps(self):
        return {
            *('name', 'state', 'date_signed', 'user_id', 'replaces_id'),
            *('void_reason', 'void_user_id', 'date_void'),
        }

    # === ACTION METHODS === #
    def action_refresh(self):
        """Fill in a draft anew from its slip: sites, persons, lots, quantities (004-19).

        :raise UserError: signed or void already
        :return: True
        """
        self.check_access('write')
        for record in self:
            record.line_ids.unlink()
            record._fill_in()
        return True

    def action_sign(self):
        """Sign with what the form holds: both names, both signatures, every line checked.

        :raise UserError: with all that is missing
        :return: True
        """
        self.check_access('write')
        for record in self:
            record._sign(record.giver_signature, record.receiver_signature, is_office=True)
        return True

    # === FILLING IN === #
    def _fill_in(self):
        """Take from the slip what the record asks for; what somebody entered before is kept."""
        for record in self:
            slip = record.picking_id
            values = record._prepare_sites_vals(slip) | record._prepare_persons_vals(slip)
            record.write({name: value for name, value in values.items() if not record[name]})
            record.line_ids = [(0, 0, vals) for vals in record._prepare_lines_vals(slip)]

    def _follow_slip(self):
        """Fill in drafts anew whose slip has another courier or other lots by now."""
        for record in self.filtered(lambda record: record.state == 'draft'):
            courier = record.picking_id.courier_id.partner_id
            other = courier and record.giver_id != courier
            if other:
                record.write(dict.fromkeys(GIVER, False))
            if other or record._get_differences():
                record.action_refresh()

    def _prepare_sites_vals(self, slip):
        branch = slip.picking_type_id.warehouse_id
        site = branch.partner_id or slip.company_id.partner_id
        customer = slip.partner_id
        return {
            'giver_site': ', '.join(
                dict.fromkeys(name for name in (slip.company_id.name, branch.name) if name)
            ),
            'giver_address': site._get_handover_address(),
            'receiver_site': customer.commercial_partner_id.name,
            'receiver_address': customer._get_handover_address(),
            'place': customer._get_handover_address(),
        }

    def _prepare_persons_vals(self, slip):
        giver = self.giver_id or slip.courier_id.partner_id
        receiver = self.receiver_id or (
            slip.partner_id if not slip.partner_id.is_company else self.env['res.partner']
        )
        values = {
            'giver_id': giver.id,
            'giver_name': giver.name,
            'receiver_id': receiver.id,
            'receiver_name': receiver.name,
        }
        identity = self.env.ref('pharma_delivery.licence_type_identity', raise_if_not_found=False)
        # sudo: the record needs the numbers; who may read them is said by the fields' groups
        papers_sudo = (
            self.env['pharma.licence']
            .sudo()
            .search(
                [
                    ('partner_id', 'in', (giver | receiver).ids),
                    ('type_id', '=', identity.id if identity else 0),
                ],
                order='date_expiry DESC NULLS FIRST, id DESC',
            )
        )
        for role, partner in (('giver', giver), ('receiver', receiver)):
            paper = papers_sudo.filtered(lambda paper, p=partner: paper.partner_id == p)[:1]
            values[f'{role}_identity'] = paper.number
            values[f'{role}_identity_place'] = paper.issuer
            values[f'{role}_identity_date'] = paper.date_issued
        return values

    def _prepare_lines_vals(self, slip):
        return [
            self.env['pharma.handover.line']._prepare_vals(line)
            for line in slip.move_line_ids
            if line.product_id.control_class and line.state != 'cancel' and line.quantity
        ]
