from odoo.tests import TransactionCase, tagged

from odoo.addons.pharma_callcenter.models.fold_queue_log import fold_queue_log

from .common_fold import ANSWERED, CALL, SEATS, at, log


@tagged('post_install', '-at_install')
class TestFoldQueueLog(TransactionCase):
    """A queue_log becomes the events that a connector would have sent."""

    def _fold(self, *rows):
        events, _lines, problems = fold_queue_log(log(*rows), SEATS)
        return events, problems

    def test_an_answered_call(self):
        """000-45, 000-39: entered, rung at one who did not answer, answered by another; ringing is
        in milliseconds where nobody answers, in seconds where somebody does."""
        events, problems = self._fold(*ANSWERED)
        self.assertFalse(problems.count)
        self.assertEqual(
            events,
            [
                {
                    'type': 'call',
                    'id': CALL,
                    'call': CALL,
                    'direction': 'inbound',
                    'number': '0912345678',
                    'started': at(-4),
                    'ended': at(72),
                    'visits': [
                        {
                            'queue': 'orders',
                            'entered': at(0),
                            'attempts': [
                                {
                                    'agent': '102',
                                    'rang': at(3),
                                    'ended': at(8),
                                    'result': 'no_answer',
                                },
                                {
                                    'agent': '101',
                                    'rang': at(9),
                                    'answered': at(12),
                                    'result': 'answered',
                                    'ended': at(72),
                                },
                            ],
                            'position_enter': 1,
                            'answered': at(12),
                            'agent': '101',
                            'position_leave': 1,
                            'left': at(12),
                            'result': 'answered',
                            'ended': at(72),
                        }
                    ],
                }
            ],
        )

    def test_ways_to_leave_a_queue(self):
        """000-51: who hangs up, waits too long, presses a key, finds nobody or no place."""
        for entry, result, is_over in (
            (('ABANDON', 2, 3, 15), 'abandoned', True),
            (('EXITWITHTIMEOUT', 2, 3, 15), 'timeout', True),
            (('EXITEMPTY', 2, 3, 15), 'no_agents', True),
            (('EXITWITHKEY', 9, 2, 3, 15), 'moved', True),
        ):
            with self.subTest(entry=entry):
                [event], _problems = self._fold(ANSWERED[0], (15, CALL, 'orders', 'NONE', *entry))
                [visit] = event['visits']
                self.assertEqual((visit['result'], visit['left']), (result, at(15)))
                self.assertEqual(visit['position_leave'], 2)
                self.assertEqual(event.get('ended'), at(15) if is_over else None)
        [event], _problems = self._fold((0, 'f.1', 'orders', 'NONE', 'FULL'))
        self.assertEqual(event['visits'][0]['result'], 'full')

    def test_an_overflow_goes_through_two_queues(self):
        """000-49: one call, two visits; the end is that of the last."""
        [event], _problems = self._fold(
            ANSWERED[0],
            (30, CALL, 'orders', 'NONE', 'EXITWITHTIMEOUT', 1, 1, 30),
            (31, CALL, 'nights', 'NONE', 'ENTERQUEUE', '', '0912345678', 1),
            (41, CALL, 'nights', 'PJSIP/103', 'CONNECT', 10, 'x.3', 4),
            (50, CALL, 'nights', 'PJSIP/103', 'COMPLETEAGENT', 10, 9, 1),
        )
        self.assertEqual([v['queue'] for v in event['visits']], ['orders', 'nights'])
        self.assertEqual([v['result'] for v in event['visits']], ['timeout', 'answered'])
        self.assertEqual(event['ended'], at(50))

    def test_transfers_end_the_talk_of_the_agent(self):
        """000-40: the agent's talk ends; to whom it went is known where it is an agent."""
        for target, known in (('103', '103'), ('0909000111', None)):
            [event], _problems = self._fold(
                *ANSWERED[:3],
                (40, CALL, 'orders', 'PJSIP/101', 'BLINDTRANSFER', target, 'int', 12, 28, 1),
            )
            self.assertEqual(event.get('transferred_to'), known)
            self.assertEqual(event['visits'][0]['ended'], at(40))

    def test_a_call_that_still_waits_or_talks_has_no_end(self):
        """000-45: the file was copied while it went on."""
        for rows in (ANSWERED[:1], ANSWERED[:3]):
            [event], _problems = self._fold(*rows)
            self.assertNotIn('ended', event)

    def test_states_of_agents(self):
        """000-39: signed in to two queues, paused in both, signed out of the last."""
        rows = [
            (0, 'NONE', 'orders', 'PJSIP/101', 'ADDMEMBER', ''),
            (1, 'NONE', 'nights', 'PJSIP/101', 'ADDMEMBER', ''),
            (60, 'NONE', 'NONE', 'PJSIP/101', 'PAUSEALL', 'Lunch'),
            (60, 'NONE', 'orders', 'PJSIP/101', 'PAUSE', 'Lunch'),
            (90, 'NONE', 'NONE', 'PJSIP/101', 'UNPAUSEALL', ''),
            (95, 'NONE', 'nights', 'PJSIP/101', 'REMOVEMEMBER', ''),
            (99, 'NONE', 'orders', 'PJSIP/101', 'REMOVEMEMBER', ''),
        ]
        events, _problems = self._fold(*rows)
        self.assertEqual(
            [(e['since'], e['state'], e.get('reason')) for e in events],
            [
                (at(0), 'available', None),
                (at(60), 'paused', 'Lunch'),
                (at(90), 'available', None),
                (at(99), 'offline', None),
            ],
        )

    def test_bad_lines_cost_nothing(self):
        """000-45: they are listed with number and reason; the others count; a last line without an
        end, line ends of Windows, letters of Latin-1."""
        content = log(*ANSWERED).replace(b'\n', b'\r\n')
        content = b'\xef\xbb\xbfnonsense\r\nx|a|b|c|d|e\r\n' + content
        content += log((80, 'NONE', 'NONE', 'PJSIP/101', 'PAUSE', 'x')).replace(b'|x', b'|caf\xe9')
        content += log((81, 'late.9', 'orders', 'PJSIP/101', 'CONNECT', 1, 'y', 1))
        content += b'1772416900|partial.1|orders|NONE|ENTERQ'
        events, lines, problems = fold_queue_log(content, SEATS)
        self.assertEqual(lines, 9)
        self.assertEqual([line for line, _reason in problems.first], [1, 2, 8, 9])
        self.assertIn('not complete', problems.first[-1][1])
        self.assertIn('beginning is not in the file', problems.first[-2][1])
        self.assertEqual([event['type'] for event in events], ['call', 'agent'])
        self.assertEqual(events[1]['reason'], 'caf\xe9')

    def test_hostile_lines(self):
        """000-36: no line makes it fail, whatever stands in it."""
        for line in (
            b'|||||||||\n', b'\x00\x00|\xff|\xfe|a|CONNECT|-1|-1|x\n', b'9' * 400 + b'|a|b|c|DID\n',
            b'1772416800||||ENTERQUEUE\n', b'nan|a|b|c|DID\n', b'inf|a|b|c|DID\n', b'', b'\n\n',
            b'1772416800|c|q|a|CONNECT|x\n', b'1772416800|c|q|NONE|PAUSE\n',
        ):  # fmt: skip
            with self.subTest(line=line[:30]):
                events, _lines, _problems = fold_queue_log(line, SEATS)
                self.assertIsInstance(events, list)
