from odoo import fields, models


class PharmaPbxRefusal(models.Model):
    """An event that was not taken in, with the reason; repetitions are counted."""

    _name = 'pharma.pbx.refusal'
    _description = "Refused Event"
    _order = 'date_last desc, id desc'
    _log_access = False

    pbx_id = fields.Many2one('pharma.pbx', string="PBX", index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', index=True)
    reason = fields.Char(required=True)
    key = fields.Char(required=True, help="What was refused, e.g. the id of an unknown queue.")
    sample = fields.Text(help="The first such event, shortened.")
    count = fields.Integer(default=1)
    date_first = fields.Datetime()
    date_last = fields.Datetime()

    _reason_key_unique = models.UniqueIndex('(COALESCE(pbx_id, 0), reason, key)')
