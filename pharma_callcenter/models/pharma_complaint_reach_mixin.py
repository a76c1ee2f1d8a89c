from odoo import api, fields, models


class PharmaComplaintReachMixin(models.AbstractModel):
    """Who of a company can be told of what is late, and how the log says so (003-17).

    Models that use it have a ``company_id``.
    """

    _name = 'pharma.complaint.reach.mixin'
    _description = "Whom Escalation Reaches"

    def _filter_reachable(self, users, notes):
        """Return the users who can be told, and note why the others cannot."""
        self.ensure_one()
        reachable = self.env['res.users']
        for user in users:
            if not user.active:
                notes.append(self.env._("%(user)s is archived", user=user.name))
            elif user.share or self.company_id not in user.company_ids:
                notes.append(self.env._("%(user)s is not of this company", user=user.name))
            elif self._is_absent(user):
                notes.append(self.env._("%(user)s is absent", user=user.name))
            else:
                reachable |= user
        return reachable

    @api.model
    def _is_absent(self, user):
        """Return whether an employee is on leave today, as core's time off says if installed."""
        employee = user.employee_id
        return 'is_absent' in employee._fields and bool(employee.is_absent)

    def _get_management(self):
        """Return the management of the company that can act: active, and of the company."""
        self.ensure_one()
        return self.company_id.pharma_management_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )

    def _get_supervisors(self):
        """Return the supervisors of the company."""
        return self._get_group_users('pharma_callcenter.group_call_supervisor')

    def _get_administrators(self):
        """Return the administrators, who stand in where a company has set nobody."""
        return self._get_group_users('base.group_system') or self.env.ref('base.user_admin')

    def _get_group_users(self, group):
        self.ensure_one()
        users = self.env.ref(group).all_user_ids
        return users.filtered(lambda user: user.active and self.company_id in user.company_ids)

    def _prepare_escalation_log_vals(self, event, level=0, users=None, notes=(), **values):
        """Return what the log keeps; each model adds the record it is about."""
        self.ensure_one()
        told = [
            self.env._("%(user)s (in Odoo and by e-mail)", user=user.name)
            if user.email
            else self.env._("%(user)s (in Odoo, has no e-mail address)", user=user.name)
            for user in users or ()
        ]
        return {
            'company_id': self.company_id.id,
            'date': fields.Datetime.now(),
            'event': event,
            'level': str(level),
            'user_id': self.env.uid,
            'told_user_ids': (users or self.env['res.users']).ids,
            'told': '\n'.join([', '.join(told), *notes]).strip(),
            **values,
        }
