from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

from .pharma_complaint_task import TICKET_READERS

ACCEPTED = {'quantity_accepted', 'amount_accepted'}


class PharmaComplaintClaimLine(models.Model):
    """Goods of a claim: one line per ticket, medicine and lot (002-19)."""

    _name = 'pharma.complaint.claim.line'
    _description = "Goods of a Supplier Claim"
    _order = 'claim_id desc, id'
    _check_company_auto = True

    claim_id = fields.Many2one(
        'pharma.complaint.claim', required=True, index=True, ondelete='cascade'
    )
    complaint_id = fields.Many2one(
        'pharma.complaint',
        string="Ticket",
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        groups=TICKET_READERS,
    )
    company_id = fields.Many2one(
        related='claim_id.company_id', store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        related='claim_id.partner_id', store=True, precompute=True, index=True
    )
    state = fields.Selection(related='claim_id.state', store=True, precompute=True)
    date_sent = fields.Date(related='claim_id.date_sent', store=True, precompute=True)
    currency_id = fields.Many2one(related='claim_id.currency_id', store=True, precompute=True)
    company_currency_id = fields.Many2one(
        related='claim_id.company_id.currency_id', string="Company Currency"
    )
    product_id = fields.Many2one(
        'product.product',
        string="Medicine",
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
    )
    lot_id = fields.Many2one(
        'stock.lot',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0)
    uom_id = fields.Many2one(
        'uom.uom',
        string="Unit",
        compute='_compute_uom_id',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete='restrict',
    )
    product_quantity = fields.Float(
        string="Quantity in Product Unit",
        compute='_compute_product_quantity',
        store=True,
        digits='Product Unit',
    )
    amount = fields.Monetary(string="Claimed Amount")
    quantity_accepted = fields.Float(string="Accepted Quantity", digits='Product Unit', copy=False)
    amount_accepted = fields.Monetary(string="Accepted Amount", copy=False)
    amount_company = fields.Monetary(
        string="Claimed in Company Currency",
        compute='_compute_amount_company',
        store=True,
        currency_field='company_currency_id',
    )
    amount_accepted_company = fields.Monetary(
        string="Accepted in Company Currency",
        compute='_compute_amount_company',
        store=True,
        currency_field='company_currency_id',
    )

    _quantity_positive = models.Constraint(
        'CHECK (quantity > 0)', "Goods of a claim: enter a quantity above 0."
    )
    _amount_positive = models.Constraint(
        'CHECK (amount >= 0 AND amount_accepted >= 0 AND quantity_accepted >= 0)',
        "Goods of a claim: amounts and quantities are 0 or more.",
    )

    # === COMPUTE METHODS === #
    @api.depends('product_id')
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id.uom_id

    @api.depends('quantity', 'uom_id', 'product_id.uom_id')
    def _compute_product_quantity(self):
        for line in self:
            unit = line.product_id.uom_id
            line.product_quantity = (
                line.uom_id._compute_quantity(line.quantity, unit)
                if unit and line.uom_id
                else line.quantity
            )

    @api.depends('amount', 'amount_accepted', 'claim_id.currency_id', 'claim_id.date_sent')
    def _compute_amount_company(self):
        for line in self:
            claim = line.claim_id
            company = claim.company_id or self.env.company
            day = claim.date_sent or company._pharma_today()
            for name in ('amount', 'amount_accepted'):
                currency = claim.currency_id or company.currency_id
                line[f'{name}_company'] = currency._convert(
                    line[name], company.currency_id, company, day
                )

    @api.depends('claim_id.number', 'product_id')
    def _compute_display_name(self):
        for line in self:
            line.display_name = f'{line.claim_id.number} {line.product_id.display_name or ""}'

    def _is_accepted(self):
        self.ensure_one()
        # the unit's own decimals decide what is the same
        enough = line_compare(self.quantity_accepted, self.quantity, self.uom_id) >= 0
        return enough and self.currency_id.compare_amounts(self.amount_accepted, self.amount) >= 0

    # === CHECKS === #
    @api.constrains('uom_id', 'product_id', 'lot_id')
    def _check_goods(self):
        for line in self:
            if not line.uom_id._has_common_reference(line.product_id.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(product)s is counted in %(own)s, which cannot be converted from"
                        " %(unit)s. Choose another unit.",
                        product=line.product_id.display_name,
                        own=line.product_id.uom_id.name,
                        unit=line.uom_id.name,
                    )
                )
            # sudo: of which medicine the lot is
            if line.lot_id and line.sudo().lot_id.product_id != line.product_id:
                raise ValidationError(
                    self.env._(
                        "The lot is of another medicine than %(product)s.",
                        product=line.product_id.display_name,
                    )
                )

    @api.constrains('quantity', 'quantity_accepted', 'amount', 'amount_accepted')
    def _check_accepted(self):
        for line in self:
            too_many = line_compare(line.quantity_accepted, line.quantity, line.uom_id) > 0
            if too_many or line.currency_id.compare_amounts(line.amount_accepted, line.amount) > 0:
                raise ValidationError(
                    self.env._(
                        "%(product)s: more is accepted than was claimed. Correct the quantity or"
                        " the amount.",
                        product=line.product_id.display_name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Add goods to draft claims, of tickets that the user may read (002-19).

        :param list vals_list: one dict per line
        :return: the new ``pharma.complaint.claim.line`` records
        :raise AccessError: for a ticket that the user may not read, or a claim he may not write
        :raise UserError: for a claim that was sent, or an answer that is not there yet
        """
        self._check_tickets(vals_list)
        lines = super().create(vals_list)
        if not self.env.su:
            # also one that came by a default
            lines.complaint_id.check_access('read')
            lines.claim_id.check_access('write')
            if any(line.quantity_accepted or line.amount_accepted for line in lines):
                lines._check_waiting()
        lines._check_draft()
        return lines

    def write(self, vals):
        """Change goods while the claim is a draft; what is accepted while the supplier's answer is
        awaited.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a ticket or a claim that is out of reach
        :raise UserError: for goods of a claim that was sent, or an answer where none is awaited
        """
        self._check_tickets([vals])
        if {*vals} - ACCEPTED:
            self._check_draft()
        if any(vals.get(name) for name in ACCEPTED) or any(
            line[name] for line in self for name in ACCEPTED if name in vals
        ):
            self._check_waiting()
        result = super().write(vals)
        if 'claim_id' in vals and not self.env.su:
            self.claim_id.check_access('write')
            self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_draft()

    @api.model
    def _check_tickets(self, vals_list):
        if not self.env.su:
            ids = {vals['complaint_id'] for vals in vals_list if vals.get('complaint_id')}
            self.env['pharma.complaint'].browse(ids).check_access('read')

    def _check_draft(self):
        if not self.env.su and any(line.claim_id.state != 'draft' for line in self):
            raise UserError(
                self.env._(
                    "The claim was sent: its goods stay as they are. 'Back to Draft' takes it back"
                    " to correct them."
                )
            )

    def _check_waiting(self):
        """Refuse accepted quantities and amounts but for claims that wait for their answer."""
        for claim in self.claim_id if not self.env.su else ():
            if claim.state == 'draft':
                raise UserError(
                    self.env._(
                        "Claim %(claim)s is a draft: what the supplier accepts is entered once the"
                        " claim was sent. Leave the accepted quantity and amount empty.",
                        claim=claim.number,
                    )
                )
            if claim.state != 'sent':
                claim._refuse_answered()


def line_compare(one, other, uom):
    """Compare two quantities to the decimals of their unit; -1, 0 or 1 as ``float_compare``."""
    return float_compare(one, other, precision_rounding=uom.rounding or 0.01)
