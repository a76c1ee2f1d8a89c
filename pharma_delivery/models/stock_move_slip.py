from odoo import models


class StockMove(models.Model):
    """Rows of the slip with the prices of the order (000-28)."""

    _inherit = 'stock.move'

    def _get_slip_rows(self, is_part=False):
        """Return the rows of one medicine: one per lot and one for what is not picked yet.

        :param bool is_part: part of a kit, whose price is that of the kit
        :return: list of dicts, see ``stock.picking._get_slip_rows``
        """
        self.ensure_one()
        parts = self._get_slip_lots()
        quantity = sum(part['quantity'] for part in parts)
        price, total, currency = self._get_slip_price(quantity)
        rows, counted, given = [], 0.0, 0.0
        for part in parts:
            counted += part['quantity']
            # cumulated, so that the lots of a line add up to its total to the last digit
            share = currency.round(total * counted / quantity) if quantity else 0.0
            rows.append(
                {
                    **part,
                    'product': self.product_id,
                    'uom': self.product_uom,
                    'price': None if is_part else price,
                    'total': None if is_part else share - given,
                    'currency': currency,
                    'is_kit': False,
                    'is_part': is_part,
                }
            )
            given = share
        return rows

    def _get_slip_lots(self):
        """Return how much of which lot the slip brings, in the unit of the slip."""
        self.ensure_one()
        picked, day = {}, self.picking_id._get_expiry_day() if self.picking_id else None
        for line in self.move_line_ids:
            quantity = line.product_uom_id._compute_quantity(
                line.quantity, self.product_uom, round=False
            )
            picked[line.lot_id] = picked.get(line.lot_id, 0.0) + quantity
        parts = [
            {
                'lot': lot.name or False,
                'expiry': lot._get_pharma_expiry(self.company_id),
                'quantity': quantity,
                'is_open': False,
                'is_short': lot._is_pharma_short_dated(self.company_id, day),
            }
            for lot, quantity in picked.items()
            if not self.product_uom.is_zero(quantity)
        ]
        rest = self.product_uom_qty - sum(picked.values())
        if self.state != 'done' and self.product_uom.compare(rest, 0) > 0:
            parts.append(
                {
                    'lot': False,
                    'expiry': False,
                    'quantity': rest,
                    'is_open': True,
                    'is_short': False,
                }
            )
        return parts

    def _get_slip_price(self, quantity):
        """Return unit price and total for a quantity in the unit of the slip, and the currency.

        That of the order line with its discount and taxes; without an order the list price.
        """
        self.ensure_one()
        line = self.sale_line_id
        if line:
            ordered = self.product_uom._compute_quantity(
                quantity, line.product_uom_id, round=False, raise_if_failure=False
            )
            total = line._get_slip_total(ordered)
            currency = line.currency_id
        else:
            currency = self.company_id.currency_id
            product = self.product_id.with_company(self.company_id)
            price = product.uom_id._compute_price(product.list_price, self.product_uom)
            price = product.currency_id._convert(price, currency, self.company_id)
            total = currency.round(price * quantity)
        return total / quantity if quantity else 0.0, total, currency

    def _get_kit_row(self, line):
        """Return the row of a kit, of which the moves are parts: only it has a price.

        How many kits the slip brings follows from the part it brings the least of.

        :param line: ``sale.order.line`` of the kit
        """
        everything = line.move_ids.filtered(
            lambda move: move.state != 'cancel' and move.picking_code == 'outgoing'
        )
        shares = []
        for product, moves in everything.grouped('product_id').items():
            asked = sum(move.product_qty for move in moves)
            here = sum(
                part['quantity'] * move.product_uom.factor / product.uom_id.factor
                for move in moves & self
                for part in move._get_slip_lots()
            )
            shares.append(here / asked if asked else 0.0)
        quantity = line.product_uom_qty * min(shares, default=0.0)
        quantity = line.product_uom_id.round(quantity, rounding_method='DOWN')
        total = line._get_slip_total(quantity)
        return {
            'product': line.product_id,
            'lot': False,
            'expiry': False,
            'uom': line.product_uom_id,
            'quantity': quantity,
            'price': total / quantity if quantity else 0.0,
            'total': total,
            'currency': line.currency_id,
            'is_open': False,
            'is_short': False,
            'is_kit': True,
            'is_part': False,
        }
