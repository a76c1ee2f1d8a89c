from odoo import fields, models


class PharmaRecallLevel(models.Model):
    """How grave a recall is: by when it has to be finished, and whom it reaches (004-60)."""

    _name = 'pharma.recall.level'
    _description = "Recall Level"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    days = fields.Integer(
        required=True, help="From the decision until everything that can come back has come back."
    )
    scope = fields.Selection(
        [('users', "Down to the Users"), ('trade', "Trade Only")],
        required=True,
        default='users',
        help="Trade only: level 1 and level 2 partners; patients keep what they have.",
    )
    source = fields.Char(help="Law, article or house rule that says so.")
    date_from = fields.Date(string="Valid from", help="Of the rule; empty: always.")
    active = fields.Boolean(default=True)

    _days_positive = models.Constraint(
        'CHECK(days > 0)', "A recall takes at least one day; enter the days from the decision."
    )
