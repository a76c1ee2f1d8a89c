from datetime import datetime

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import ComplaintCommon


class WorkCommon(ComplaintCommon):
    """A stock department whose head has no role in the call centre, and a ticket of the agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = new_test_user(cls.env, 'stock_head', groups='pharma_crm.group_pharma_user')
        cls.manager = new_test_user(
            cls.env, 'pharma_manager', groups='pharma_crm.group_pharma_manager'
        )
        cls.portal = new_test_user(cls.env, 'work_portal', groups='base.group_portal')
        employee = cls.env['hr.employee'].create({'name': 'Head', 'user_id': cls.head.id})
        cls.department, cls.headless = cls.env['hr.department'].create(
            [{'name': 'Stock', 'manager_id': employee.id}, {'name': 'Laboratory'}]
        )
        cls.ticket = cls._create_ticket(user_id=cls.agent.id, product_id=cls.metformin.id)
        other = cls.env['res.company'].create({'name': 'Other chain'})
        cls.outsider = new_test_user(
            cls.env,
            'work_outsider',
            groups='pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )

    @classmethod
    def _ask(cls, ticket=None, user=None, **values):
        """Ask by the form of the ticket, as a user, and return the task."""
        ticket = (ticket or cls.ticket).with_user(user or cls.agent)
        action = ticket.action_ask_department()
        wizard = (
            ticket.env['pharma.complaint.task.ask']
            .with_context(**action['context'])
            .create({'name': 'Find the box', 'department_id': cls.department.id, **values})
        )
        wizard.action_ask()
        return cls.env['pharma.complaint.task'].search([], order='id desc', limit=1)

    @classmethod
    def _create_shift(cls, user, start, end, **values):
        return cls.env['pharma.duty.shift'].create(
            {'user_id': user.id, 'date_start': start, 'date_end': end, **values}
        )

    def _messages_to(self, user):
        return self.env['mail.notification'].search_count(
            [('res_partner_id', '=', user.partner_id.id)]
        )


def at(day, hour, minute=0):
    """Return a moment of March 2026 in UTC."""
    return datetime(2026, 3, day, hour, minute)
