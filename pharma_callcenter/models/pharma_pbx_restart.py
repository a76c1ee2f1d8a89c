from odoo import fields, models


class PharmaPbxRestart(models.Model):
    """A start of an exchange: calls that were open before it were cut off by it (000-37)."""

    _name = 'pharma.pbx.restart'
    _description = "Restart of a PBX"
    _order = 'date desc, id desc'
    _rec_name = 'date'
    _log_access = False

    pbx_id = fields.Many2one(
        'pharma.pbx', string="PBX", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one('res.company', required=True, index=True)
    date = fields.Datetime(string="Started", required=True)

    _pbx_date_unique = models.UniqueIndex('(pbx_id, date)')
