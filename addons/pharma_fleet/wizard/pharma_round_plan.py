from odoo import fields, models


class PharmaRoundPlan(models.TransientModel):
    _inherit = 'pharma.round.plan'

    vehicle_id = fields.Many2one(
        'fleet.vehicle',
        string="Vehicle of the Fleet",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
    )

    def action_apply(self):
        """Put the slips into the round, with the vehicle of the fleet (000-29).

        :return: window action of the round
        """
        action = super().action_apply()
        if self.vehicle_id:
            batch = self.env['stock.picking.batch'].browse(action['res_id'])
            batch.vehicle_id = self.vehicle_id
        return action
