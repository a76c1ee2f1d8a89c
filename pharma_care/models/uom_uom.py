from odoo import models
from odoo.tools import SQL

FACTOR_FIELDS = {'relative_factor', 'relative_uom_id', 'factor'}


class UomUom(models.Model):
    """What a unit contains decides how long a purchase lasts (004-42)."""

    _inherit = 'uom.uom'

    def write(self, vals):
        """Let another content of a unit hold for the care dates of what was bought in it.

        :param dict vals: values to write
        :return: True
        """
        factors = {}
        if FACTOR_FIELDS & vals.keys():
            # a box of ten strips contains more when a strip does
            below = self.with_context(active_test=False).search([('id', 'child_of', self.ids)])
            factors = {unit: unit.factor for unit in below}
        result = super().write(vals)
        changed = [unit.id for unit, factor in factors.items() if unit.factor != factor]
        if changed:
            self.env['pharma.care.case']._sync_todo(
                SQL(
                    """
                    c.id IN (
                        SELECT k.case_id FROM pharma_care_line k
                        JOIN sale_order_line l ON l.id = k.order_line_id
                        JOIN product_product v ON v.id = k.product_id
                        JOIN product_template t ON t.id = v.product_tmpl_id
                        WHERE l.product_uom_id = ANY(%(units)s) OR t.uom_id = ANY(%(units)s))
                    """,
                    units=changed,
                ),
                self.env._("Units of measure contain another quantity"),
            )
        return result
