from odoo import api, fields, models


class StockPickingBatch(models.Model):
    """The vehicle of a round is one of the fleet; its plate stands where text stood (000-29)."""

    _inherit = 'stock.picking.batch'

    # the name that core's dispatch management uses as well: one field where both are installed
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Vehicle of the Fleet", index='btree_not_null', check_company=True
    )
    vehicle = fields.Char(compute='_compute_vehicle', store=True, readonly=False)

    # === COMPUTE METHODS === #
    @api.depends('vehicle_id')
    def _compute_vehicle(self):
        for batch in self:
            # sudo: the plate of the vehicle is told to whoever may see the round
            vehicle_sudo = batch.vehicle_id.sudo()
            if vehicle_sudo:
                batch.vehicle = vehicle_sudo.license_plate or vehicle_sudo.name
            else:
                batch.vehicle = batch.vehicle or False
