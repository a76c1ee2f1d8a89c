from odoo.tests import Form

from .common import CareCommon


class StockCommon(CareCommon):
    """Medicines in stock, which tests deliver and take back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stock = cls.env['stock.warehouse'].search([('company_id', '=', cls.company.id)], limit=1)
        for product in (cls.metformin, cls.syrup):
            cls.env['stock.quant']._update_available_quantity(product, stock.lot_stock_id, 1000)

    def _deliver(self, order, quantities=None):
        """Deliver the order's open transfer, whole or with a quantity per product."""
        picking = order.picking_ids.filtered(lambda p: p.state not in ('done', 'cancel'))
        picking.action_assign()
        for move in picking.move_ids:
            move.quantity = (quantities or {}).get(move.product_id, move.product_uom_qty)
            move.picked = True
        picking.with_context(skip_backorder=True)._action_done()
        return picking

    def _return(self, picking, quantities, to_refund=True):
        wizard = Form(
            self.env['stock.return.picking'].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model='stock.picking'
            )
        ).save()
        for line in wizard.product_return_moves:
            line.quantity = quantities.get(line.product_id, 0)
            line.to_refund = to_refund
        back = wizard._create_return()
        for move in back.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        back._action_done()
