from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

PROTECTED = ('pharma_call_id',)


class SaleOrder(models.Model):
    """An order taken on the telephone: the call, delivery and invoice (000-25, 003-12)."""

    _inherit = 'sale.order'

    pharma_call_id = fields.Many2one(
        'pharma.call',
        string="Call",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="In which the customer ordered; written by 'Phone Order' alone.",
    )
    # as in pharma_delivery, which proposes and prints them
    pharma_delivery_wanted = fields.Boolean(
        string="Home Delivery", help="The customer wants the goods brought."
    )
    pharma_deliver_from = fields.Datetime(
        string="Deliver From", copy=False, help="The customer is not there before."
    )
    pharma_invoice_wanted = fields.Boolean(
        string="E-Invoice Wanted", help="The customer asked for an electronic invoice."
    )
    pharma_invoice_name = fields.Char(
        string="E-Invoice To", copy=False, help="Company or person, if it is not the customer."
    )
    pharma_invoice_vat = fields.Char(string="E-Invoice Tax ID", copy=False)
    pharma_invoice_email = fields.Char(string="E-Invoice E-Mail", copy=False)
    pharma_invoice_address = fields.Char(string="E-Invoice Address", copy=False)

    @api.model
    def default_get(self, fields):
        return keep_own_defaults(self, super().default_get(fields), fields, PROTECTED)

    @api.model_create_multi
    def create(self, vals_list):
        """Let 'Phone Order' alone say that an order was taken in a call (003-12).

        :param list vals_list: values, one dict per order
        :return: the new ``sale.order`` records
        :raise AccessError: for a call that came with the values
        """
        if any(vals.get('pharma_call_id') for vals in vals_list):
            self._check_pharma_call()
        return super().create(vals_list)

    def write(self, vals):
        """Let 'Phone Order' alone say that an order was taken in a call (003-12).

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a call that came with the values
        """
        if 'pharma_call_id' in vals:
            self._check_pharma_call()
        return super().write(vals)

    @api.model
    def _check_pharma_call(self):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "Which call an order belongs to counts in the figures. Open the call and press"
                    " 'Phone Order'."
                )
            )
