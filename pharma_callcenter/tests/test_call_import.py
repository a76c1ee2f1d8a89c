import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_call import CallCommon
from .common_fold import ANSWERED, CALL, log


@tagged('post_install', '-at_install')
class TestCallImport(CallCommon):
    """Files of a PBX without a connector go to the same merge as its events."""

    def _import(self, content, user=None, **values):
        job = (
            self.env['pharma.call.import']
            .with_user(user or self.supervisor_user)
            .create(
                {
                    'pbx_id': self.pbx.id,
                    'file': base64.b64encode(content),
                    'file_name': 'queue_log',
                    **values,
                }
            )
        )
        job.action_import()
        return job

    def _calls(self):
        return self.env['pharma.call'].search([('pbx_id', '=', self.pbx.id)])

    def test_a_queue_log_makes_calls(self):
        """000-45, 000-39: the customer is found, waiting and talking are measured."""
        job = self._import(log(*ANSWERED))
        self.assertEqual((job.state, job.call_count, job.problem_count), ('done', 1, 0))
        self.assertFalse(job.file, 'nothing of it is kept')
        call = self._calls()
        self.assertRecordValues(
            call,
            [
                {
                    'external_id': CALL,
                    'source': 'import',
                    'state': 'answered',
                    'partner_id': self.customer.id,
                    'user_id': self.agent_user.id,
                    'queue_id': self.queue.id,
                    'wait_seconds': 16,
                    'talk_seconds': 60,
                    'hour': 8,
                    'is_finished': False,
                }
            ],
        )
        self.assertEqual(call.visit_ids.wait_seconds, 12)
        self.assertEqual(
            {(a.agent_id, a.result, a.ring_seconds) for a in call.attempt_ids},
            {(self.agent, 'answered', 3), (self.colleague, 'no_answer', 5)},
        )

    def test_twice_changes_nothing(self):
        """000-45: the same file, and a longer one of the same day."""
        self._import(log(*ANSWERED[:3]))
        call = self._calls()
        self.assertEqual(call.state, 'talking')
        self._import(log(*ANSWERED))
        self.assertEqual((call.state, call.talk_seconds), ('answered', 60))
        call.with_user(self.agent_user).note = 'Milk'
        stamp = call.write_date
        job = self._import(log(*ANSWERED))
        self.assertEqual((job.state, job.call_count), ('done', 0))
        self.assertEqual(self._calls(), call)
        self.assertEqual((call.write_date, call.note), (stamp, 'Milk'))
        self.assertEqual((len(call.visit_ids), len(call.attempt_ids)), (1, 2))

    def test_both_files_make_one_call(self):
        """000-45: the call records of a queue call add nothing that its log knows better."""
        self._import(log(*ANSWERED))
        row = (
            f'"","0912345678","1800","x","","PJSIP/trunk-1","PJSIP/101-2","Dial","x",'
            f'"2026-03-02 08:59:56","2026-03-02 09:00:12","2026-03-02 09:01:12",76,60,'
            f'"ANSWERED","","{CALL}","","","{CALL}",1\n'
        )
        job = self._import(row.encode(), file_name='Master.csv')
        self.assertEqual((job.state, job.call_count), ('done', 0))
        self.assertEqual(self._calls().number_called, '1800')
        self.assertEqual(self._calls().talk_seconds, 60)

    def test_what_is_missing_is_named(self):
        """000-45: an unknown queue and an unknown agent cost no call and stand in the list."""
        rows = [
            (0, 'u.1', 'unknown', 'NONE', 'ENTERQUEUE', '', '0912345678', 1),
            (9, 'u.1', 'unknown', 'PJSIP/999', 'RINGNOANSWER', 1000),
            (9, 'u.1', 'unknown', 'NONE', 'ABANDON', 1, 1, 9),
        ]
        job = self._import(b'nonsense\n' + log(*rows))
        self.assertEqual((job.call_count, job.problem_count), (1, 1))
        self.assertIn('Line 1: 1 columns', job.problems)
        self.assertIn("Queue 'unknown' is missing", job.problems)
        self.assertIn("Agent '999' is missing", job.problems)

    def test_a_big_file_goes_on_in_the_background(self):
        """000-45: the first slices at once, the rest by a job; nothing twice."""
        rows = []
        for n in range(2100):
            rows.append((n, f'b.{n}', 'orders', 'NONE', 'ENTERQUEUE', '', '0987654321', 1))
            rows.append((n, f'b.{n}', 'orders', 'NONE', 'ABANDON', 1, 1, 0))
        job = self._import(log(*rows))
        self.assertEqual((job.state, job.done_count, job.event_count), ('running', 2000, 2100))
        self.assertEqual(int(job.progress), 95)
        with self.enter_registry_test_mode():
            self.env.ref('pharma_callcenter.ir_cron_pharma_call_import').method_direct_trigger()
        job.invalidate_recordset()
        self.assertEqual((job.state, job.call_count, job.done_count), ('done', 2100, 2100))
        self.assertEqual(len(self._calls()), 2100)

    def test_who_may_import(self):
        """000-36: supervisors, for a PBX of their own; nobody forges progress."""
        for user in (self.agent_user, self.clerk_user, self.manager_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._import(log(*ANSWERED), user=user)
        with self.assertRaises(AccessError):
            self._import(log(*ANSWERED), pbx_id=self.other_pbx.id)
        job = self._import(log(*ANSWERED), state='failed', call_count=77)
        self.assertEqual(job.call_count, 1)
        with self.assertRaises(AccessError):
            job.state = 'new'
        with self.assertRaisesRegex(UserError, 'imported already'):
            job.action_import()
        with self.assertRaises(AccessError):
            job.with_user(self.outsider_user).read(['problems'])
        with self.assertRaisesRegex(UserError, "field 'File' is empty"):
            self._import(b'')

    def test_the_form(self):
        """000-45: choose PBX and file, press 'Import'."""
        form = Form(self.env['pharma.call.import'].with_user(self.supervisor_user))
        form.pbx_id = self.pbx
        form.file = base64.b64encode(log(*ANSWERED))
        form.file_name = 'queue_log'
        job = form.save()
        job.action_import()
        self.assertEqual(job.state, 'done')
