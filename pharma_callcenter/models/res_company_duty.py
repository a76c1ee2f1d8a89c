from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_DUTY_MINUTES = 7 * 24 * 60
MAX_TASK_HOURS = 90 * 24


class ResCompany(models.Model):
    """Who is on duty, and by when tasks are due (001-09, 002-15)."""

    _inherit = 'res.company'

    pharma_duty_minutes = fields.Integer(
        string="Expert Contacts the Customer Within",
        default=60,
        help="Minutes after 'Call the Duty Expert'; then the supervisors are told.",
    )
    pharma_task_hours = fields.Integer(
        string="Tasks Are Due Within",
        default=24,
        help="Hours, proposed when a department is asked.",
    )

    @api.constrains('pharma_duty_minutes', 'pharma_task_hours')
    def _check_pharma_duty(self):
        for company in self:
            for name, most in (
                ('pharma_duty_minutes', MAX_DUTY_MINUTES),
                ('pharma_task_hours', MAX_TASK_HOURS),
            ):
                if not 0 < company[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "Company '%(company)s', field '%(field)s': enter 1 to %(max)s.",
                            company=company.name,
                            field=company._fields[name]._description_string(self.env),
                            max=most,
                        )
                    )

    def _pharma_find_shifts(self, when=None, team=None, warehouse=None):
        """Return the shifts at a moment, those of the team or branch before those for all.

        :param datetime when: naive, UTC; now if not given
        :param team: ``crm.team`` or None
        :param warehouse: ``stock.warehouse`` or None
        :return: ``pharma.duty.shift`` of users who still work here, the closest kind only
        """
        self.ensure_one()
        when = when or fields.Datetime.now()
        # sudo: whom to call is known to everybody who works here
        shifts = (
            self.env['pharma.duty.shift']
            .sudo()
            .search(
                [
                    ('company_id', '=', self.id),
                    ('date_start', '<=', when),
                    ('date_end', '>', when),
                    ('user_id.active', '=', True),
                ]
            )
        )

        def is_fitting(shift):
            return (not shift.team_id or shift.team_id == team) and (
                not shift.warehouse_id or shift.warehouse_id == warehouse
            )

        shifts = shifts.filtered(is_fitting)
        return shifts.filtered(lambda s: s.team_id or s.warehouse_id) or shifts

    def _pharma_expert_on_duty(self, when=None, team=None, warehouse=None):
        """Return the experts on duty at a moment, out of the rota all pharmacists (001-09).

        :param datetime when: naive, UTC; now if not given
        :param team: ``crm.team`` whose own shifts come first, or None
        :param warehouse: ``stock.warehouse`` whose own shifts come first, or None
        :return: ``res.users``
        """
        users = self._pharma_find_shifts(when, team, warehouse).user_id
        return users.sudo(False) or self._pharma_pharmacists()  # sudo ends here

    def _pharma_duty_contact(self, team=None, warehouse=None):
        """Return 'name, telephone number' of those on duty now, False out of the rota."""
        shifts = self._pharma_find_shifts(team=team, warehouse=warehouse)
        return (
            '; '.join(', '.join(filter(None, (s.user_id.name, s.phone))) for s in shifts) or False
        )

    def _pharma_pharmacists(self):
        """Return the active pharmacists of the company, ``res.users``."""
        return self._pharma_users_of('pharma_crm.group_pharmacist')

    def _pharma_call_supervisors(self):
        """Return the active supervisors of the company, ``res.users``."""
        return self._pharma_users_of('pharma_callcenter.group_call_supervisor')

    def _pharma_users_of(self, group):
        self.ensure_one()
        # sudo: who has which role, to tell them of work
        users = (
            self.env['res.users']
            .sudo()
            .search(
                [
                    ('all_group_ids', 'in', self.env.ref(group).id),
                    ('company_ids', 'in', self.id),
                    ('share', '=', False),
                ]
            )
        )
        return users.sudo(False)  # sudo ends here
