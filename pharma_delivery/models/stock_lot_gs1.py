from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class StockLot(models.Model):
    """What a pack's bar code says: medicine, lot and expiry (000-28, 004-72)."""

    _inherit = 'stock.lot'

    @api.model
    def _read_gs1(self, barcode):
        """Read a GS1 bar code with core's rules, whichever nomenclature the company uses.

        :param str barcode: as the scanner sent it
        :return: dict with ``gtin``, ``lot`` (texts or False), ``expiry`` (date or False), and
            the ``product.product`` and ``stock.lot`` found, which may be empty; False if the code
            cannot be read
        """
        # sudo: the rules of bar codes are the same for everybody
        nomenclature = self.env.company.sudo().nomenclature_id
        if not nomenclature.is_gs1_nomenclature:
            default = 'barcodes_gs1_nomenclature.default_gs1_nomenclature'
            nomenclature = self.env.ref(default, raise_if_not_found=False)
        try:
            # sudo: as above
            parts = nomenclature and nomenclature.sudo().parse_barcode((barcode or '').strip())
        except (ValidationError, ValueError):
            return False  # a date that does not exist
        if not parts:
            return False
        values = {part['type']: part['value'] for part in parts}
        # core calls lot (10) and serial number (21) the same; of medicines the lot is kept
        numbers = {part['ai']: part['value'] for part in parts if part['type'] == 'lot'}
        gtin, name = values.get('product'), numbers.get('10') or numbers.get('21')
        product = self._find_gtin(gtin) if gtin else self.env['product.product']
        lot = self.browse()
        if product and name:
            lot = self.search(
                Domain('product_id', '=', product.id)
                & Domain('name', '=', name)
                & Domain('company_id', 'in', [False, self.env.company.id]),
                limit=1,
            )
        return {
            'gtin': gtin or False,
            'lot': name or False,
            'expiry': values.get('expiration_date', False),
            'product_id': product,
            'lot_id': lot,
        }

    @api.model
    def _find_gtin(self, gtin):
        """Return the product with a number of 14 digits, entered with or without leading zeros."""
        bare = gtin.lstrip('0')
        forms = list({gtin, bare, *(bare.zfill(length) for length in (8, 12, 13, 14))})
        code = Domain('barcode', 'in', forms)
        products = self.env['product.product'].with_context(skip_preprocess_gs1=True)
        return (
            products.search(code, limit=1)
            # sudo: the number may be that of a pack of the product
            or self.env['product.uom'].sudo().search(code, limit=1).product_id.with_env(self.env)
        )
