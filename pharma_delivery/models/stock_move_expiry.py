from odoo import models
from odoo.tools.misc import formatLang


class StockMove(models.Model):
    """A slip brings no more than was ordered, in a unit that can be counted (000-28)."""

    _inherit = 'stock.move'

    def _get_quantity_obstacles(self):
        """Return sentences about a quantity above the slip's or a unit of another kind."""
        self.ensure_one()
        unit = self.product_id.uom_id
        wrong = self.move_line_ids.product_uom_id.filtered(
            lambda uom: not uom._has_common_reference(unit)
        )
        if wrong:
            return [
                self.env._(
                    "%(product)s is counted in %(unit)s, which cannot be converted from %(wrong)s."
                    " Correct the unit.",
                    product=self.product_id.display_name,
                    unit=unit.name,
                    wrong=', '.join(wrong.mapped('name')),
                )
            ]
        picked = sum(self.move_line_ids.mapped('quantity_product_uom'))
        asked = self.product_qty
        if unit.is_zero(asked) or unit.compare(picked, asked) <= 0:
            return []
        return [
            self.env._(
                "%(product)s: %(picked)s %(unit)s are to be delivered, but the slip says %(asked)s."
                " Correct the quantity, or change the order first.",
                product=self.product_id.display_name,
                picked=formatLang(self.env, picked, dp='Product Unit'),
                asked=formatLang(self.env, asked, dp='Product Unit'),
                unit=unit.name,
            )
        ]
