import pytz

from odoo.tests import TransactionCase, tagged

from odoo.addons.pharma_callcenter.models.fold_cdr import fold_cdr

from .common_fold import SEATS

ZONE = pytz.timezone('Asia/Ho_Chi_Minh')
ROW = (
    '"","{src}","{dst}","from-trunk","","{channel}","{dstchannel}","{app}","x",'
    '"2026-03-02 09:00:00","{answer}","2026-03-02 09:01:00",60,50,"{disposition}","DOCUMENTATION",'
    '"{unique}","","","{linked}",7'
)


def row(**values):
    defaults = {
        'src': '0912345678', 'dst': '1800', 'channel': 'PJSIP/trunk-00000001', 'unique': '1.1',
        'dstchannel': 'PJSIP/101-00000002', 'app': 'Dial', 'linked': '1.1',
        'answer': '2026-03-02 09:00:10', 'disposition': 'ANSWERED',
    }  # fmt: skip
    return ROW.format(**defaults | values)


def fold(*rows, has_queue_log=True):
    content = ('\n'.join(rows) + '\n').encode()
    events, _lines, problems = fold_cdr(content, SEATS, ZONE, has_queue_log)
    return events, problems


@tagged('post_install', '-at_install')
class TestFoldCdr(TransactionCase):
    """Call records in columns become events of the intake."""

    def test_rows_are_not_calls(self):
        """000-45: two agents rung by one call are one call with two attempts; 9:00 at the PBX is
        2:00 UTC."""
        unanswered = row(dstchannel='PJSIP/102-3', disposition='NO ANSWER', answer='', unique='1.3')
        events, problems = fold(unanswered, row())
        self.assertFalse(problems.count)
        ended = '2026-03-02T02:01:00Z'
        self.assertEqual(
            events,
            [
                {
                    'type': 'call',
                    'id': '1.1',
                    'call': '1.1',
                    'direction': 'inbound',
                    'number': '0912345678',
                    'called': '1800',
                    'started': '2026-03-02T02:00:00Z',
                    'answered': '2026-03-02T02:00:10Z',
                    'ended': ended,
                    'attempts': [
                        {
                            'agent': '102',
                            'rang': '2026-03-02T02:00:00Z',
                            'ended': ended,
                            'result': 'no_answer',
                        },
                        {
                            'agent': '101',
                            'rang': '2026-03-02T02:00:00Z',
                            'ended': ended,
                            'answered': '2026-03-02T02:00:10Z',
                            'result': 'answered',
                        },
                    ],
                }
            ],
        )

    def test_directions(self):
        """000-46: who calls from a seat calls out; from seat to seat it is internal."""
        out = {'channel': 'PJSIP/101-1', 'dst': '0987654321', 'dstchannel': 'PJSIP/trunk-2'}
        [event], _problems = fold(row(**out))
        self.assertEqual((event['direction'], event['agent']), ('outbound', '101'))
        self.assertEqual(event['number'], '0987654321')
        [event], _problems = fold(row(**out | {'dst': '102', 'dstchannel': 'PJSIP/102-2'}))
        self.assertEqual(event['direction'], 'internal')
        for word, result in (('BUSY', 'busy'), ('NO ANSWER', 'no_answer'), ('FAILED', 'failed')):
            [event], _problems = fold(row(**out | {'disposition': word, 'answer': ''}))
            self.assertEqual(event['result'], result)
            self.assertNotIn('answered', event)

    def test_queues_are_left_to_the_queue_log(self):
        """000-45: a call record does not say who waited; without a queue_log it is better than
        nothing."""
        self.assertEqual(fold(row(app='Queue'))[0], [])
        self.assertEqual(len(fold(row(app='Queue'), has_queue_log=False)[0]), 1)

    def test_older_files(self):
        """000-45: without a linked id, without a unique id (the same key each time), with a
        header."""
        [event], _problems = fold(row().rsplit(',', 3)[0])
        self.assertEqual(event['call'], '1.1')
        short = row().split(',"DOCUMENTATION"')[0] + ',"DOCUMENTATION"'
        [event], _problems = fold(short)
        self.assertEqual(event['call'], fold(short)[0][0]['call'])
        names = 'accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer'
        names += ',end,duration,billsec,disposition,amaflags,uniqueid,userfield,peeraccount'
        [event], _problems = fold(f'{names},linkedid,sequence', row())
        self.assertEqual(event['call'], '1.1')

    def test_columns_with_plain_names(self):
        """000-45: any order, semicolons, no ids: a file of another exchange."""
        rows = (
            'number;start;talk;duration;agent;queue;direction;result',
            '0912345678;2026-03-02 09:00:00;50;60;101;orders;inbound;',
            '0987654321;2026-03-02 09:05:00;;30;101;;outbound;busy',
        )
        events, problems = fold(*rows)
        self.assertFalse(problems.count)
        first, second = events
        self.assertEqual(first['answered'], '2026-03-02T02:00:10Z')
        self.assertEqual(first['visits'][0]['result'], 'answered')
        self.assertEqual((second['result'], second['agent']), ('busy', '101'))
        self.assertEqual(fold(*rows)[0], events, 'the same keys each time')

    def test_bad_rows_cost_nothing(self):
        """000-45: they are listed with number and reason; Latin-1 and Windows are read."""
        good = '0912345678,2026-03-02 09:00:00,Th\xe1nh'
        bad = ['1,02/03/2026,x', '1,,x', '1,1999-01-01 00:00:00,x']
        content = '\r\n'.join(['number,start,agent', good, *bad, good])
        events, lines, problems = fold_cdr(content.encode('latin-1'), SEATS, ZONE)
        self.assertEqual((len(events), lines), (2, 6))
        self.assertEqual([line for line, _reason in problems.first], [3, 4, 5])
        self.assertIn('no time like 2026-03-02 10:00:00', problems.first[0][1])
        self.assertEqual(events[0]['agent'], 'Th\xe1nh')

    def test_hostile_files(self):
        """000-36: no file makes it fail."""
        for content in (
            b'', b'\n', b'\x00\x00\x00', b'a|b', b'start\n"', b'start,start\n1,2\n',
            b'start\n' + b'x' * 200000, b'start,talk\n2026-03-02 09:00:00,1e999\n',
            b'start,duration\n9999-12-31 23:59:59,99999999999\n', 
            b'start\n2026-03-02T09:00+99:99\n',
        ):  # fmt: skip
            with self.subTest(content=content[:30]):
                self.assertIsInstance(fold_cdr(content, SEATS, ZONE)[0], list)
