from collections import namedtuple

from odoo import fields, models, tools

# Hours to the first answer and to the solution, and whether they are hours around the clock.
Target = namedtuple('Target', 'answer_hours solve_hours is_always')


class PharmaComplaintKind(models.Model):
    """The targets of a kind (003-17)."""

    _inherit = 'pharma.complaint.kind'

    target_ids = fields.One2many(
        'pharma.complaint.target', 'kind_id', string="Targets", groups='base.group_user', copy=True
    )

    def _get_target(self, priority):
        """Return what a priority demands: by its own row, else by the one for any, else nothing.

        :param str priority: of a ticket
        :return: a :class:`Target`, None without one
        """
        return self._origin._read_target(priority) if self else None

    @tools.ormcache('self.id', 'priority')
    def _read_target(self, priority):
        # sudo: whoever takes in a ticket gets its dates, whatever he may read of the set-up
        targets_sudo = self.sudo().target_ids
        mine_sudo = targets_sudo.filtered(lambda target: target.priority == priority)
        target_sudo = mine_sudo or targets_sudo.filtered(lambda target: not target.priority)
        if not target_sudo:
            return None
        is_always = target_sudo.clock == 'always'
        return Target(target_sudo.answer_hours, target_sudo.solve_hours, is_always)
