from contextlib import contextmanager
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import NOW, ComplaintCommon


class HandlingCommon(ComplaintCommon):
    """A team that shares out its tickets, and shortcuts for what people press."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind_professional = cls.env.ref('pharma_callcenter.pharma_complaint_kind_professional')
        cls.stage_waiting = cls.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')
        cls.stage_pharmacist = cls.env.ref('pharma_callcenter.pharma_complaint_stage_pharmacist')
        cls.stage_solved.write(
            {'require_answer': True, 'require_solution': True, 'require_pharmacist': True}
        )
        cls.reason = cls.env.ref('pharma_callcenter.pharma_complaint_cancel_reason_withdrawn')

    @classmethod
    def _create_agent(cls, login, **values):
        agent = new_test_user(cls.env, login, groups='pharma_callcenter.group_call_agent', **values)
        cls.env['crm.team.member'].create({'user_id': agent.id, 'crm_team_id': cls.team.id})
        return agent

    @contextmanager
    def refused(self, exception, regex):
        """Expect a refusal in words, and undo what came before it, as a request does."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), regex)

    def _later(self, **delta):
        """Let time pass from the beginning of the test."""
        self.enterContext(freeze_time(NOW + timedelta(**delta)))

    def _wizard(self, name, user, tickets, **values):
        """Press a button of the form as somebody, fill in the window and save it."""
        link = (
            {'ticket_id': tickets.id}
            if 'ticket_id' in self.env[f'pharma.complaint.{name}']._fields
            else {'ticket_ids': [Command.set(tickets.ids)]}
        )
        Wizard = self.env[f'pharma.complaint.{name}'].with_user(user)
        return Wizard.create({**link, **values}).action_apply()

    def _answer(self, ticket, user=None, **values):
        return self._wizard(
            'answer', user or self.agent, ticket, **{'channel': 'call', 'body': 'Sorry', **values}
        )

    def _solve(self, ticket, user=None):
        """Answer and solve as people do."""
        return self._answer(ticket, user, next_state='solved', solution='Exchanged')

    def _customer_user(self):
        return mail_new_test_user(
            self.env, 'an_portal', groups='base.group_portal', partner_id=self.customer.id
        )
