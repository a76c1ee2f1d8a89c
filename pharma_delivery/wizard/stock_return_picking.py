from odoo import models


class StockReturnPicking(models.TransientModel):
    _inherit = 'stock.return.picking'

    def _prepare_picking_default_values_based_on(self, picking):
        """Goods that come back from a customer wait in quarantine, if the company wants it."""
        vals = super()._prepare_picking_default_values_based_on(picking)
        if picking._is_slip() and picking.company_id.pharma_return_to_quarantine:
            place = picking.picking_type_id.warehouse_id._pharma_get_quarantine()
            vals['location_dest_id'] = place.id
        return vals

    def _create_return(self):
        """Core reads the order of what comes back, which a clerk may not read."""
        self.env['stock.picking'].check_access('create')
        # sudo: whoever may make transfers takes back what was delivered, see above
        return super(StockReturnPicking, self.sudo())._create_return().with_env(self.env)
