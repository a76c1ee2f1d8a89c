from odoo import api, fields, models
from odoo.fields import Domain


class StockPicking(models.Model):
    """Slips are found by the bar code of a pack (000-28, 004-60)."""

    _inherit = 'stock.picking'

    pharma_pack_code = fields.Char(
        string="Code on the Pack",
        compute='_compute_pharma_pack_code',
        search='_search_pharma_pack_code',
        help="Scan the GS1 code of a pack to find the slips that bring its lot.",
    )

    def _compute_pharma_pack_code(self):
        self.pharma_pack_code = False  # only searched by

    @api.model
    def _search_pharma_pack_code(self, operator, value):
        if operator not in ('ilike', 'in', '='):
            return NotImplemented
        codes = [value] if isinstance(value, str) else list(value)
        domain = Domain.FALSE
        for found in map(self.env['stock.lot']._read_gs1, codes):
            if not found or not found['product_id'] or (found['lot'] and not found['lot_id']):
                continue
            lines = Domain('product_id', '=', found['product_id'].id)
            if found['lot_id']:
                lines &= Domain('lot_id', '=', found['lot_id'].id)
            domain |= Domain('move_line_ids', 'any', lines)
        return domain
