from odoo.tests import HttpCase, tagged

from .common_quality import QualityMixin, make_wav


@tagged('post_install', '-at_install')
class TestRecordingHttp(QualityMixin, HttpCase):
    """Recordings over HTTP: parts, rights, the log."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_quality()
        cls.recording = cls._record(cls._create_call(cls.agent))
        cls.url = f'/pharma/telephony/recording/{cls.recording.id}'

    def setUp(self):
        super().setUp()
        self._clean_folder()
        self._write_file('a/one.wav')

    def _get(self, **headers):
        return self.url_open(self.url, headers=headers, allow_redirects=False)

    def test_parts_and_the_log(self):
        """000-07: whole, in parts, a part that is not there; one line for one listening."""
        self.authenticate('q_listener', 'q_listener')
        whole = self._get()
        self.assertEqual((whole.status_code, whole.content), (200, make_wav()))
        self.assertEqual(whole.headers['Content-Type'], 'audio/wav')
        self.assertIn('no-store', whole.headers['Cache-Control'])
        self.assertEqual(whole.headers['Accept-Ranges'], 'bytes')
        part = self._get(Range='bytes=100-199')
        self.assertEqual((part.status_code, part.content), (206, make_wav()[100:200]))
        self.assertEqual(part.headers['Content-Range'], 'bytes 100-199/8044')
        self.assertEqual(self._get(Range='bytes=-44').content, make_wav()[-44:])
        beyond = self._get(Range='bytes=9000-')
        self.assertEqual(beyond.status_code, 416)
        self.assertEqual(beyond.headers['Content-Range'], 'bytes */8044')
        log = self.env['pharma.call.recording.listen'].search(
            [('recording_id', '=', self.recording.id)]
        )
        self.assertEqual(log.user_id, self.listener)
        self.assertEqual(len(log), 1)

    def test_who_gets_nothing(self):
        """000-07: strangers, others, the portal and the public, with one and the same answer."""
        for login in ('q_agent', 'q_colleague', 'q_supervisor', 'q_outsider', 'q_portal'):
            self.authenticate(login, login)
            self.assertEqual(self._get().status_code, 404, login)
        self.authenticate(None, None)
        self.assertEqual(self._get().status_code, 303)
        self.assertFalse(
            self.env['pharma.call.recording.listen'].search_count(
                [('recording_id', '=', self.recording.id)]
            )
        )

    def test_a_file_that_changed(self):
        """000-07: is not played, and the message says so."""
        self.authenticate('q_listener', 'q_listener')
        self._get()
        self._write_file('a/one.wav', b'RIFF other')
        with self.assertLogs('odoo.addons.pharma_callcenter.models', 'WARNING'):
            answer = self._get()
        self.assertEqual(answer.status_code, 409)
        self.assertIn('changed', answer.text)
