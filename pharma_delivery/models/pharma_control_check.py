from odoo import fields, models
from odoo.tools import SQL


class PharmaControlCheck(models.Model):
    """Register against stock, lot by lot: both must say the same (V7)."""

    _name = 'pharma.control.check'
    _description = "Register against Stock"
    _auto = False
    _order = 'warehouse_id, product_id, lot_id'
    _rec_name = 'product_id'

    company_id = fields.Many2one('res.company', readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    product_id = fields.Many2one('product.product', string="Medicine", readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id')
    lot_id = fields.Many2one('stock.lot', readonly=True)
    quantity_register = fields.Float(string="Register", digits='Product Unit', readonly=True)
    quantity_stock = fields.Float(string="Stock", digits='Product Unit', readonly=True)
    difference = fields.Float(digits='Product Unit', readonly=True)
    is_different = fields.Boolean(string="Differs", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(id) AS id, warehouse_id, company_id, product_id, lot_id,
                   SUM(book) AS quantity_register, SUM(stock) AS quantity_stock,
                   SUM(book) - SUM(stock) AS difference,
                   ABS(SUM(book) - SUM(stock)) > 0.000001 AS is_different
              FROM (
                    SELECT MIN(entry.id) * 2 AS id, entry.warehouse_id, entry.company_id,
                           entry.product_id, entry.lot_id,
                           SUM(entry.quantity_in - entry.quantity_out) AS book, 0 AS stock
                      FROM pharma_control_entry AS entry
                     GROUP BY entry.warehouse_id, entry.company_id, entry.product_id, entry.lot_id
                    UNION ALL
                    SELECT MIN(quant.id) * 2 + 1, warehouse.id, warehouse.company_id,
                           quant.product_id, quant.lot_id, 0, SUM(quant.quantity)
                      FROM stock_quant AS quant
                      JOIN stock_location AS location ON location.id = quant.location_id
                      JOIN stock_warehouse AS warehouse ON warehouse.id = COALESCE(
                            location.warehouse_id,
                            (SELECT branch.id FROM stock_warehouse AS branch
                               JOIN stock_location AS quarantine
                                 ON quarantine.id = branch.pharma_quarantine_location_id
                              WHERE location.parent_path LIKE quarantine.parent_path || '%%'
                              ORDER BY branch.id LIMIT 1))
                      JOIN product_product AS product ON product.id = quant.product_id
                      JOIN product_template AS template ON template.id = product.product_tmpl_id
                     WHERE location.usage = 'internal' AND template.control_class IS NOT NULL
                     GROUP BY warehouse.id, warehouse.company_id, quant.product_id, quant.lot_id
                   ) AS both_sides
             GROUP BY warehouse_id, company_id, product_id, lot_id
            """
        )
