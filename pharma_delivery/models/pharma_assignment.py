from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class PharmaAssignment(models.Model):
    """The director's written order to a courier to carry certain slips (004-18, V4)."""

    _name = 'pharma.assignment'
    _description = "Assignment Letter"
    _inherit = ['pharma.control.sealed', 'mail.thread']
    _order = 'id desc'
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index='trigram')
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, index=True
    )
    courier_id = fields.Many2one(
        'res.users',
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    licence_id = fields.Many2one(
        'pharma.licence',
        string="Identity Paper",
        compute='_compute_licence_id',
        store=True,
        readonly=False,
        ondelete='restrict',
        index='btree_not_null',
        groups='pharma_delivery.group_delivery_user,pharma_crm.group_pharmacist,'
        'pharma_crm.group_pharma_manager',
        help="Of the courier; entered under Customers > Licences.",
    )
    batch_id = fields.Many2one(
        'stock.picking.batch',
        string="Round",
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    picking_ids = fields.Many2many(
        'stock.picking', string="Slips", check_company=True, domain="[('slip_number', '!=', False)]"
    )
    date_from = fields.Date(
        string="Valid from", required=True, default=lambda self: self.env.company._pharma_today()
    )
    date_to = fields.Date(
        string="Valid until", required=True, default=lambda self: self.env.company._pharma_today()
    )
    user_id = fields.Many2one('res.users', string="Issuing Person", readonly=True, copy=False)
    date_issued = fields.Datetime(string="Issued on", readonly=True, copy=False)
    state = fields.Selection(
        [('draft', "Draft"), ('issued', "Issued"), ('void', "Void")],
        default='draft',
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _dates = models.Constraint(
        'CHECK (date_to >= date_from)',
        "An assignment cannot end before it begins. Correct 'Valid from' or 'Valid until'.",
    )

    # === COMPUTE METHODS === #
    @api.depends('courier_id')
    def _compute_licence_id(self):
        identity = self.env.ref('pharma_delivery.licence_type_identity', raise_if_not_found=False)
        licences = self.env['pharma.licence'].search(
            [('partner_id', 'in', self.courier_id.partner_id.ids), ('type_id', '=', identity.id)]
            if identity
            else [(0, '=', 1)]
        )
        for letter in self:
            letter.licence_id = licences.filtered(
                lambda licence, letter=letter: licence.partner_id == letter.courier_id.partner_id
            ).sorted(lambda licence: licence.date_expiry or fields.Date.to_date('9999-12-31'))[-1:]

    # === CRUD METHODS === #
    def write(self, vals):
        content = {
            *('courier_id', 'picking_ids', 'date_from', 'date_to', 'licence_id', 'batch_id'),
            'company_id',
        }
        if content & vals.keys() and any(letter.state != 'draft' for letter in self):
            raise UserError(
                self.env._(
                    "An issued assignment letter is not changed any more. Declare it void and "
                    "write a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if any(letter.state != 'draft' for letter in self):
            raise UserError(
                self.env._("Issued assignment letters are kept. Declare the letter void instead.")
            )

    # === ACTION METHODS === #
    def action_issue(self):
        """Issue the letters: from now on the courier may carry their slips (004-18).

        :raise AccessError: not a pharmacist or manager, who sign for the director
        :raise UserError: no slip, already issued, no valid identity paper of the courier
        :return: True
        """
        self._check_issuer()
        for letter in self:
            if letter.state != 'draft':
                raise UserError(self.env._("%s has been issued already.", letter.name))
            if not letter.picking_ids:
                raise UserError(self.env._("Enter the slips the courier is to carry."))
            letter._check_identity()
            letter.sudo().write(  # sudo: stamps are set by the program; the role was checked
                {
                    'state': 'issued',
                    'name': self.env['ir.sequence']
                    .with_company(letter.company_id)
                    .next_by_code('pharma.assignment'),
                    'user_id': self.env.uid,
                    'date_issued': fields.Datetime.now(),
                }
            )
        return True

    def action_void(self):
        """Declare the letters void; their slips need another one (004-18).

        :raise AccessError: not a pharmacist or manager
        :return: True
        """
        self._check_issuer()
        self.sudo().state = 'void'  # sudo: as above
        return True

    def _get_stamps(self):
        return {'name', 'state', 'user_id', 'date_issued'}

    def _check_identity(self):
        if not self.licence_id:
            self._compute_licence_id()  # entered after the draft was written
        licence = self.licence_id
        if not licence or (licence.date_expiry and licence.date_expiry < self.date_to):
            raise UserError(
                self.env._(
                    "The letter names the identity paper of %(courier)s, and none is valid until "
                    "%(date)s. Enter it under Customers > Licences, then issue the letter.",
                    courier=self.courier_id.name,
                    date=format_date(self.env, self.date_to),
                )
            )

    def _check_issuer(self):
        self.check_access('write')
        groups = 'pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager'
        if not self.env.su and not self.env.user.has_groups(groups):
            raise UserError(
                self.env._("Assignment letters are issued by a pharmacist or a manager. Ask one.")
            )
