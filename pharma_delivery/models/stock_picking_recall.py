from odoo import models


class StockPicking(models.Model):
    """Recalled lots do not leave, and what comes back of them is counted (004-60)."""

    _inherit = 'stock.picking'

    def _get_dispatch_obstacles(self):
        obstacles = super()._get_dispatch_obstacles()
        # sudo: a courier may not read the lots of his slips one by one
        lines = self.sudo().move_line_ids.filtered(lambda line: line.lot_id and line.quantity)
        blocked = lines.lot_id._get_blocking(self.company_id)
        if not blocked:
            return obstacles
        for line in lines:
            recall = blocked.get((line.company_id.id, line.lot_id.id))
            if recall:
                obstacles[line.picking_id.with_env(self.env)].append(
                    self.env._(
                        "Lot %(lot)s of %(product)s is recalled (%(recall)s). Take it out, bring"
                        " it back, and reserve another lot.",
                        lot=line.lot_id.name,
                        product=line.product_id.display_name,
                        recall=recall.name,
                    )
                )
        return obstacles

    def _action_done(self):
        result = super()._action_done()
        back = self.move_line_ids.filtered(
            lambda line: (
                line.lot_id
                and line.state == 'done'
                and line.location_id.usage == 'customer'
                and line.location_dest_id.usage != 'customer'
            )
        )
        if back:
            self.env['pharma.recall']._on_returned(back.lot_id, back.company_id)
        return result
