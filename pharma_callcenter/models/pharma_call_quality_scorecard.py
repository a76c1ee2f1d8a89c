from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PharmaCallQualityScorecard(models.Model):
    """By what calls are judged: criteria with weights on a scale of 1 to 5 (000-42)."""

    _name = 'pharma.call.quality.scorecard'
    _description = "Scorecard for Calls"
    _order = 'sequence, name, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', index=True, help="Empty: for all companies.")
    criterion_ids = fields.One2many(
        'pharma.call.quality.criterion', 'scorecard_id', string="Criteria", copy=True
    )
    target_percent = fields.Integer(
        string="Target (%)", default=80, required=True, help="Checks below it are shown in red."
    )
    description = fields.Text(help="For the checkers: how to judge, what to look at.")

    _target_range = models.Constraint(
        'CHECK (target_percent BETWEEN 1 AND 100)', "The target is a number from 1 to 100."
    )

    @api.constrains('criterion_ids')
    def _check_criteria(self):
        for scorecard in self:
            criteria = scorecard.criterion_ids
            if criteria and not any(criterion.weight > 0 for criterion in criteria):
                raise ValidationError(
                    self.env._(
                        "Scorecard '%(scorecard)s': give one criterion at least a weight above 0.",
                        scorecard=scorecard.name,
                    )
                )

    @api.model
    def _get_default(self, company):
        """Return the scorecard of checks that are begun by hand.

        :param company: ``res.company``
        """
        return self.search(
            [('company_id', 'in', [company.id, False]), ('criterion_ids', '!=', False)], limit=1
        )
