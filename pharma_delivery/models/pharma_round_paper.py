from odoo import api, fields, models


class PharmaRoundPaper(models.Model):
    """A paper the courier carries on a round, ticked off before he departs (000-29, 004-18)."""

    _name = 'pharma.round.paper'
    _description = "Paper of a Round"
    _order = 'batch_id, id'

    batch_id = fields.Many2one(
        'stock.picking.batch', string="Round", required=True, index=True, ondelete='cascade'
    )
    name = fields.Char(string="Paper", required=True)
    is_checked = fields.Boolean(string="On Board")
    user_id = fields.Many2one('res.users', string="Ticked off by", readonly=True)
    date_checked = fields.Datetime(string="Ticked off on", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_tick_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._prepare_tick_vals(vals))

    @api.model
    def _prepare_tick_vals(self, vals):
        """Add who ticked the paper off and when."""
        if 'is_checked' not in vals:
            return vals
        ticked = vals['is_checked']
        return {
            **vals,
            'user_id': self.env.uid if ticked else False,
            'date_checked': fields.Datetime.now() if ticked else False,
        }
