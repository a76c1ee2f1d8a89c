"""Journal, log and sender: nothing is lost or sent as done too early (002-26)."""

import asyncio
import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from unittest import TestCase

import pytest
from pharma_connector.config import ConfigError, build
from pharma_connector.journal import Journal
from pharma_connector.odoo import Odoo, OdooError
from pharma_connector.queuelog import Tail
from pharma_connector.sender import Sender


@contextmanager
def logged(logger, words):
    """Expect one warning of the connector, with these words."""
    with TestCase().assertLogs(logger, 'WARNING') as seen:
        yield
    assert len(seen.output) == 1
    assert words in seen.output[0]


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / 'journal.sqlite')


class Receiver(HTTPServer):
    """Answers like Odoo's intake, as told to."""

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.answers, self.events = [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        text = self.headers['X-Pharma-Timestamp'].encode() + b'.' + body
        signature = 'v1=' + hmac.new(b'secret', text, hashlib.sha256).hexdigest()
        assert self.headers['X-Pharma-Signature'] == signature
        status, answer = self.server.answers.pop(0) if self.server.answers else (200, {})
        if status == 200:
            self.server.events += json.loads(body)
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def receiver():
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


def make_sender(journal, port):
    config = SimpleNamespace(
        url=f'http://127.0.0.1:{port}', database='', pbx='hcm1', secret='secret', ca_file=''
    )
    return Sender(Odoo(config), journal)


def test_newer_version_stays_dirty(journal):
    """002-26: a call that changed while it was sent is sent again."""
    with journal:
        journal.put('c1', {'started': 1})
    rows = journal.pending(10)
    with journal:
        journal.put('c1', {'started': 1, 'ended': 2})
    journal.sent(rows)
    assert [row[1] for row in journal.pending(10)] == [2]
    journal.sent(journal.pending(10))
    assert journal.count_pending() == 0
    with journal:
        journal.put('c1', {'started': 1, 'ended': 2})
    assert journal.count_pending() == 0, 'the same facts are no change'


def test_a_failed_read_leaves_nothing(journal):
    """002-26: facts and the place in the log are one transaction."""
    with pytest.raises(RuntimeError), journal:
        journal.put('c1', {'started': 1})
        journal.set('tail', {'offset': 9})
        raise RuntimeError
    assert journal.get('c1') is None
    assert journal.setting('tail') is None


def test_outage(journal, receiver):
    """002-26: refused connections, 503 and errors keep everything; a refused event is dropped."""
    for number in range(5):
        with journal:
            journal.put(f'c{number}', {'started': number})
    with pytest.raises(OdooError):
        asyncio.run(make_sender(journal, 1).send())
    sender = make_sender(journal, receiver.server_port)
    for status in (503, 502, 401):
        receiver.answers.append((status, {}))
        with pytest.raises(OdooError):
            asyncio.run(sender.send())
    assert journal.count_pending() == 5
    receiver.answers.append((200, {'accepted': 4, 'refused': [{'index': 0, 'reason': 'x'}]}))
    with logged('pharma_connector.sender', 'Odoo refused None: x'):
        asyncio.run(sender.send())
    assert journal.count_pending() == 0
    assert {event['call'] for event in receiver.events} == {f'c{n}' for n in range(5)}


def test_one_event_does_not_hold_up_the_others(journal, receiver):
    """002-26: what Odoo cannot take in is given up after five tries of its own."""
    with journal:
        journal.put('bad', {'started': 1})
    sender = make_sender(journal, receiver.server_port)
    with logged('pharma_connector.sender', 'given up'):
        for _turn in range(5):
            receiver.answers.append((500, {}))
            with pytest.raises(OdooError):
                asyncio.run(sender.send())
    assert journal.count_pending() == 0


def test_log_is_read_through_rotation_and_restart(tmp_path):
    """002-26: no line twice, none left out; half a line waits for its end."""
    log = tmp_path / 'queue_log'
    log.write_bytes(b'one\ntw')
    tail = Tail(log)
    assert tail.read() == [b'one']
    assert tail.read() == []
    with log.open('ab') as file:
        file.write(b'o\nthree\n')
    log.rename(tmp_path / 'queue_log.1')
    log.write_bytes(b'four\n')
    again = Tail(log, tail.place)
    assert again.read() == [b'two', b'three']
    assert again.read() == [b'four']
    assert again.read() == []
    log.write_bytes(b'5\n')
    with logged('pharma_connector.queuelog', 'was cut'):
        assert again.read() == [b'5'], 'a file that was cut is read from its start'
    assert Tail(tmp_path / 'missing').read() == []


@pytest.mark.parametrize(('section', 'values', 'said'), [
    ('asterisk', {'host': '10.0.0.1'}, 'not encrypted'),
    ('odoo', {'url': 'http://odoo.example.com'}, 'use https'),
    ('odoo', {'secret': ''}, 'secret is missing'),
    ('odoo', {'sercet': 'x'}, 'unknown settings: sercet'),
    ('connector', {'tz': 'Mars/Base'}, 'no time zone'),
])  # fmt: skip
def test_settings_say_what_is_wrong(section, values, said):
    """002-26, 000-35: neither numbers nor secrets travel in the clear."""
    settings = {
        'asterisk': {'user': 'pharma', 'secret': 's'},
        'odoo': {'url': 'https://odoo.example.com', 'pbx': 'hcm1', 'secret': 's'},
    }
    build(json.loads(json.dumps(settings)))
    settings.setdefault(section, {}).update(values)
    with pytest.raises(ConfigError, match=said):
        build(settings)
