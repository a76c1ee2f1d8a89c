from odoo import api, fields, models
from odoo.fields import Domain

from .pharma_care_assignment import TARGET_FIELDS


class PharmaCareTargetMixin(models.AbstractModel):
    """What users are assigned to: products, their groups, customers, regions (004-47, 004-48)."""

    _name = 'pharma.care.target.mixin'
    _description = "Target of Care Assignments"

    # key of TARGET_FIELDS
    _care_kind = None

    pharma_care_user_ids = fields.Many2many(
        'res.users',
        string="Care Users",
        compute='_compute_pharma_care_user_ids',
        search='_search_pharma_care_user_ids',
        groups='pharma_care.group_care_manager',
        help="Assigned to exactly this one, in the companies you work in. What is assigned to a"
        " group or a region above counts for it as well.",
    )

    @api.depends_context('allowed_company_ids')
    def _compute_pharma_care_user_ids(self):
        name = TARGET_FIELDS[self._care_kind]
        groups = self.env['pharma.care.assignment']._read_group(
            [(name, 'in', self.ids), ('company_id', 'in', self.env.companies.ids)],
            [name],
            ['user_id:recordset'],
        )
        users = {target.id: users for target, users in groups}
        for record in self:
            record.pharma_care_user_ids = users.get(record._origin.id, False)

    def _search_pharma_care_user_ids(self, operator, value):
        if operator not in ('in', 'any'):
            return NotImplemented
        name = TARGET_FIELDS[self._care_kind]
        Assignment = self.env['pharma.care.assignment']
        assigned = Domain(name, '!=', False)
        assigned &= Domain('company_id', 'in', self.env.companies.ids)
        if operator == 'any':
            mine = Assignment._search(assigned & Domain('user_id', 'any', value))
            return Domain('id', 'in', mine.subselect(name))
        mine = Assignment._search(assigned & Domain('user_id', 'in', [v for v in value if v]))
        domain = Domain('id', 'in', mine.subselect(name))
        if False in value:
            domain |= Domain('id', 'not in', Assignment._search(assigned).subselect(name))
        return domain

    def write(self, vals):
        """Let a changed parent hold for the cases of all that is below.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        reason = 'parent_id' in vals and self._get_care_moved_reason()
        if reason:
            self.env['pharma.care.assignment']._refresh_targets(self._care_kind, self.ids, reason)
        return result

    def _get_care_moved_reason(self):
        """Return what to tell in the list of jobs when one is moved in its tree; trees only."""
        return False

    def action_pharma_care_assign(self):
        """Ask which users care for these records (004-47, 004-48).

        :return: window action of the wizard ``pharma.care.assign``
        """
        name = TARGET_FIELDS[self._care_kind]
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_care.pharma_care_assign_action'
        )
        action['context'] = {'default_kind': self._care_kind, f'default_{name}s': self.ids}
        return action

    def _unlink_care_assignments(self):
        """Take all assignments to these records away; the database alone would tell nobody."""
        # sudo: whoever may delete the record need not manage assignments
        Assignment = self.env['pharma.care.assignment'].sudo()
        Assignment.search([(TARGET_FIELDS[self._care_kind], 'in', self.ids)]).unlink()
