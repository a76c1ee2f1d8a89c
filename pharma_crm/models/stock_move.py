from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    # what customers brought back is a small part of all moves, and every night it is asked for
    _pharma_returned_idx = models.Index(
        "(sale_line_id) WHERE to_refund AND state = 'done' AND sale_line_id IS NOT NULL"
    )
