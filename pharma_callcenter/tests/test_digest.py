from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_promise import PromiseCommon

HEARTBEAT = 'odoo.addons.pharma_callcenter.models.pharma_complaint_heartbeat'


@tagged('post_install', '-at_install')
class TestDigest(MailCase, PromiseCommon):
    """What is late is told every morning; tickets of Monday 10:00 are due on Tuesday 10:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.company'].search([]).pharma_digest_date = date(2026, 3, 4)
        cls.company.pharma_digest_date = False
        cls.mine, cls.other = [
            cls._create_ticket(
                partner_id=partner.id, user_id=user.id, owner_department_id=cls.department.id
            )
            for partner, user in (
                (cls.customer, cls.agent),
                (cls.other_customer, cls.colleague),
            )
        ]

    def _told(self, moment):
        """Return {login: (subject, body)} of the digests of a moment."""
        sent = {}

        def send(model, user, late, is_digest=False, questions=None):
            # the database has supervisors of its own
            if user in self.staff:
                sent[user.login] = [(ticket, about) for ticket, about, _due in late]
            return original(model, user, late, is_digest, questions)

        Ticket = self.registry['pharma.complaint']
        original = Ticket._send_late
        with (
            self._at(*moment),
            self.mock_mail_gateway(),
            patch.object(Ticket, '_send_late', send),
        ):
            self._digest()
        return sent

    def test_everyone_gets_what_concerns_him(self):
        """003-17: the responsible person his own, the head the department's, supervisors and
        management all; at eight in the company's time zone, once a day."""
        self.assertFalse(self._told((3, 4, 0, 59)))
        sent = self._told((3, 4, 1, 0))
        both = [(self.mine, 'solve'), (self.other, 'solve')]
        self.assertEqual(
            sent,
            {
                'call_agent': both[:1],
                'call_colleague': both[1:],
                'pharma_clerk': both,
                'call_supervisor': both,
                'ticket_manager': both,
            },
        )
        self.assertFalse(self._told((3, 4, 5, 0)))
        self.assertTrue(self._told((3, 5, 1, 0)))

    def test_nothing_late_no_message(self):
        """003-17: before the date, after the solution, while waiting: no digest."""
        self.mine.stage_id = self.stage_solved
        self.other.stage_id = self.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')
        self.assertFalse(self._told((3, 4, 1, 0)))

    def test_weekly_on_monday(self):
        """003-17: a company that wants it weekly gets it on Monday, or as soon as it can."""
        self.company.write({'pharma_digest_period': 'weekly', 'pharma_digest_date': '2026-03-02'})
        self.assertFalse(self._told((3, 8, 1, 0)))
        self.assertFalse(self._told((3, 9, 0, 59)))
        self.assertTrue(self._told((3, 10, 1, 0)))
        self.assertFalse(self._told((3, 11, 1, 0)))

    def test_in_the_readers_language_and_time_zone(self):
        """003-17: subject, texts and dates are those of the reader."""
        self.env['res.lang']._activate_lang('vi_VN')
        self.agent.write({'lang': 'vi_VN', 'tz': 'Europe/Berlin', 'notification_type': 'inbox'})
        self.colleague.write({'tz': 'Asia/Ho_Chi_Minh', 'notification_type': 'inbox'})
        self._told((3, 4, 1, 0))
        mails = {mail.email_to: mail for mail in self._new_mails}
        mail = mails[self.agent.email_formatted]
        self.assertIn('03/03/2026 04:00', mail.body_html)
        self.assertIn(self.mine.number, mail.body_html)
        self.assertIn(f'/odoo/pharma.complaint/{self.mine.id}', mail.body_html)
        self.assertNotIn('broken', mail.body_html)
        self.assertNotIn(self.other.number, mail.body_html)
        self.assertIn('03/03/2026 10:00', mails[self.colleague.email_formatted].body_html)

    def test_a_long_list_is_cut_and_counted(self):
        """003-17: fifty lines and how many more."""
        limit = 'odoo.addons.pharma_callcenter.models.pharma_complaint_digest.ROW_LIMIT'
        self.supervisor.notification_type = 'inbox'
        with patch(limit, 1):
            self._told((3, 4, 1, 0))
        mail = self._new_mails.filtered(lambda m: 'call_supervisor' in (m.email_to or ''))
        self.assertIn('And 1 more', ' '.join(mail.body_html.split()))

    def test_companies_have_their_own_hour_and_people(self):
        """000-36, 003-17: eight o'clock in Berlin is 7:00 UTC; nobody hears of the other company's
        tickets, and one that fails does not stop the other."""
        berlin = self.env['res.company'].create({'name': 'Berlin'})
        berlin.partner_id.tz = 'Europe/Berlin'
        berlin.resource_calendar_id.tz = 'Europe/Berlin'
        boss = new_test_user(
            self.env,
            'berlin_boss',
            groups='pharma_callcenter.group_call_supervisor',
            company_id=berlin.id,
            company_ids=[Command.set(berlin.ids)],
        )
        ticket = self._create_ticket(
            partner_id=self.env['res.partner'].create({'name': 'Anna'}).id, company_id=berlin.id
        )
        self.staff |= boss
        self.assertEqual(ticket.calendar_id, berlin.resource_calendar_id)
        sent = self._told((3, 4, 6, 59))
        self.assertNotIn(boss.login, sent)
        self.assertIn('call_agent', sent)
        self.assertEqual(self._told((3, 4, 7, 0)), {boss.login: [(ticket, 'solve')]})
        Ticket = self.registry['pharma.complaint']
        original = Ticket._send_digest

        def fail(model, company):
            if company == self.company:
                raise ValueError
            return original(model, company)

        with (
            patch.object(Ticket, '_send_digest', fail),
            self.assertLogs(
                'odoo.addons.pharma_callcenter.models.pharma_complaint_digest', 'ERROR'
            ),
        ):
            self.assertEqual(set(self._told((3, 5, 8, 0))), {boss.login})
        self.assertTrue(self._told((3, 5, 9, 0)))

    def test_late_filter(self):
        """003-17: the filter 'Late' and the field say the same, each user among his own."""
        Ticket = self.Ticket
        self.assertFalse(Ticket.search([('is_late', '=', True), ('id', 'in', self.mine.ids)]))
        with self._at(3, 4, 1, 0):
            both = self.mine + self.other
            both.invalidate_recordset()
            self.assertEqual(both.mapped('is_late'), [True, True])
            domain = [('is_late', '=', True)]
            self.assertEqual(Ticket.search([*domain, ('id', 'in', both.ids)], order='id'), both)
            self.assertFalse(Ticket.search([('is_late', '=', False), ('id', 'in', both.ids)]))
            self.assertEqual(Ticket.with_user(self.agent).search(domain), self.mine)

    def test_settings_are_checked(self):
        """003-17: an hour of the day, and a number of days that ends."""
        for values in (
            {'pharma_digest_hour': 24},
            {'pharma_digest_hour': -1},
            {'pharma_waiting_days': 0},
            {'pharma_waiting_days': 400},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.company.write(values)


@tagged('post_install', '-at_install')
class TestHeartbeat(MailCase, PromiseCommon):
    """Whoever opens tickets sees that the escalation job has stopped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env.ref('pharma_callcenter.ir_cron_pharma_escalation')
        cls.job.write({'lastcall': datetime(2026, 3, 2, 2, 50), 'active': True})
        cls.ticket = cls._create_ticket(user_id=cls.agent.id)
        cls.admin = new_test_user(
            cls.env, 'job_admin', groups='base.group_system', email='admin@example.com'
        )

    def _warning(self, user=None):
        self.env.flush_all()
        Ticket = self.Ticket.with_user(user or self.agent).with_context(tz='Asia/Ho_Chi_Minh')
        with self.mock_mail_gateway():
            return Ticket.get_escalation_job_warning()

    def test_it_runs_often(self):
        """003-17: every five minutes, as root, after the heartbeat of the suite."""
        self.assertRecordValues(
            self.job,
            [{'interval_number': 5, 'interval_type': 'minutes', 'active': True, 'priority': 1}],
        )

    def test_no_word_while_it_runs(self):
        """003-17: three intervals may pass."""
        self.assertEqual(self._warning(), '')
        self.assertFalse(self.ticket.escalation_job_warning)

    def test_a_stopped_job_is_seen_by_everyone(self):
        """003-17: the list and the form say since when, and the administrators get a message, once
        an hour."""
        self.job.lastcall = datetime(2026, 3, 2, 2, 0)  # 9:00, an hour ago
        for user in (self.agent, self.supervisor, self.clerk, self.pharmacist):
            self.assertIn('stopped at', self._warning(user))
        ticket = self.ticket.with_user(self.agent).with_context(tz='Asia/Ho_Chi_Minh')
        self.assertIn('9:00', ticket.escalation_job_warning)
        found = [
            ('subject', 'like', 'stopped at'),
            ('partner_ids', 'in', self.admin.partner_id.ids),
        ]
        Message = self.env['mail.message']
        self.assertEqual(Message.search_count(found), 1)
        with self._at(3, 2, 4, 30):
            self._warning()
            self._warning()
        self.assertEqual(Message.search_count(found), 2)

    def test_a_job_that_was_switched_off(self):
        """003-17: an archived job is seen at once, although it has just run."""
        self.job.active = False
        self.assertIn('switched off', self._warning())
        self.job.unlink()
        self.assertIn('missing', self._warning())

    def test_a_job_that_never_ran(self):
        """003-17: on a new database the first run has three intervals."""
        self.job.lastcall = False
        self.assertEqual(self._warning(), '')
        later = self.job.create_date.replace(microsecond=0)
        with self._at(later.month, later.day, later.hour, later.minute):
            self.assertEqual(self._warning(), '')

    def test_the_banner_does_not_need_mail(self):
        """003-17: while mail is down the banner is shown all the same."""
        self.job.active = False
        Ticket = self.registry['pharma.complaint']
        with (
            patch.object(Ticket, '_write_to_administrators', side_effect=OSError),
            self.assertLogs(HEARTBEAT, 'ERROR'),
        ):
            self.assertIn('switched off', self._warning())

    def test_it_costs_one_query(self):
        """003-17: a page of tickets asks once."""
        tickets = self.ticket + self._create_ticket(partner_id=self.other_customer.id)
        tickets = tickets.with_user(self.agent)
        tickets.mapped('escalation_job_warning')
        tickets.invalidate_recordset(['escalation_job_warning'])
        with self.assertQueryCount(1):
            tickets.mapped('escalation_job_warning')

    def test_nobody_outside_asks(self):
        """000-36: portal and public users learn nothing of jobs."""
        portal = new_test_user(self.env, 'heart_portal', groups='base.group_portal')
        self.job.active = False
        self.assertEqual(self._warning(portal), '')
        with self.assertRaises(AccessError):
            self._warning(self.env.ref('base.public_user'))
        employee = new_test_user(self.env, 'heart_employee', groups='base.group_user')
        with self.assertRaises(AccessError):
            self._warning(employee)
