import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError


class PharmaPbx(models.Model):
    """What administrators see and do on the form of a PBX (000-01)."""

    _inherit = 'pharma.pbx'

    is_silent = fields.Boolean(
        string="Silent",
        compute='_compute_is_silent',
        help="Its connector has reported before, and for the minutes set here not any more.",
    )
    refusal_count = fields.Integer(
        string="Refused Events", compute='_compute_refusal_count', groups='base.group_system'
    )

    @api.depends('date_heartbeat', 'silence_minutes')
    def _compute_is_silent(self):
        now = fields.Datetime.now()
        for pbx in self:
            silence = timedelta(minutes=pbx.silence_minutes)
            heard = pbx.date_heartbeat
            pbx.is_silent = bool(silence and heard and now - heard > silence)

    def _compute_refusal_count(self):
        counts = dict(
            self.env['pharma.pbx.refusal']._read_group(
                [('pbx_id', 'in', self.ids)], ['pbx_id'], ['__count']
            )
        )
        for pbx in self:
            pbx.refusal_count = counts.get(pbx._origin, 0)

    def action_new_secret(self):
        """Give the PBX a new secret; its connector is refused until it has it, too (000-01).

        :return: True
        :raise AccessError: for others than administrators
        """
        self.check_access('write')
        if not self.env.user.has_group('base.group_system'):
            raise AccessError(self.env._("Only administrators change the secret of a PBX."))
        for pbx in self:
            pbx.secret = secrets.token_hex(32)
        return True

    def action_view_refusals(self):
        """Open the events of this PBX that were refused.

        :return: window action of ``pharma.pbx.refusal``
        :raise AccessError: for a PBX that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_pbx_refusal_action'
        )
        action['domain'] = [('pbx_id', '=', self.id)]
        return action
