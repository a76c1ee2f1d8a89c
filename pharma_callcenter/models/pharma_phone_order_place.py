from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MAX_CHARS = 200
# What may be completed about a customer while he orders, and no more.
CUSTOMER_FIELDS = ('phone', 'email', 'street', 'street2', 'city')
NEW_CUSTOMER_FIELDS = ('name', *CUSTOMER_FIELDS)
DELIVERY_FIELDS = ('name', 'phone', 'street', 'street2', 'city')
INVOICE_FIELDS = ('name', 'vat', 'email', 'address')


class PharmaPhoneOrder(models.AbstractModel):
    """From the window to the order: by the rights of the seller, at the prices of the customer."""

    _inherit = 'pharma.phone.order'

    @api.model
    def place_order(self, values):
        """Make an order of a telephone call; what is missing is reserved (000-25..28).

        Prices, taxes and terms are those of the customer; what the window showed is not taken over.

        :param dict values: ``call_id``, ``partner_id`` or ``customer`` (dict of a new one's
            ``name``, ``phone`` ...), ``lines`` (list of dict: ``product_id``, ``quantity``,
            ``uom_id``, ``is_reserved``), ``warehouse_id``, ``is_delivery``, ``delivery`` (dict of
            the address if it is another one), ``deliver_from`` (UTC), ``is_invoice``, ``invoice``
            (dict: ``name``, ``vat``, ``email``, ``address``), ``note``, ``is_confirmed``
        :return: dict with ``order_id``, ``order_name``, ``is_confirmed``, ``reserved`` (list of
            names)
        :raise AccessError: without the right to sell, or for a call that one may not change
        :raise UserError: for what cannot be ordered, with what to do
        """
        self._check_may_order()
        values = values if isinstance(values, dict) else {}
        call = self._take('pharma.call', values.get('call_id'))
        call.check_access('write')
        order_of = self.with_company(call.company_id) if call else self
        return order_of._place(call, values)

    def _place(self, call, values):
        """Create the order; see `place_order`."""
        sent = values.get('lines')
        lines = self._read_lines(sent)
        if not lines:
            self._refuse(self.env._("Choose at least one medicine."))
        partner = self._take_customer(values)
        warehouse = self._take('stock.warehouse', values.get('warehouse_id'))
        if warehouse not in self._get_branches():
            self._refuse(self.env._("Choose the branch that fulfils the order."))
        wanted = [line.get('is_reserved') is True for line in sent if isinstance(line, dict)]
        if any(wanted) and not self._may_reserve():
            self._refuse(self.env._("Reservations need 'Pharma Delivery'. Order without them."))
        order = self.env['sale.order']
        ordered = [line for line, reserved in zip(lines, wanted, strict=True) if not reserved]
        if ordered:
            order = self._create_order(values, call, partner, warehouse, ordered)
        elif call and not call.partner_id:
            # sudo: who called, of a call that the user may change
            call.sudo().partner_id = partner
        reserved = [line for line, reserved in zip(lines, wanted, strict=True) if reserved]
        names = []
        if reserved:
            names = self._phone_order_reserve(call, partner, warehouse, reserved, values) or []
        if order and values.get('is_confirmed') is True:
            order.action_confirm()
        return {
            'order_id': order.id,
            'order_name': order.name or '',
            'is_confirmed': order.state == 'sale',
            'reserved': names,
        }

    @api.model
    def _check_may_order(self):
        if not self._may_order():
            raise AccessError(
                self.env._(
                    "You may look up medicines, but not take orders. Ask your administrator for the"
                    " role 'User: Own Documents Only' in Sales."
                )
            )

    def _phone_order_reserve(self, call, partner, warehouse, lines, values):
        """Reserve what is not there; other modules do (000-26).

        :param call: ``pharma.call`` or none of it
        :param partner: ``res.partner``
        :param warehouse: ``stock.warehouse`` where the customer wants it
        :param list lines: tuples of product, quantity and unit
        :param dict values: as sent by the window
        :return: list of the names of reservations
        """
        return []

    # === CUSTOMER === #
    def _take_customer(self, values):
        """Return the customer, with what he said about himself in the call (000-27)."""
        partner = self._take('res.partner', values.get('partner_id'))
        told = self._read_chars(values.get('customer'), NEW_CUSTOMER_FIELDS)
        if not partner:
            if not told.get('name'):
                self._refuse(self.env._("Choose the customer, or enter the name of a new one."))
            return self.env['res.partner'].create(told)
        # what is known is corrected on the customer's form, where his history is seen
        new = {name: told[name] for name in CUSTOMER_FIELDS if told.get(name) and not partner[name]}
        if new:
            partner.write(new)
        return partner

    def _take_address(self, values, partner):
        """Return where the goods go: the customer, or an address of his that he named."""
        address = self._read_chars(values.get('delivery'), DELIVERY_FIELDS)
        if not address.get('street'):
            return partner
        address.setdefault('name', partner.name)
        known = partner.child_ids.filtered(
            lambda child: all((child[name] or '') == value for name, value in address.items())
        )
        return known[:1] or partner.create(
            {'parent_id': partner.id, 'type': 'delivery', 'lang': partner.lang, **address}
        )

    @api.model
    def _read_chars(self, values, names):
        """Return the texts of these names, without spaces around; nothing else is let in."""
        values = values if isinstance(values, dict) else {}
        texts = {name: values.get(name) for name in names}
        return {
            name: text.strip()[:MAX_CHARS]
            for name, text in texts.items()
            if isinstance(text, str) and text.strip()
        }

    # === ORDER === #
    def _create_order(self, values, call, partner, warehouse, lines):
        order = self.env['sale.order'].create(
            self._prepare_order_vals(values, call, partner, warehouse, lines)
        )
        if call:
            # sudo: protected, as it counts in the figures of calls
            order.sudo().pharma_call_id = call
            vals = {} if call.order_id else {'order_id': order.id}
            if not call.partner_id:
                vals['partner_id'] = partner.id
            if vals:
                call.sudo().write(vals)  # sudo: of a call that the user may change
        return order

    def _prepare_order_vals(self, values, call, partner, warehouse, lines):
        """Return the values of the order; to be extended by other modules.

        :return: dict of values of ``sale.order``
        """
        is_delivery = values.get('is_delivery') is True
        vals = {
            'partner_id': partner.id,
            'user_id': self.env.uid,
            'company_id': self.env.company.id,
            'warehouse_id': warehouse.id,
            'pharma_delivery_wanted': is_delivery,
            'pharma_invoice_wanted': values.get('is_invoice') is True,
            'order_line': [
                fields.Command.create(
                    {
                        'product_id': product.id,
                        'product_uom_qty': quantity,
                        'product_uom_id': uom.id,
                    }
                )
                for product, quantity, uom in lines
            ],
        }
        if channel := self.env['pharma.sales.channel'].search([('code', '=', 'telephone')]):
            vals['pharma_channel_id'] = channel.id
        if is_delivery:
            vals['partner_shipping_id'] = self._take_address(values, partner).id
            vals['pharma_deliver_from'] = self._read_moment(values.get('deliver_from'))
        if vals['pharma_invoice_wanted']:
            invoice = self._read_chars(values.get('invoice'), INVOICE_FIELDS)
            vals |= {f'pharma_invoice_{name}': text for name, text in invoice.items()}
        if note := self._read_chars(values, ['note']):
            vals['note'] = escape(note['note'])
        return vals

    def _read_moment(self, text):
        try:
            moment = fields.Datetime.to_datetime(text) if isinstance(text, str) else None
        except ValueError:
            raise UserError(self.env._("'Deliver From' is no date. Choose one.")) from None
        return moment or False
