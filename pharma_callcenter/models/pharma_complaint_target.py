from odoo import api, fields, models

from .pharma_complaint_kind import PRIORITIES


class PharmaComplaintTarget(models.Model):
    """By when tickets of a kind are answered and solved (003-17)."""

    _name = 'pharma.complaint.target'
    _inherit = 'pharma.cache.source.mixin'
    _description = "Target of Tickets"
    _order = 'kind_id, priority DESC, id'

    kind_id = fields.Many2one(
        'pharma.complaint.kind', required=True, index=True, ondelete='cascade'
    )
    priority = fields.Selection(PRIORITIES, help="Empty: every priority without a row of its own.")
    answer_hours = fields.Float(
        string="First Answer Within",
        default=4,
        help="Hours from the receipt to the first answer to the customer. 0: no target.",
    )
    solve_hours = fields.Float(
        string="Solved Within",
        default=24,
        help="Hours from the receipt to the solution; they make the promised date. 0: no target.",
    )
    clock = fields.Selection(
        [('working', "Working Hours"), ('always', "Around the Clock")],
        string="Hours Are",
        required=True,
        default='working',
        help="Working hours are those of the ticket's team, else of the company, without holidays."
        " A working day of 8 hours: 24 hours are three days.",
    )

    _unique = models.UniqueIndex(
        "(kind_id, COALESCE(priority, ''))",
        "This kind already has a target for that priority: change that row.",
    )
    _hours_positive = models.Constraint(
        'CHECK (answer_hours >= 0 AND solve_hours >= 0 AND answer_hours <= 8760'
        ' AND solve_hours <= 8760)',
        "Enter targets in hours, from 0 (no target) to 8760 (a year).",
    )

    @api.depends('kind_id', 'priority')
    def _compute_display_name(self):
        names = dict(self._fields['priority']._description_selection(self.env))
        for target in self:
            priority = names.get(target.priority) or self.env._("Any Priority")
            target.display_name = f'{target.kind_id.name}: {priority}'
