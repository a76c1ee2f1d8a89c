from odoo import models


class StockQuant(models.Model):
    """First expired, first out unless somebody decided otherwise (004-11, 004-58)."""

    _inherit = 'stock.quant'

    def _get_removal_strategy(self, product_id, location_id):
        strategy = super()._get_removal_strategy(product_id, location_id)
        if strategy != 'fifo' or not product_id.use_expiration_date:
            return strategy
        # sudo: as core does, categories and locations only say in which order lots are taken
        product, location = product_id.sudo(), location_id.sudo()
        # sudo: settings of the company, which everybody follows
        company = location.company_id or self.env.company.sudo()
        if not company.pharma_fefo or product.categ_id.removal_strategy_id:
            return strategy
        while location:
            if location.removal_strategy_id:
                return strategy
            location = location.location_id
        return 'fefo'
