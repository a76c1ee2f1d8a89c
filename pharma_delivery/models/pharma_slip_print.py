from odoo import fields, models


class PharmaSlipPrint(models.Model):
    """Who printed a slip and when; a second print is marked on the paper (000-30)."""

    _name = 'pharma.slip.print'
    _description = "Print of a Delivery Slip"
    _order = 'date desc, id desc'

    picking_id = fields.Many2one(
        'stock.picking', string="Slip", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='picking_id.company_id', store=True, precompute=True)
    user_id = fields.Many2one(
        'res.users', string="Printed by", required=True, default=lambda self: self.env.user
    )
    date = fields.Datetime(string="Printed on", required=True, default=fields.Datetime.now)
    picking_state = fields.Char(string="State of the Slip", help="As it was when printed.")
