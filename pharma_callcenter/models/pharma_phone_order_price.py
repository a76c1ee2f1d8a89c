from odoo import api, models
from odoo.exceptions import UserError

MAX_LINES = 100


class PharmaPhoneOrder(models.AbstractModel):
    """What a customer pays, as the order will say it (000-02, 000-25)."""

    _inherit = 'pharma.phone.order'

    @api.readonly
    @api.model
    def get_line_prices(self, lines, partner_id=None):
        """Return the price of each line for its quantity and unit (000-25).

        :param list lines: dicts with ``product_id``, ``quantity`` and ``uom_id``
        :param int partner_id: of the customer whose prices count, or None
        :return: list of float, per unit, taxes included, in the currency of his pricelist
        :raise AccessError: for a product or customer that the user may not read
        :raise UserError: for a quantity that is none, or a unit that does not fit
        """
        partner = self._take('res.partner', partner_id)
        return self._get_prices(self._read_lines(lines), partner)

    def _get_prices(self, lines, partner):
        """Return prices per unit with taxes; lines of the same unit and quantity are asked at once.

        :param list lines: tuples of product, quantity, unit
        :param partner: ``res.partner`` or none of it
        :return: list of float
        """
        pricelist_sudo = self._get_pricelist(partner)
        # sudo: rules of prices, units and taxes as the order applies them
        company_sudo = self.env.company.sudo()
        currency = pricelist_sudo.currency_id or company_sudo.currency_id
        asked = {}
        for product, quantity, uom in lines:
            # without a unit core takes each product's own: all of them are asked at once
            uom = uom if uom != product.uom_id else uom.browse()
            asked.setdefault((quantity, uom), []).append(product.id)
        found = {}
        for (quantity, uom), ids in asked.items():
            prices = pricelist_sudo._get_products_price(
                self.env['product.product'].sudo().browse(ids),  # sudo: as above
                quantity,
                uom=uom.sudo(),  # sudo: as above
                currency=currency,
            )
            found |= {(id_, quantity, uom.id): price for id_, price in prices.items()}
        # sudo: as above
        position_sudo = self.env['account.fiscal.position'].sudo()._get_fiscal_position(partner)
        return [
            self._add_taxes(
                product,
                found[product.id, quantity, uom != product.uom_id and uom.id],
                position_sudo,
                currency,
            )
            for product, quantity, uom in lines
        ]

    def _add_taxes(self, product, price, position_sudo, currency):
        product_sudo = product.sudo()  # sudo: as in _get_prices
        taxes = product_sudo.taxes_id._filter_taxes_by_company(self.env.company)
        if not taxes:
            return price
        taxes = position_sudo.map_tax(taxes)
        return taxes.compute_all(price, currency, 1.0, product_sudo)['total_included']

    def _get_pricelist(self, partner):
        # sudo: which prices a customer has; a new one those of the company's own country
        partner_sudo = (partner or self.env.company.partner_id).sudo()
        return partner_sudo.with_company(self.env.company).property_product_pricelist

    def _read_lines(self, lines):
        """Return tuples of product, quantity and unit out of what the window sent.

        :raise UserError: for anything that cannot be an order
        """
        lines = lines[:MAX_LINES] if isinstance(lines, list) else []
        lines = [line for line in lines if isinstance(line, dict)]
        ids = [line.get('product_id') for line in lines]
        if not all(isinstance(id_, int) and 0 < id_ < 2**31 for id_ in ids):
            self._refuse(self.env._("Choose each medicine from the list."))
        products = self.env['product.product'].browse(dict.fromkeys(ids)).exists()
        products.check_access('read')
        by_id = {product.id: product for product in products}
        return [self._read_line(by_id.get(line['product_id']), line) for line in lines]

    def _read_line(self, product, line):
        quantity, uom_id = line.get('quantity'), line.get('uom_id')
        if not product or not product.sale_ok:
            self._refuse(self.env._("A medicine of the order is no longer sold. Take it out."))
        # infinity and what is no number are refused, too
        if not isinstance(quantity, int | float) or not 0 < quantity < 1e6:
            self._refuse(
                self.env._("%(product)s: enter a quantity above 0.", product=product.display_name)
            )
        product_sudo = product.sudo()  # sudo: the packs of a product that the user may read
        uoms = product_sudo.uom_id | product_sudo.uom_ids
        uom = uoms.filtered(lambda unit: unit.id == (uom_id or product_sudo.uom_id.id))
        if not uom:
            self._refuse(
                self.env._(
                    "%(product)s is not sold in this unit. Choose one from the list.",
                    product=product.display_name,
                )
            )
        return product, float(quantity), uom.sudo(False)  # sudo ends here

    def _refuse(self, message):
        raise UserError(message)
