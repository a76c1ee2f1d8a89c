import contextlib
import hashlib
import os
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import BaseCommon

from ..models.pharma_call_recording_file import RecordingError
from .common_quality import NOW, QualityMixin, make_wav


@tagged('post_install', '-at_install')
class TestRecording(QualityMixin, BaseCommon):
    """Files lie below one folder, are read there alone, and go when their time is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls._create_quality()
        cls.call = cls._create_call(cls.agent)

    def setUp(self):
        super().setUp()
        self._clean_folder()

    def test_paths_that_are_refused(self):
        """000-07: nothing but sound below the folder."""
        paths = [
            '../x.wav',
            '/etc/x.wav',
            'a/../../x.wav',
            'a//x.wav',
            './x.wav',
            '',
            None,
            'x.txt',
        ]
        paths += ['a\\..\\x.wav', 'x\0.wav', 'x.wav\n', 'a/' * 200 + 'x.wav', '\ud800.wav', 'x']
        events = [{'call': self.call.external_id, 'path': path} for path in paths]
        refused = self.env['pharma.call']._take_recordings(self.pbx, events)
        self.assertEqual([place for place, _why in refused], list(range(len(paths))))
        self.assertFalse(self.call.recording_ids)

    def test_links_are_not_followed(self):
        """000-07: neither a file nor a folder that points elsewhere, nor a pipe."""
        recording = self._record(self.call)
        full = os.path.join(self.folder, 'a/one.wav')
        os.rename(full, os.path.join(self.folder, 'secret.wav'))
        os.symlink(os.path.join(self.folder, 'secret.wav'), full)
        with self.assertRaises(RecordingError):
            recording._open()
        os.remove(full)
        os.mkfifo(full)
        with self.assertRaises(RecordingError):
            recording._open()
        os.remove(full)
        os.rename(os.path.join(self.folder, 'a'), os.path.join(self.folder, 'b'))
        self._write_file('b/one.wav')
        os.symlink(os.path.join(self.folder, 'b'), os.path.join(self.folder, 'a'))
        with contextlib.suppress(RecordingError):  # without a savepoint: the state stays
            recording._open()[0].close()
        self.assertEqual(recording.state, 'missing')
        os.remove(os.path.join(self.folder, 'a'))
        os.rename(os.path.join(self.folder, 'b'), os.path.join(self.folder, 'a'))
        recording._open()[0].close()
        self.assertEqual(recording.state, 'available')

    def test_the_check_sum(self):
        """000-07: taken when the call has ended, compared from then on; a growing file has none."""
        self.call.date_end = False
        recording = self._record(self.call)
        recording._open()[0].close()
        self.assertFalse(recording.sha256)
        self.call.date_end = NOW
        recording._open()[0].close()
        self.assertEqual(recording.sha256, hashlib.sha256(make_wav()).hexdigest())
        self._write_file('a/one.wav', b'RIFF other')
        with self.assertRaises(RecordingError), mute_logger(
            'odoo.addons.pharma_callcenter.models.pharma_call_recording_file'
        ):  # fmt: skip
            recording._open()

    def test_events_in_any_order(self):
        """000-07: one row per file, what is told once stays."""
        digest = hashlib.sha256(make_wav()).hexdigest()
        self._record(self.call, sha256=digest)
        recording = self._record(self.call, seconds=5)
        self.assertEqual((recording.seconds, recording.sha256), (5, digest))
        self._record(self.call, seconds=2, sha256=None)
        self.assertEqual((recording.seconds, recording.sha256), (5, digest))

    def test_rights(self):
        """000-07, 002-27: the role to listen, or being the checker; forged rows are refused."""
        recording = self._record(self.call)
        recording.with_user(self.listener)._check_listen()
        for user in (self.supervisor, self.agent, self.manager, self.outsider, self.portal):
            with self.assertRaises(AccessError, msg=user.login):
                recording.with_user(user)._check_listen()
        vals = {'call_id': self.call.id, 'scorecard_id': self.card.id}
        check = self.env['pharma.call.check'].with_user(self.supervisor).create(vals)
        with self.assertRaises(AccessError, msg='nobody lets himself in'):
            recording.with_user(self.supervisor)._check_listen()
        check.sudo().unlink()
        check = self.env['pharma.call.check'].create(vals | {'checker_id': self.supervisor.id})
        check = check.with_user(self.supervisor)
        recording.with_user(self.supervisor)._check_listen()
        self.assertEqual([r['id'] for r in check.player], recording.ids)
        self.assertNotIn('path', check.player[0])
        with self.assertRaises(AccessError):
            recording.with_user(self.supervisor).read(['path'])
        with self.assertRaises(AccessError):
            recording.with_user(self.listener).write({'state': 'deleted'})
        with self.assertRaises(UserError):
            recording.with_user(self.manager).write({'path': 'b.wav'})
        with self.assertRaises(AccessError):
            recording.with_user(self.manager).create({'call_id': self.call.id, 'path': 'x.wav'})
        Log = self.env['pharma.call.recording.listen']
        Log.with_user(self.listener)._log(recording, '10.0.0.1')
        Log.with_user(self.listener)._log(recording, '10.0.0.1')
        log = Log.search([('recording_id', '=', recording.id)])
        self.assertEqual(log.mapped('address'), ['10.0.0.1'])
        self.assertEqual(log.with_user(self.manager).user_id, self.listener)
        with self.assertRaises(AccessError):
            log.with_user(self.listener).read(['date'])
        with self.assertRaises(UserError):
            log.write({'address': 'x'})
        with self.assertRaises(UserError):
            log.unlink()

    def test_the_folder(self):
        """000-07: administrators alone, a folder that is there, not one of Odoo's."""
        for folder in ('relative', '/', '/no/such/folder', os.path.expanduser('~/../..')):
            with self.assertRaises(ValidationError, msg=folder):
                self.pbx.recording_folder = folder
        with self.assertRaises(AccessError):
            self.pbx.with_user(self.supervisor).read(['recording_folder'])

    def test_retention(self):
        """000-07: after 30 days; not those held, being checked, or of an open ticket."""
        partner = self.env['res.partner'].create({'name': 'Customer'})
        starts = [NOW - timedelta(days=days) for days in (31, 30, 31, 31, 31)]
        old, young, held, checked, asked = (
            self._create_call(self.agent, start) for start in starts
        )
        asked.partner_id = partner
        self.env['pharma.complaint'].create({'partner_id': partner.id, 'description': 'Late'})
        rows = {
            call: self._record(call, f'day/{call.id}.wav')
            for call in (old, young, held, checked, asked)
        }
        rows[held].with_user(self.manager).write({'is_on_hold': True, 'hold_reason': 'Court'})
        self.env['pharma.call.check'].with_user(self.supervisor).create({'call_id': checked.id})
        Recording = self.env['pharma.call.recording']
        mine = [row.id for row in rows.values()]
        self.assertFalse(Recording._find_expired().filtered(lambda r: r.id in mine))
        self.env.company.pharma_recording_days = 30
        due = Recording._find_expired().filtered(lambda r: r.id in mine)
        self.assertEqual(due, rows[old])
        due._delete_file()
        self.assertFalse(os.path.exists(os.path.join(self.folder, f'day/{old.id}.wav')))
        self.assertEqual((due.state, due.date_deleted), ('deleted', NOW))
        with self.assertRaises(RecordingError) as caught:
            due._open()
        self.assertEqual(caught.exception.status, 410)

    def test_what_cannot_be_deleted_is_logged_once(self):
        """000-07: the folder is not there: the row stays, and says why."""
        recording = self._record(self.call)
        self.pbx.flush_recordset()
        self.env.cr.execute(
            "UPDATE pharma_pbx SET recording_folder = '/no/such' WHERE id = %s", [self.pbx.id]
        )
        self.pbx.invalidate_recordset()
        logger = 'odoo.addons.pharma_callcenter.models.pharma_call_recording_retention'
        with self.assertLogs(logger, 'WARNING'):
            recording._delete_file()
        with self.assertNoLogs(logger, 'WARNING'):
            recording._delete_file()
        self.assertEqual(recording.state, 'available')
        self.assertTrue(recording.delete_error)
