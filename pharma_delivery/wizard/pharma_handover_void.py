from odoo import fields, models


class PharmaHandoverVoid(models.TransientModel):
    """Ask why a handover record is void (004-19)."""

    _name = 'pharma.handover.void'
    _description = "Declare a Handover Record Void"

    handover_id = fields.Many2one('pharma.handover', required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Declare the record void and open the new one (004-19).

        :raise UserError: as ``pharma.handover._void`` says
        :return: window action
        """
        self.ensure_one()
        new = self.handover_id._void(self.reason)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.handover',
            'res_id': (new or self.handover_id).id,
            'view_mode': 'form',
        }
