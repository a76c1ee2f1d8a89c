from odoo.tests import BaseCase, tagged

from ..models.pharma_pbx_intake_check import RefusedError, get_id, read_event
from .common_intake import NOW, at, when

CALL = {'type': 'call', 'call': 'c1'}
VISIT = {'queue': 'orders', 'entered': at(0)}


@tagged('post_install', '-at_install')
class TestIntakeCheck(BaseCase):
    """Each hostile value is refused with the field and the reason, and nothing else happens."""

    def refuse(self, event, *words):
        with self.assertRaises(RefusedError) as caught:
            read_event(event, NOW)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_hostile_values(self):
        """Types, lengths, control characters, half characters, huge numbers, dates (000-45)."""
        nested = value = []
        for _level in range(500):
            value.append([])
            value = value[0]
        for event, words in [
            (None, ('event', 'is not an object')),
            ([], ('event', 'is not an object')),
            ({}, ('type', 'is missing')),
            ({'type': 'delete'}, ('type', 'none of call')),
            ({'type': True}, ('type', 'not a text')),
            ({'type': 'call'}, ('call', 'is missing')),
            ({'type': 'call', 'call': '  '}, ('call', 'is missing')),
            ({'type': 'call', 'call': 7}, ('call', 'not a text')),
            ({'type': 'call', 'call': 'x' * 129}, ('call', 'longer than 128')),
            (CALL | {'id': 'x' * 129}, ('id', 'longer than 128')),
            (CALL | {'number': '1\r\n2'}, ('number', 'control character')),
            (CALL | {'number': '1\x002'}, ('number', 'control character')),
            (CALL | {'number': '1\ud8002'}, ('number', 'half a character')),
            (CALL | {'number': '1\u20282'}, ('number', 'control character')),
            (CALL | {'number': nested}, ('number', 'not a text')),
            (CALL | {'number': 84912345678}, ('number', 'not a text')),
            (CALL | {'direction': 'up'}, ('direction', 'none of')),
            (CALL | {'result': 'answered'}, ('result', 'none of')),
            (CALL | {'command': True}, ('command', 'not a whole number')),
            (CALL | {'command': 1.5}, ('command', 'not a whole number')),
            (CALL | {'command': 2**31}, ('command', 'not between')),
            (CALL | {'command': -1}, ('command', 'not between')),
            (CALL | {'started': '2026-03-02T03:10:01Z'}, ('started', 'in the future')),
            (CALL | {'started': '1999-12-31T23:59:59Z'}, ('started', 'before 2000')),
            (CALL | {'started': '2026-02-30T00:00:00Z'}, ('started', 'calendar')),
            (CALL | {'started': '2026-03-02T03:00:00'}, ('started', 'a time like')),
            (CALL | {'started': '2026-03-02T03:00:00+07:00'}, ('started', 'a time like')),
            (CALL | {'started': '\u0662026-03-02T03:00:00Z'}, ('started', 'a time like')),
            (CALL | {'started': 1772420400}, ('started', 'not a text')),
            (CALL | {'visits': {}}, ('visits', 'not a list')),
            (CALL | {'visits': [1]}, ('visits', 'not an object')),
            (CALL | {'visits': [VISIT] * 51}, ('visits', 'more than 50')),
            (CALL | {'visits': [{'queue': 'orders'}]}, ('visits.entered', 'missing')),
            (CALL | {'visits': [VISIT | {'queue': ['a']}]}, ('visits.queue', 'not a text')),
            (CALL | {'visits': [VISIT | {'position_enter': 10**9}]}, ('position_enter',)),
            (CALL | {'visits': [VISIT | {'result': 'answered'}]}, ('visits.answered',)),
            (CALL | {'visits': [VISIT | {'attempts': [{}]}]}, ('visits.attempts.agent',)),
            (CALL | {'attempts': [{'agent': '101'}]}, ('attempts.rang', 'missing')),
            ({'type': 'agent', 'agent': '1', 'state': 'asleep'}, ('state', 'none of')),
            ({'type': 'agent', 'agent': '1', 'state': 'paused'}, ('since', 'missing')),
            ({'type': 'ring', 'call': 'c', 'agent': '1'}, ('at', 'missing')),
            ({'type': 'rating', 'call': 'c', 'rating': 6, 'at': at(0)}, ('rating', '1 and 5')),
            ({'type': 'rating', 'call': 'c', 'rating': True, 'at': at(0)}, ('rating',)),
            ({'type': 'recording', 'call': 'c', 'path': '/etc/passwd'}, ('path', 'below')),
            ({'type': 'recording', 'call': 'c', 'path': 'a/../../b'}, ('path', 'below')),
            ({'type': 'recording', 'call': 'c', 'path': 'a', 'sha256': 'x'}, ('sha256',)),
            ({'type': 'counts', 'date': '20260302', 'queue': 'a'}, ('date', 'a date like')),
            ({'type': 'counts', 'date': '2027-01-01', 'queue': 'a'}, ('date', 'future')),
            ({'type': 'heartbeat', 'at': at(0), 'open_calls': 'all'}, ('open_calls',)),
            ({'type': 'restart'}, ('at', 'missing')),
        ]:
            with self.subTest(event=repr(event)[:80]):
                self.refuse(event, *words)

    def test_what_is_read(self):
        """Times lose their fraction, spaces go, a hidden number is none (000-45)."""
        read = read_event(
            CALL
            | {
                'number': ' Anonymous ',
                'called': ' 1800 1234 ',
                'started': at(7, 999),
                'ended': '',
                'future_key': {'any': ['thing']},
            },
            NOW,
        )
        self.assertEqual(
            {key: read[key] for key in ('number', 'called', 'started', 'ended')},
            {'number': None, 'called': '1800 1234', 'started': when(7), 'ended': None},
        )
        # ten minutes ahead is a clock that runs fast
        self.assertTrue(read_event(CALL | {'started': '2026-03-02T03:10:00Z'}, NOW)['started'])

    def test_ids_in_the_answer_are_harmless(self):
        """Whatever stands as the id, the answer names it as a short plain text (000-36)."""
        for event in (None, 'x', [], {}, {'id': 5}, {'id': ['a']}):
            self.assertEqual(get_id(event), '')
        self.assertEqual(get_id({'id': 'a\r\n\ud800' + 'b' * 200}), 'a???' + 'b' * 124)
