from datetime import timedelta

import tomllib
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_asterisk import AsteriskCommon

NOW = '2026-03-02 03:00:00'


@tagged('post_install', '-at_install')
class TestAsteriskFiles(AsteriskCommon):
    """The page that sets an exchange up: secrets for administrators, problems in words."""

    def _open(self, action):
        return self.env[action['res_model']].browse(action['res_id'])

    def test_files_for_administrators_only(self):
        """002-26, 000-35: the texts hold secrets; a value never becomes another setting."""
        for user in (self.agent_user, self.supervisor, self.service):
            pbx = self.pbx.with_user(user)
            for method in (pbx.action_asterisk_files, pbx.action_asterisk_key):
                with self.assertRaises(AccessError):
                    method()
        self.pbx.dial_prefix = '9"\nurl = "http://odoo.example.com'
        window = self._open(self.pbx.with_user(self.admin).action_asterisk_files())
        told = tomllib.loads(window.connector_toml)
        self.assertEqual(told['odoo']['secret'], self.pbx.secret)
        self.assertEqual(told['odoo']['pbx'], 'ast-test')
        self.assertEqual(told['asterisk']['dial_prefix'], '9"\nurl = "http://odoo.example.com')
        self.assertIn('bindaddr = 127.0.0.1', window.manager_conf)
        self.assertIn('systemname = ast-test', window.asterisk_conf)
        self.assertIn('[sales]', window.queues_conf)
        self.assertIn('exten => 101,1,Dial(PJSIP/101,25)', window.extensions_conf)

    def test_window_is_read_by_its_user_only(self):
        """000-36: nor by another administrator."""
        window = self._open(self.pbx.with_user(self.admin).action_asterisk_files())
        other = self.env.ref('base.user_admin')
        with self.assertRaises(AccessError):
            window.with_user(other).read(['connector_toml'])

    def test_names_that_break_the_files(self):
        """002-26: a code with a line break or a bracket is said, not written."""
        self.queue.code = 'sales]\n[general'
        with self.assertRaisesRegex(UserError, 'cannot stand'):
            self.pbx.with_user(self.admin).action_asterisk_files()

    def test_new_key_replaces_the_old(self):
        """002-26: one key at a time, of the connector's user, for a year."""
        keys = self.env['res.users.apikeys'].search([('user_id', '=', self.service.id)])
        self.assertFalse(keys)
        for _turn in range(2):
            window = self._open(self.pbx.with_user(self.admin).action_asterisk_key())
        key = tomllib.loads(window.connector_toml)['odoo']['api_key']
        keys = self.env['res.users.apikeys'].search([('user_id', '=', self.service.id)])
        self.assertEqual(len(keys), 1)
        found = self.env['res.users.apikeys']._check_credentials(scope='rpc', key=key)
        self.assertEqual(found, self.service.id)

    def test_no_key_for_an_administrator(self):
        """002-26, 000-36: nobody's rights reach the exchange's host but the connector's."""
        self.pbx.connector_user_id = self.admin
        with self.assertRaises(UserError):
            self.pbx.with_user(self.admin).action_asterisk_key()

    @freeze_time(NOW)
    def test_problems_in_words(self):
        """000-37: what is wrong and what to do, nothing when all is well."""
        pbx = self.pbx.with_user(self.admin)
        self.assertIn('never been heard', pbx.asterisk_problems)
        self.assertIn('no valid API key', pbx.asterisk_problems)
        self.pbx.write({'date_heartbeat': NOW, 'clock_seconds': 0})
        pbx.action_asterisk_key()
        pbx.invalidate_recordset(['asterisk_problems'])
        self.assertEqual(pbx.asterisk_problems, '')
        self.pbx.write({'clock_seconds': 42.4})
        self.assertIn('42 seconds', pbx.asterisk_problems)
        self.pbx.date_heartbeat = fields.Datetime.to_datetime(NOW) - timedelta(minutes=6)
        self.assertIn('fell silent', pbx.asterisk_problems)
        self.agent.interface = False
        self.assertIn('no interface', pbx.asterisk_problems)

    @freeze_time(NOW)
    def test_clocks_are_compared(self):
        """000-37: by heartbeats; hostile times do no harm."""
        for text in (None, 7, 'x', '2026-13-02T03:00:42Z', ['a']):
            self.pbx._take_in([{'type': 'heartbeat', 'at': text}])
        self.assertFalse(self.pbx.date_clock)
        self.pbx._take_in([{'type': 'heartbeat', 'at': '2026-03-02T03:00:42Z'}])
        self.assertEqual(self.pbx.clock_seconds, 42)
        self.pbx._take_in([{'type': 'heartbeat', 'at': '2026-03-02T03:00:43Z'}])
        self.assertEqual(self.pbx.clock_seconds, 42, "seldom written")
