from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PharmaComplaintClaim(models.Model):
    """What we want from a supplier for faulty goods (002-19).

    The supplier reads it: no customer and no illness stands on it, tickets only on its lines.
    """

    _name = 'pharma.complaint.claim'
    _inherit = ['pharma.complaint.work.mixin']
    _description = "Supplier Claim"
    _order = 'id desc'
    _rec_name = 'number'
    _rec_names_search = ('number', 'partner_id.name')
    _check_company_auto = True
    _button_fields = ('number', 'state', 'date_sent', 'date_answered', 'date_settled')

    number = fields.Char(readonly=True, copy=False, default=lambda self: self.env._("New"))
    partner_id = fields.Many2one(
        'res.partner',
        string="Supplier",
        required=True,
        index=True,
        ondelete='restrict',
        tracking=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        index=True,
        ondelete='restrict',
        tracking=True,
        default=lambda self: self.env.user,
        domain=[('share', '=', False)],
    )
    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id
    )
    company_currency_id = fields.Many2one(
        related='company_id.currency_id', string="Company Currency"
    )
    reason = fields.Text(
        help="What is wrong with the goods. The supplier reads it: no name of a customer, nothing"
        " of an illness."
    )
    line_ids = fields.One2many('pharma.complaint.claim.line', 'claim_id', string="Goods")
    state = fields.Selection(
        [
            ('draft', "Draft"),
            ('sent', "Sent"),
            ('accepted', "Accepted"),
            ('partly', "Partly Accepted"),
            ('refused', "Refused"),
            ('settled', "Settled"),
        ],
        required=True,
        readonly=True,
        default='draft',
        copy=False,
        index=True,
        tracking=True,
    )
    date_sent = fields.Date(string="Sent On", readonly=True, copy=False)
    date_answered = fields.Date(string="Answered On", readonly=True, copy=False)
    date_settled = fields.Date(string="Settled On", readonly=True, copy=False)
    outcome = fields.Text(copy=False, tracking=True, help="What the supplier answered.")
    settlement = fields.Selection(
        [('credit', "Credit Note"), ('replacement', "Replacement"), ('money', "Payment")],
        copy=False,
        tracking=True,
        help="How the supplier makes it good.",
    )
    settlement_reference = fields.Char(
        string="Reference",
        copy=False,
        tracking=True,
        help="Number of the credit note or delivery.",
    )
    amount = fields.Monetary(compute='_compute_amounts', store=True, tracking=True)
    amount_accepted = fields.Monetary(
        string="Accepted Amount", compute='_compute_amounts', store=True, tracking=True
    )
    amount_company = fields.Monetary(
        string="In Company Currency",
        compute='_compute_amounts',
        store=True,
        currency_field='company_currency_id',
        help="At the rate of the day on which it was sent.",
    )
    amount_accepted_company = fields.Monetary(
        string="Accepted in Company Currency",
        compute='_compute_amounts',
        store=True,
        currency_field='company_currency_id',
    )
    ticket_count = fields.Integer(string="Tickets", compute='_compute_ticket_count')

    # === COMPUTE METHODS === #
    @api.depends(
        'line_ids.amount',
        'line_ids.amount_accepted',
        'line_ids.amount_company',
        'line_ids.amount_accepted_company',
    )
    def _compute_amounts(self):
        for claim in self:
            for name in ('amount', 'amount_accepted', 'amount_company', 'amount_accepted_company'):
                claim[name] = sum(claim.line_ids.mapped(name))

    def _compute_ticket_count(self):
        for claim in self:
            # sudo: a number
            claim.ticket_count = len(claim.sudo().line_ids.complaint_id)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Create claims as drafts with numbers of their own (002-19).

        :param list vals_list: one dict per claim
        :return: the new ``pharma.complaint.claim`` records
        """
        claims = super().create(vals_list)
        for claim in claims:
            # sudo: the number is given by the system alone
            claim.sudo().number = (
                self.env['ir.sequence']
                .with_company(claim.company_id)
                .next_by_code('pharma.complaint.claim')
            )
        return claims

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(claim.state != 'draft' for claim in self):
            raise UserError(
                self.env._("A claim that was sent cannot be deleted: record the supplier's answer.")
            )

    # === CHECKS === #
    @api.constrains('currency_id', 'state')
    def _check_currency(self):
        for claim in self:
            if claim.currency_id and not claim.currency_id.active:
                raise ValidationError(
                    self.env._("The currency of the claim is archived: choose another one.")
                )
