from odoo import api, fields, models
from odoo.exceptions import UserError

from .pharma_call_quality_criterion import AREAS

# What a checker writes; the rest was copied from the scorecard when the check began.
SCORED = {'score', 'is_na', 'note'}
BEST = 5


class PharmaCallCheckScore(models.Model):
    """How a call did by one criterion, whose weight of that day stays with it (000-42)."""

    _name = 'pharma.call.check.score'
    _description = "Score of a Quality Check"
    _order = 'check_id, sequence, id'

    check_id = fields.Many2one(
        'pharma.call.check', required=True, readonly=True, index=True, ondelete='cascade'
    )
    criterion_id = fields.Many2one(
        'pharma.call.quality.criterion', required=True, readonly=True, ondelete='restrict'
    )
    name = fields.Char(related='criterion_id.name', related_sudo=True)
    guidance = fields.Text(related='criterion_id.guidance', related_sudo=True)
    sequence = fields.Integer(readonly=True)
    area = fields.Selection(AREAS, readonly=True, required=True)
    weight = fields.Integer(readonly=True, aggregator=None)
    is_knockout = fields.Boolean(string="Knock-Out", readonly=True)
    score = fields.Integer(string="1 to 5", aggregator='avg')
    is_na = fields.Boolean(string="Not Applicable")
    note = fields.Char(help="What was said, at which minute.")

    _check_criterion_unique = models.UniqueIndex('(check_id, criterion_id)')
    _score_range = models.Constraint(
        'CHECK (score IS NULL OR score BETWEEN 0 AND 5)', "A score is a number from 1 to 5."
    )

    def _get_percent(self):
        """Return the points reached of those possible, in percent; 0.0 without weights."""
        possible = sum(line.weight * BEST for line in self)
        reached = sum(line.weight * line.score for line in self)
        return 100.0 * reached / possible if possible else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse lines by hand: they follow from the scorecard.

        :param list vals_list: values, one dict per line
        :return: the new records
        :raise UserError: unless the suite writes them
        """
        if not self.env.su:
            raise UserError(self.env._("The criteria of a check follow from its scorecard."))
        return super().create(vals_list)

    def write(self, vals):
        """Judge, as a supervisor who did not talk himself and while the check is open.

        :param dict vals: ``score`` (1 to 5), ``is_na``, ``note``
        :return: True
        :raise UserError: for other values, an own call, or a check that is done
        """
        if not self.env.su:
            if set(vals) - SCORED:
                raise UserError(self.env._("The criteria of a check follow from its scorecard."))
            self.check_id._check_work()
        return super().write(vals)
