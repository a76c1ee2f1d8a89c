from odoo import fields, models


class PharmaComplaintKind(models.Model):
    """The targets of a kind (003-17)."""

    _inherit = 'pharma.complaint.kind'

    target_ids = fields.One2many(
        'pharma.complaint.target', 'kind_id', string="Targets", groups='base.group_user', copy=True
    )

    def _get_target(self, priority):
        """Return the target for a priority: its own row, else the one for any, else none."""
        # sudo: whoever takes in a ticket gets its dates, whatever he may read of the set-up
        targets_sudo = self.sudo().target_ids
        mine = targets_sudo.filtered(lambda target: target.priority == priority)
        return mine or targets_sudo.filtered(lambda target: not target.priority)
