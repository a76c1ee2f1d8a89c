from odoo import api, fields, models, tools
from odoo.fields import Domain

STATES = [
    ('new', "New"),
    ('open', "In Progress"),
    ('waiting', "Waiting for the Customer"),
    ('solved', "Solved"),
    ('cancelled', "Cancelled"),
]
CLOSED = ('solved', 'cancelled')


class PharmaComplaintStage(models.Model):
    """A step of the handling of tickets, of all kinds or of some (000-24)."""

    _name = 'pharma.complaint.stage'
    _inherit = 'pharma.cache.source.mixin'
    _description = "Stage of Tickets"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fold = fields.Boolean(string="Folded", help="Folded in the kanban view.")
    state = fields.Selection(
        STATES,
        required=True,
        default='open',
        help="What the stage means for figures, reminders and escalation, whatever its name is.",
    )
    kind_ids = fields.Many2many(
        'pharma.complaint.kind',
        'pharma_complaint_kind_stage_rel',
        'stage_id',
        'kind_id',
        string="Kinds",
        context={'active_test': False},  # what an archived kind has is not for all others
        help="Kinds of tickets that pass through this stage. Empty: all of them.",
    )
    description = fields.Text(translate=True, help="What is done in this stage.")

    @api.model
    def _get_of_kind(self, kind):
        """Return the stages of a ``pharma.complaint.kind``, and those of all, in their order."""
        return self.browse(self._get_ids_of_kind(kind._origin.id))

    @api.model
    @tools.ormcache('kind_id')
    def _get_ids_of_kind(self, kind_id):
        # whatever the context of who asks first
        Stage_sudo = self.sudo().with_context(active_test=True)  # sudo: kept for all users
        return tuple(
            stage.id
            for stage in Stage_sudo.search(Domain.TRUE)
            if not stage.kind_ids or kind_id in stage.kind_ids.ids
        )
