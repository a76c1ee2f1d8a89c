from odoo import fields, models

AREAS = [
    ('attitude', "Attitude"),
    ('communication', "Communication"),
    ('professional', "Professional"),
    ('other', "Other"),
]


class PharmaCallQualityCriterion(models.Model):
    """What a checker listens for, how much it counts, and whether it decides alone (000-42)."""

    _name = 'pharma.call.quality.criterion'
    _description = "Criterion for Calls"
    _order = 'scorecard_id, sequence, id'

    scorecard_id = fields.Many2one(
        'pharma.call.quality.scorecard', required=True, index=True, ondelete='cascade'
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    area = fields.Selection(AREAS, required=True, default='attitude')
    weight = fields.Integer(required=True, default=10, help="Against the other criteria.")
    is_knockout = fields.Boolean(
        string="Knock-Out", help="With 1 of 5 here the whole call gets 0 %."
    )
    guidance = fields.Text(
        string="How to Judge", translate=True, help="What 1, 3 and 5 of 5 look like."
    )

    _weight_positive = models.Constraint(
        'CHECK (weight BETWEEN 0 AND 1000)', "A weight is a number from 0 to 1000."
    )
