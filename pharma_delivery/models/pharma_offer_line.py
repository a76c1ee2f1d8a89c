from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaOfferLine(models.Model):
    """A customer who buys what is offered, and whether he may be told of it (004-58, 004-30)."""

    _name = 'pharma.offer.line'
    _inherit = ['pharma.customer.list.mixin']
    _description = "Customer of an Offer"
    _order = 'is_allowed desc, quantity_bought desc, id'
    _rec_name = 'partner_id'

    offer_id = fields.Many2one('pharma.offer', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one(related='offer_id.product_id')
    lot_id = fields.Many2one(related='offer_id.lot_id')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    phone = fields.Char(compute='_compute_phone', compute_sudo=True)
    email = fields.Char(related='partner_id.email')
    user_id = fields.Many2one(related='partner_id.user_id', string="Employee")
    date_last = fields.Date(string="Last Purchase", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    quantity_bought = fields.Float(string="Bought", digits='Product Unit', readonly=True)
    quantity_proposed = fields.Float(
        string="Proposed Quantity",
        digits='Product Unit',
        help="What the customer buys at a time, as long as there is enough.",
    )
    price = fields.Monetary(related='offer_id.price', string="Offered Price")
    is_allowed = fields.Boolean(string="May Be Told", readonly=True, index='btree_not_null')
    refusal = fields.Char(string="Why Not", readonly=True)

    _customer_unique = models.UniqueIndex(
        '(offer_id, partner_id)', "This customer is in the offer already."
    )

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

    # === ACTION METHODS === #
    def action_send_mailing(self):
        """Write to the chosen customers who permit it, as advertising (004-30).

        :return: window action of ``pharma.customer.mailing``
        :raise AccessError: for others than managers
        :raise UserError: nobody of them permits it
        """
        self.check_access('read')
        allowed = self.filtered('is_allowed')
        if not allowed:
            raise UserError(self.env._("None of these customers may be told of the offer."))
        action = super(PharmaOfferLine, allowed).action_send_mailing()
        self.env['pharma.customer.mailing'].browse(action['res_id']).purpose = 'advertising'
        return action

    def action_schedule_activity(self):
        """Give employees an activity for each chosen customer who permits it (004-58).

        :return: window action of ``pharma.customer.activity``
        :raise UserError: nobody of them permits it
        """
        self.check_access('read')
        allowed = self.filtered('is_allowed')
        if not allowed:
            raise UserError(self.env._("None of these customers may be told of the offer."))
        return super(PharmaOfferLine, allowed).action_schedule_activity()

    @api.model
    def _get_kind_labels(self):
        """Return {kind of refusal: words} for the refusals that last longer than a day."""
        return {
            'declined': self.env._("Declined"),
            'not_asked': self.env._("Has not accepted advertising"),
            'blocked': self.env._("On the do-not-contact list"),
            'archived': self.env._("Archived"),
            'address': self.env._("No number or address"),
            'trade': self.env._("Prescription medicine: told to the trade only"),
        }
