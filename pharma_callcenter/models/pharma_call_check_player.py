from odoo import api, fields, models


class PharmaCallCheck(models.Model):
    """What the checker listens to, beside the scores (000-42)."""

    _inherit = 'pharma.call.check'

    player = fields.Json(string="Recording", compute='_compute_player')
    is_recorded = fields.Boolean(string="Recorded", compute='_compute_is_recorded')

    @api.depends('checker_id', 'call_id.recording_ids.state')
    @api.depends_context('uid', 'lang')
    def _compute_player(self):
        for check in self:
            # sudo: only those that the user may hear, each without its path
            recordings = check.sudo().call_id.recording_ids.sudo(False)
            check.player = recordings.filtered(lambda r: r._is_listener())._get_player()

    @api.depends('call_id.recording_ids.state')
    def _compute_is_recorded(self):
        for check in self:
            # sudo: whether there is something to hear, for the list of checks
            states = check.sudo().call_id.recording_ids.mapped('state')
            check.is_recorded = 'available' in states
