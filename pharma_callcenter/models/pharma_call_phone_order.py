from odoo import api, fields, models
from odoo.exceptions import UserError

from .readable import get_readable


class PharmaCall(models.Model):
    """What an agent starts from a call: an order, a question, a referral.

    (000-25, 001-04, 001-09, 001-10)
    """

    _inherit = 'pharma.call'

    pharma_may_order = fields.Boolean(compute='_compute_pharma_may_order')
    order_ids = fields.One2many('sale.order', 'pharma_call_id', string="Orders", readonly=True)

    customer_verified = fields.Date(
        string="Verified On",
        compute='_compute_customer_verified',
        help="When the customer last confirmed name, telephone and address.",
    )
    customer_missing = fields.Char(
        string="Still Missing", compute='_compute_customer_verified', help="Ask for it."
    )

    @api.depends('partner_id')
    def _compute_customer_verified(self):
        for call in self:
            partner = get_readable(call.partner_id)
            call.customer_verified = partner.pharma_date_verified
            call.customer_missing = partner and partner._pharma_missing_data()

    @api.depends_context('uid')
    def _compute_pharma_may_order(self):
        self.pharma_may_order = self.env['pharma.phone.order']._may_order()

    def action_phone_order(self):
        """Open the window in which the customer's order is taken (000-25).

        :return: client action
        :raise AccessError: for a call that the user may not change, or without the right to sell
        """
        self.ensure_one()
        self.check_access('write')
        self.env['pharma.phone.order']._check_may_order()
        return self.env['pharma.phone.order']._get_action(call=self)

    def action_ask_duty_expert(self):
        """Show who is on duty and ask what the agent cannot answer (001-09, 003-09).

        :return: window action of ``pharma.call.expert``
        :raise AccessError: for a call that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Ask the Expert"),
            'res_model': 'pharma.call.expert',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_call_id': self.id},
        }

    def action_refer(self):
        """Tell a branch of a customer who travels there (001-10).

        :return: window action of ``pharma.call.refer``
        :raise AccessError: for a call that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Refer to Branch"),
            'res_model': 'pharma.call.refer',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_call_id': self.id,
                'default_partner_id': get_readable(self.partner_id).id,
            },
        }

    def action_verify_customer(self):
        """Note that the caller confirmed his data today (001-04).

        :return: notification for the screen
        :raise AccessError: for a customer that the user may not change
        :raise UserError: without a customer
        """
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer of the call first."))
        return self.partner_id.action_pharma_verified()
