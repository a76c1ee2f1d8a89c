from odoo import fields, models


class PharmaAsteriskFiles(models.TransientModel):
    """What to copy into the files of an exchange and of its connector; holds secrets (002-26)."""

    _name = 'pharma.asterisk.files'
    _description = "Files for an Exchange"

    pbx_id = fields.Many2one('pharma.pbx', string="PBX", required=True, ondelete='cascade')
    connector_toml = fields.Text(string="/etc/pharma-connector.toml", readonly=True)
    manager_conf = fields.Text(string="manager.conf", readonly=True)
    asterisk_conf = fields.Text(string="asterisk.conf, logger.conf", readonly=True)
    queues_conf = fields.Text(string="queues.conf", readonly=True)
    extensions_conf = fields.Text(string="extensions.conf", readonly=True)
