import secrets

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get


class PharmaPbx(models.Model):
    """A telephone exchange whose connector reports calls here and carries out commands.

    Calls, queues and agents belong to one; its events are signed with its own secret, so that
    calls of another company's exchange never show here. (000-01, 001-08)
    """

    _name = 'pharma.pbx'
    _inherit = ['pharma.code.mixin']
    _description = "PBX"
    _order = 'company_id, name, id'

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, copy=False, help="By which the connector names itself, e.g. 'hcm-1'."
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    secret = fields.Char(
        copy=False,
        default=lambda self: secrets.token_hex(32),
        groups='base.group_system',
        help="Signs what the connector sends. Enter the same in the connector's settings.",
    )
    country_id = fields.Many2one(
        'res.country',
        default=lambda self: self.env.company.country_id,
        help="Numbers without a country code are read as of this country.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.company._pharma_tz(),
        help="Of the times in files that carry none, as CDR files of the exchange.",
    )
    date_heartbeat = fields.Datetime(string="Last Sign of Life", readonly=True, copy=False)
    date_last_event = fields.Datetime(string="Last Event", readonly=True, copy=False)
    queue_ids = fields.One2many('pharma.call.queue', 'pbx_id', string="Queues")
    agent_ids = fields.One2many('pharma.agent', 'pbx_id', string="Agents")

    _code_unique = models.Constraint('UNIQUE (code)', "Another PBX has this code already.")
