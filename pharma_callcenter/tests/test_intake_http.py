import gzip
import json
from datetime import datetime, timedelta
from unittest.mock import patch

import psycopg2

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers import telephony
from .common_intake import URL, IntakeCommon, IntakePost, at

INTAKE = 'odoo.addons.pharma_callcenter.models.pharma_pbx_intake'
CONTROLLER = 'odoo.addons.pharma_callcenter.controllers.telephony'


@tagged('post_install', '-at_install')
class TestIntakeHttp(IntakeCommon, IntakePost, HttpCase):
    """The door: who is let in, and what is answered to whom (000-01, 002-26)."""

    def count(self):
        self.env.invalidate_all()
        return self.env['pharma.call'].search_count([('pbx_id', '=', self.pbx.id)])

    def test_signed_events_are_taken_in(self):
        """A signed request is stored, and once more changes nothing (000-45)."""
        for _turn in range(2):
            answer = self.post([self.queued()])
            self.assertEqual(answer.status_code, 200, answer.text)
            self.assertEqual(answer.json(), {'accepted': 1, 'refused': []})
        self.assertEqual(self.count(), 1)
        self.assertEqual(self.get_call().state, 'answered')
        self.assertEqual(self.get_call().create_uid, self.env.ref('base.user_root'))

    def test_same_batch_twice_writes_nothing(self):
        """A replay leaves even the time of the last change as it was (000-45)."""
        self.post([self.queued()])
        self.env.cr.execute('SELECT ctid FROM pharma_call WHERE pbx_id = %s', [self.pbx.id])
        before = self.env.cr.fetchall()
        self.post([self.queued()])
        self.env.cr.execute('SELECT ctid FROM pharma_call WHERE pbx_id = %s', [self.pbx.id])
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_strangers_learn_nothing(self):
        """Wrong secret, unknown or archived PBX, old stamp: one and the same answer (000-36)."""
        other = self.pbx.copy({'code': 'intake-other', 'secret': 'x' * 64})
        archived = self.pbx.copy({'code': 'intake-off', 'secret': 'y' * 64, 'active': False})
        self.env.flush_all()
        events = [self.queued()]
        answers = [
            self.post(events, secret='wrong'),
            self.post(events, secret=other.secret),
            self.post(events, pbx=archived),
            self.post(events, **{'X-Pharma-Pbx': 'nobody'}),
            self.post(events, **{'X-Pharma-Pbx': ''}),
            self.post(events, shift=-400),
            self.post(events, shift=400),
            self.post(events, **{'X-Pharma-Timestamp': '1e9'}),
            self.post(events, **{'X-Pharma-Timestamp': '9' * 5000}),
            self.post(events, **{'X-Pharma-Signature': ''}),
            self.post(events, **{'X-Pharma-Signature': 'v1=\xe9'}),
            self.url_open(URL, data=b'[]', headers={'Content-Type': 'text/plain'}),
            self.url_open(URL, data={'a': 'b'}),
            self.url_open(URL, files={'a': b'b'}),
        ]
        for place, answer in enumerate(answers):
            self.assertEqual(answer.status_code, 401, place)
            self.assertEqual(answer.json(), {'error': 'unknown'})
        self.assertEqual(self.count(), 0)
        self.assertEqual(self.url_open(URL).status_code, 405)

    def test_what_is_no_list_of_events(self):
        """400 for anything but a list, 413 for too much; never an error of the server (000-01)."""
        bad = [
            *(b' ', b'{}', b'[]', b'null', b'[', b'"a"', b'[NaN]', b'[1e999', b'\xff\xfe[]'),
            b'[' * 100_000,
            b'[' + b'9' * 5000 + b']',
            json.dumps([self.queued()]).encode()[:-5],
            gzip.compress(b'[]'),
        ]
        for body in bad:
            self.assertEqual(self.post(body).status_code, 400, body[:20])
        self.assertEqual(self.post([{}] * 201).status_code, 413)
        self.assertEqual(self.post(b'[' + b' ' * 2**20 + b']').status_code, 413)
        answer = self.post(b'[1e999, "x", null, [], {}]')
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(answer.json()['refused']), 5)
        self.assertEqual(self.count(), 0)

    def test_body_is_not_read_when_too_large(self):
        """A request that names more than 1 MiB is answered before it is read (000-36)."""
        with patch.object(telephony, 'MOST_BYTES', 10):
            self.assertEqual(self.post([self.queued()]).status_code, 413)

    def test_busy_database_means_try_again(self):
        """503 with the time to wait, and nothing is stored (000-45)."""
        PbxClass = type(self.env['pharma.pbx'])
        for error in (psycopg2.errors.SerializationFailure, psycopg2.errors.LockNotAvailable):
            with (
                patch.object(PbxClass, '_store_calls', side_effect=error('busy')),
                mute_logger(CONTROLLER),
            ):
                answer = self.post([self.queued()])
            self.assertEqual(answer.status_code, 503)
            self.assertEqual(answer.headers['Retry-After'], '2')
        with (
            patch.object(PbxClass, '_find_codes', side_effect=KeyError('bug')),
            mute_logger(CONTROLLER),
        ):
            self.assertEqual(self.post([self.queued()]).status_code, 503)
        self.assertEqual(self.count(), 0)
        self.assertEqual(self.post([self.queued()]).status_code, 200)

    def test_one_bad_event_among_200(self):
        """199 calls are stored, the answer names the one that is not (000-45)."""
        events = [self.queued(call=f'c{i}', id=f'e{i}') for i in range(200)]
        events[77]['started'] = 'yesterday'
        answer = self.post(events).json()
        self.assertEqual(answer['accepted'], 199)
        self.assertEqual([row['index'] for row in answer['refused']], [77])
        self.assertEqual(answer['refused'][0]['id'], 'e77')
        self.assertIn('started', answer['refused'][0]['reason'])
        self.assertEqual(self.count(), 199)

    def test_error_of_the_database_costs_one_event(self):
        """What the database refuses is left out, the rest is stored one by one (000-45)."""
        self.env.cr.execute(
            "ALTER TABLE pharma_call ADD CONSTRAINT bad_one CHECK (number_called <> 'bad')"
        )
        events = [self.queued(call=f'c{i}', id=f'e{i}') for i in range(5)]
        events[3]['called'] = 'bad'
        with mute_logger(INTAKE, 'odoo.sql_db'):
            answer = self.post(events).json()
        self.assertEqual([row['id'] for row in answer['refused']], ['e3'])
        self.assertEqual((answer['accepted'], self.count()), (4, 4))

    def test_calls_of_another_pbx_are_other_calls(self):
        """The same id from another company's PBX never touches ours (000-36)."""
        self.post([self.queued()])
        company = self.env['res.company'].create({'name': 'Other', 'country_id': self.vietnam.id})
        other = self.env['pharma.pbx'].create(
            {'name': 'Other', 'code': 'intake-oth', 'company_id': company.id}
        )
        self.env.flush_all()
        self.post([self.queued(number='0987654321', ended=at(500))], pbx=other)
        self.assertEqual(self.get_call().talk_seconds, 60)
        theirs = self.get_call(pbx=other)
        self.assertEqual(theirs.company_id, company)
        self.assertFalse(theirs.queue_id or theirs.agent_id, 'codes are those of the own PBX')

    def test_commands_over_json_2(self):
        """The connector fetches and reports with its API key; nobody else does (002-26)."""
        command = self.env['pharma.call.command'].with_user(self.agent_user)
        command = command._ask('pause', self.agent, reason='Tea')
        self.env.flush_all()
        until = datetime.now() + timedelta(days=1)  # noqa: DTZ005  as core compares it
        keys = [
            self.env['res.users.apikeys'].with_user(user)._generate('rpc', 'test', until)
            for user in (self.connector, self.agent_user)
        ]

        def call(method, key, **values):
            return self.url_open(
                f'/json/2/pharma.call.command/{method}',
                data=json.dumps({'pbx': 'intake-hcm', **values}),
                headers={'Authorization': f'bearer {key}', 'Content-Type': 'application/json'},
            )

        with mute_logger('odoo.http', 'odoo.addons.rpc.controllers.json2'):
            self.assertEqual(call('claim', keys[1]).status_code, 403)
            self.assertEqual(call('claim', 'x' * 40).status_code, 401)
            self.assertEqual(call('_ask', keys[0], kind='dial').status_code, 403)
        [row] = call('claim', keys[0], limit=5).json()
        self.assertEqual((row['id'], row['kind'], row['agent']), (command.id, 'pause', '101'))
        answer = call('report', keys[0], results=[{'id': row['id'], 'state': 'done'}])
        self.assertEqual(answer.json(), 1)
        self.env.invalidate_all()
        self.assertEqual(command.state, 'done')
