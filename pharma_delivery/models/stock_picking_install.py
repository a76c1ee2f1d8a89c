from odoo import models
from odoo.tools.sql import column_exists, create_column

# Stored computes that say nothing of transfers made before the module came.
EMPTY_COLUMNS = (('courier_id', 'int4'), ('delivery_state', 'varchar'), ('handover_id', 'int4'))


class StockPicking(models.Model):
    """What becomes of the transfers that are there when the module comes (000-28)."""

    _inherit = 'stock.picking'

    def _auto_init(self):
        # Empty columns now spare computing all transfers of years at install: what is open gets
        # its number, and with it its state, afterwards.
        for name, column_type in EMPTY_COLUMNS:
            if not column_exists(self.env.cr, 'stock_picking', name):
                create_column(self.env.cr, 'stock_picking', name, column_type)
        return super()._auto_init()

    def _number_open_slips(self):
        """Number the transfers to customers that are open already: they are slips, too."""
        self.search(
            [
                ('picking_type_code', '=', 'outgoing'),
                ('location_dest_id.usage', '=', 'customer'),
                ('state', 'in', ('waiting', 'confirmed', 'assigned')),
                ('slip_number', '=', False),
            ],
            order='id',
        )._set_slip_number()
