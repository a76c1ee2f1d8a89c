from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .common import ComplaintCommon


class PromiseCommon(ComplaintCommon):
    """The company works Monday to Friday from 8 to 12 and 13 to 17, Saturday from 8 to 12, in Ho
    Chi Minh City (UTC+7); its stock department has a head, its management is one manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._create_calendar('Shop', 'Asia/Ho_Chi_Minh')
        cls.company.resource_calendar_id = cls.calendar
        cls.company.partner_id.tz = 'Asia/Ho_Chi_Minh'
        cls.manager = new_test_user(
            cls.env, 'ticket_manager', groups='pharma_crm.group_pharma_manager'
        )
        cls.company.pharma_management_user_ids = cls.manager
        employee = cls.env['hr.employee'].create({'name': 'Head', 'user_id': cls.clerk.id})
        cls.department = cls.env['hr.department'].create(
            {'name': 'Stock', 'manager_id': employee.id}
        )
        cls.staff = cls.agent | cls.colleague | cls.clerk | cls.supervisor | cls.manager
        for user in cls.staff:
            user.email = f'{user.login}@example.com'
        cls.kind.target_ids.unlink()
        cls.target = cls.env['pharma.complaint.target'].create(
            {'kind_id': cls.kind.id, 'answer_hours': 0, 'solve_hours': 8}
        )
        cls.Ticket = cls.env['pharma.complaint']
        cls.Log = cls.env['pharma.complaint.escalation.log']

    @classmethod
    def _create_calendar(cls, name, tz, days='012345', spans=((8, 12), (13, 17))):
        """Return working hours; Saturday, day 5, only has the first span."""
        return cls.env['resource.calendar'].create(
            {
                'name': name,
                'tz': tz,
                'company_id': cls.company.id,
                'attendance_ids': [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                'name': f'{day} {start}',
                                'dayofweek': day,
                                'hour_from': start,
                                'hour_to': stop,
                                'day_period': 'morning' if start < 12 else 'afternoon',
                            }
                        )
                        for day in days
                        for start, stop in (spans[:1] if day == '5' else spans)
                    ),
                ],
            }
        )

    @classmethod
    def _at(cls, *moment):
        """Freeze a moment of 2026, given in UTC: month, day, hour, minute."""
        return freeze_time(datetime(2026, *moment))

    def _run(self):
        """Run the escalation job as the scheduler does."""
        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        with commit:
            self.Ticket._cron_escalate()

    def _digest(self):
        """Run the digest job as the scheduler does."""
        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        with commit:
            self.Ticket._cron_digest()

    def _steps(self, ticket):
        """Return the log of a ticket, oldest first: (event, level, logins told)."""
        logs = self.Log.search([('complaint_id', '=', ticket.id)], order='id')
        return [(log.event, log.level, set(log.told_user_ids.mapped('login'))) for log in logs]
