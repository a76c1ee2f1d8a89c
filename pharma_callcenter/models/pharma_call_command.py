from odoo import fields, models


class PharmaCallCommand(models.Model):
    """What Odoo asks a PBX to do: dial, pause, listen; its connector claims it (002-27, 000-40)."""

    _name = 'pharma.call.command'
    _description = "Command to a PBX"
    _order = 'id desc'
    _check_company_auto = True

    pbx_id = fields.Many2one('pharma.pbx', string="PBX", required=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', related='pbx_id.company_id', store=True, index=True)
    kind = fields.Selection(
        [
            ('dial', "Dial"),
            ('hangup', "Hang Up"),
            ('login', "Sign In"),
            ('logout', "Sign Out"),
            ('pause', "Pause"),
            ('unpause', "End Pause"),
            ('listen', "Listen"),
            ('whisper', "Whisper"),
            ('barge', "Barge In"),
            ('take_over', "Take Over"),
            ('transfer', "Transfer"),
            ('conference', "Three-Way Call"),
        ],
        required=True,
    )
    user_id = fields.Many2one(
        'res.users', string="Asked By", required=True, default=lambda self: self.env.user
    )
    agent_id = fields.Many2one('pharma.agent', help="Whose seat does it.", check_company=True)
    target_agent_id = fields.Many2one('pharma.agent', help="Whose call it is about.")
    call_id = fields.Many2one('pharma.call', index='btree_not_null', ondelete='set null')
    number = fields.Char()
    reason = fields.Char()
    state = fields.Selection(
        [
            ('new', "Waiting"),
            ('sent', "Being Done"),
            ('done', "Done"),
            ('failed', "Failed"),
            ('expired', "Too Late"),
        ],
        required=True,
        default='new',
        readonly=True,
    )
    date_claim = fields.Datetime(readonly=True)
    date_done = fields.Datetime(readonly=True)
    error = fields.Char(readonly=True)

    _waiting = models.Index("(pbx_id, id) WHERE state = 'new'")
