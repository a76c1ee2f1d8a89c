from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCallCustomer(models.TransientModel):
    """An unknown caller becomes a customer, without leaving the call (000-27, 001-04)."""

    _name = 'pharma.call.customer'
    _inherit = ['pharma.call.window.mixin']
    _description = "New Customer of a Call"

    call_id = fields.Many2one('pharma.call', required=True, readonly=True, ondelete='cascade')
    name = fields.Char(required=True)
    phone = fields.Char(required=True)
    customer_type = fields.Selection(
        selection=lambda self: (
            self.env['res.partner']._fields['pharma_customer_type']._description_selection(self.env)
        ),
        string="Kind",
        required=True,
        default='prospect',
    )
    street = fields.Char(string="Address")
    city = fields.Char()
    partner_ids = fields.Many2many(
        'res.partner', string="Have This Number", compute='_compute_partner_ids'
    )

    @api.depends('phone', 'call_id')
    def _compute_partner_ids(self):
        Call = self.env['pharma.call']
        for window in self:
            call = window.call_id
            found = Call._find_partners(window.phone, call.pbx_id, call.company_id)
            window.partner_ids = found

    def action_apply(self):
        """Create the customer with the rights of the user, and link the call to him (000-27).

        :return: action that closes the window
        :raise AccessError: for a call that the user may not write, or without the right to create
            customers
        :raise UserError: for a call that has a customer already
        """
        self.ensure_one()
        call = self.call_id
        call.check_access('write')
        if call.partner_id:
            raise UserError(
                self.env._("The call has a customer already. Empty the field 'Customer' first.")
            )
        call.partner_id = self.env['res.partner'].create(self._prepare_partner_vals())
        return {'type': 'ir.actions.act_window_close'}

    def _prepare_partner_vals(self):
        # sudo: settings, whoever works with calls
        country = self.call_id.pbx_id.sudo().country_id or self.call_id.company_id.sudo().country_id
        return {
            'name': self.name,
            'phone': self.phone,
            'pharma_customer_type': self.customer_type,
            'street': self.street,
            'city': self.city,
            'country_id': country.id,
        }
