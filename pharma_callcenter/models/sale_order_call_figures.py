from odoo import models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """Orders that calls led to count for the conversion once they are confirmed (003-12)."""

    _inherit = 'sale.order'

    def write(self, vals):
        """Have the hours of the calls behind the orders counted again.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if 'state' in vals and self.ids:
            self.env['pharma.call'].flush_model(['order_id'])
            Mark = self.env['pharma.call.mark']
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO pharma_call_mark (company_id, date_hour)
                    SELECT DISTINCT k.company_id, %s FROM pharma_call k
                      JOIN res_company c ON c.id = k.company_id
                     WHERE k.order_id = ANY(%s)
                    """,
                    Mark._get_hour_sql(SQL("k.date_start")),
                    self.ids,
                )
            )
        return result
