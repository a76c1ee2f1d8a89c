from odoo import fields, models


class PharmaCallNumber(models.Model):
    """A number that customers dial; several lead to one centre (001-08)."""

    _name = 'pharma.call.number'
    _description = "Number of the Call Centre"
    _order = 'sequence, number, id'
    _rec_name = 'number'
    _check_company_auto = True

    number = fields.Char(required=True, help="As callers dial it, e.g. 1800 1234 or +84 28 ....")
    name = fields.Char(string="Description", translate=True)
    sequence = fields.Integer(default=10)
    queue_id = fields.Many2one(
        'pharma.call.queue', required=True, index=True, ondelete='cascade', check_company=True
    )
    company_id = fields.Many2one(
        'res.company', related='queue_id.company_id', store=True, index=True
    )
    pbx_id = fields.Many2one('pharma.pbx', related='queue_id.pbx_id', store=True)

    _number_unique = models.Constraint(
        'UNIQUE (company_id, number)', "This number belongs to another queue already."
    )
