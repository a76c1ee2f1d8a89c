from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .pharma_complaint_task import OPEN


class PharmaComplaintTask(models.Model):
    """Open tasks are seen, and taken, by everybody in the department that was asked (002-15).

    Departments are asked for once per search and go into it as values: written as paths in the
    rules they would join three tables to each list.
    """

    _inherit = 'pharma.complaint.task'

    is_of_department = fields.Boolean(
        string="My Department's",
        compute='_compute_is_of_department',
        search='_search_is_of_department',
        compute_sudo=True,
        help="It was given to a department that the user heads, or is open and of his own one.",
    )
    can_take = fields.Boolean(compute='_compute_can_take')
    can_work = fields.Boolean(compute='_compute_can_work')

    # === COMPUTE METHODS === #
    @api.depends('department_id', 'state')
    @api.depends_context('uid')
    def _compute_is_of_department(self):
        headed, own = self._get_own_departments()
        for task in self:
            id_ = task.department_id.id
            task.is_of_department = id_ in headed or (id_ in own and task.state in OPEN)

    @api.model
    def _search_is_of_department(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        headed, own = self._get_own_departments()
        is_open = Domain('state', 'in', OPEN)
        return Domain('department_id', 'in', headed) | (
            Domain('department_id', 'in', own) & is_open
        )

    @api.depends('is_of_department', 'state', 'user_id')
    @api.depends_context('uid')
    def _compute_can_take(self):
        for task in self:
            is_others = task.user_id != self.env.user
            task.can_take = task.state == 'todo' and is_others and task.is_of_department

    @api.depends_context('uid')
    def _compute_can_work(self):
        writable = self._origin._filtered_access('write')
        for task in self:
            task.can_work = not task._origin or task._origin in writable

    @api.model
    def _get_own_departments(self):
        """Return the ids of the departments the user heads, and of those he works in himself.

        :return: tuple of two lists of ids
        """
        self.env['hr.department'].flush_model(['manager_id'])
        self.env['hr.employee'].flush_model(['user_id', 'active', 'current_version_id'])
        self.env['hr.version'].flush_model(['department_id'])
        headed, own = [], []
        for is_head, id_ in self.env.execute_query(
            SQL(
                """
                SELECT TRUE, d.id FROM hr_department d
                    JOIN hr_employee e ON e.id = d.manager_id WHERE e.user_id = %(uid)s
                UNION SELECT FALSE, v.department_id FROM hr_employee e
                    JOIN hr_version v ON v.id = e.current_version_id
                    WHERE e.user_id = %(uid)s AND e.active AND v.department_id IS NOT NULL
                """,
                uid=self.env.uid,
            )
        ):
            (headed if is_head else own).append(id_)
        return headed, own

    # === ACTIONS === #
    def action_take(self):
        """Take tasks of one's own department over and start them (002-15).

        :raise AccessError: for tasks that the user may not read
        :raise UserError: for tasks of others, that have ended, or that a colleague is doing
        """
        self.check_access('read')
        for task in self:
            if task.state not in OPEN:
                task._refuse_ended()
            if not task.is_of_department:
                raise UserError(
                    self.env._(
                        "Task '%(task)s' is not of your department. Whoever asked can give it to"
                        " you in 'Done By'.",
                        task=task.name,
                    )
                )
            if task.state == 'doing' and task.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(user)s is doing the task '%(task)s' already.",
                        user=task.user_id.name,
                        task=task.name,
                    )
                )
        for task in self:
            former = task.user_id - self.env.user
            # sudo: members of the department read its tasks, and write those they have taken
            task.sudo().with_context(mail_auto_subscribe_no_notify=True).write(
                {
                    'user_id': self.env.uid,
                    'state': 'doing',
                    'date_started': task.date_started or fields.Datetime.now(),
                }
            )
            task._tell(
                former,
                self.env._("A task was taken over"),
                self.env._(
                    "%(user)s has taken the task of ticket %(number)s.",
                    user=self.env.user.name,
                    number=task.ticket_number,
                ),
            )
