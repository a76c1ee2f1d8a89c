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
        self._quarantine_recalled()
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

    def _quarantine_recalled(self):
        """Send what customers bring back of blocked lots to quarantine, whatever the company's
        setting for other returns says."""
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.product_id.tracking != 'none'
                and line.location_id.usage == 'customer'
                and line.location_dest_id.warehouse_id
            )
        )
        # at the counter a number may be typed instead of a lot chosen
        typed = lines.filtered(lambda line: not line.lot_id and line.lot_name)
        # sudo: whoever receives goods is not asked for rights on lots
        found = typed and self.env['stock.lot'].sudo().search(
            [('name', 'in', typed.mapped('lot_name')), ('product_id', 'in', typed.product_id.ids)]
        )
        by_name = {(lot.product_id.id, lot.name): lot for lot in found or ()}
        lots = {
            line: line.lot_id or by_name.get((line.product_id.id, line.lot_name), line.lot_id)
            for line in lines
        }
        blocked = self.env['stock.lot'].union(*lots.values())._get_blocking(lines.company_id)
        for line, lot in lots.items():
            if (line.company_id.id, lot.id) in blocked:
                warehouse = line.location_dest_id.warehouse_id
                line.location_dest_id = warehouse._pharma_get_quarantine()
