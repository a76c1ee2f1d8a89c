"""queue_log and manager events -> facts about calls, with values by hand (002-26, 000-45)."""

from datetime import timezone

import pytest
from pharma_connector.facts import call_event
from pharma_connector.fold_ami import AmiFold
from pharma_connector.fold_queue import QueueFold
from pharma_connector.journal import Journal
from pharma_connector.queuelog import parse
from pharma_connector.seats import Seats

T = 1_767_319_200  # 2026-01-02 02:00:00 UTC
CALL = f'hcm1-{T}.7'


class Fold:
    """A journal with everything that folds into it."""

    def __init__(self, folder):
        self.journal = Journal(folder / 'journal.sqlite')
        self.seats = Seats(self.journal)
        self.queues = QueueFold(self.journal, self.seats, zone=timezone.utc)
        self.rings = []
        self.ami = AmiFold(self.journal, self.seats, self.rings.append)

    def log(self, *lines):
        """Take in lines; the time is seconds after T, C stands for the call."""
        with self.journal:
            for line in lines:
                at, rest = line.split('|', 1)
                text = f'{T + int(at)}|{rest}'.replace('|C|', f'|{CALL}|')
                self.queues.take(parse(text.encode()))

    def event(self, name, at, **headers):
        """Take in a manager event at seconds after T."""
        headers = {'Uniqueid': CALL, 'Linkedid': CALL} | headers
        self.ami.take({'Event': name, 'Timestamp': str(T + at), **headers}, 0)

    def call(self, call=CALL):
        """What Odoo is told of a call."""
        facts = self.journal.get(call)
        return facts and call_event(call, 1, facts)

    def events(self):
        """What else Odoo is told."""
        return [body for _key, version, body in self.journal.pending(200) if version is None]


@pytest.fixture
def fold(tmp_path):
    return Fold(tmp_path)


def clock(seconds):
    """Return a time as Odoo is told it."""
    return f'2026-01-02T02:{seconds // 60:02}:{seconds % 60:02}Z'


def test_answered(fold):
    """000-45: the agent rings 2 s (seconds in CONNECT), talks 30 s; the call began before it was
    queued."""
    fold.log('5|C|sales|NONE|ENTERQUEUE||0901230077|2', '9|C|sales|101|CONNECT|4|x|2',
             '39|C|sales|101|COMPLETECALLER|4|30|2')  # fmt: skip
    attempt = {'agent': '101', 'rang': clock(7), 'answered': clock(9), 'ended': clock(39)}
    visit = {
        'queue': 'sales', 'entered': clock(5), 'answered': clock(9), 'left': clock(9),
        'ended': clock(39), 'result': 'answered', 'agent': '101', 'position_enter': 2,
        'position_leave': 1, 'attempts': [attempt | {'result': 'answered'}],
    }  # fmt: skip
    assert fold.call() == {
        'id': f'{CALL}:1', 'type': 'call', 'call': CALL, 'direction': 'inbound',
        'number': '0901230077', 'started': clock(0), 'answered': clock(9), 'ended': clock(39),
        'visits': [visit],
    }  # fmt: skip


@pytest.mark.parametrize(('line', 'result', 'position'), [
    ('20|C|sales|NONE|ABANDON|1|2|15', 'abandoned', 1),
    ('20|C|sales|NONE|EXITWITHTIMEOUT|1|2|15', 'timeout', 1),
    ('20|C|sales|NONE|EXITEMPTY|1|2|15', 'no_agents', 1),
    ('20|C|sales|NONE|EXITWITHKEY|9|1|2|15', 'moved', 1),
])  # fmt: skip
def test_left_unanswered(fold, line, result, position):
    """000-45: each way to leave a queue; only giving up ends the call."""
    fold.log('5|C|sales|NONE|ENTERQUEUE||090|2', line)
    visit = fold.call()['visits'][0]
    assert (visit['result'], visit['left'], visit['position_leave']) == (
        result,
        clock(20),
        position,
    )
    assert ('ended' in fold.call()) == (result == 'abandoned')


def test_not_answered_in_milliseconds(fold):
    """000-47: RINGNOANSWER counts milliseconds; the second agent answers."""
    fold.log('5|C|sales|NONE|ENTERQUEUE||090|1', '11|C|sales|103|RINGNOANSWER|6000',
             '15|C|sales|101|CONNECT|10|x|3', '20|C|sales|101|COMPLETEAGENT|10|5|1')  # fmt: skip
    first, second = fold.call()['visits'][0]['attempts']
    assert first == {'agent': '103', 'rang': clock(5), 'ended': clock(11), 'result': 'no_answer'}
    assert (second['rang'], second['answered'], second['ended']) == (
        clock(12),
        clock(15),
        clock(20),
    )


def test_overflow_is_two_visits(fold):
    """000-51: two queues, one call."""
    fold.log('5|C|night|NONE|ENTERQUEUE||090|1', '7|C|night|NONE|EXITWITHTIMEOUT|1|1|2',
             '7|C|sales|NONE|ENTERQUEUE||090|1', '9|C|sales|NONE|ABANDON|1|1|2')  # fmt: skip
    assert [(v['queue'], v['result']) for v in fold.call()['visits']] == [
        ('night', 'timeout'), ('sales', 'abandoned'),
    ]  # fmt: skip
    assert fold.call()['ended'] == clock(9)


@pytest.mark.parametrize('line', [
    '30|C|sales|101|BLINDTRANSFER|102|internal|4|20|1',
    '30|C|sales|101|TRANSFER|102|internal|4|20|1',
])  # fmt: skip
def test_transfer(fold, line):
    """000-40: the first agent's part ends, the call goes on, with whom is known."""
    fold.log('0|MANAGER|sales|PJSIP/102|ADDMEMBER|', '5|C|sales|NONE|ENTERQUEUE||090|1',
             '10|C|sales|101|CONNECT|5|x|1', line)  # fmt: skip
    told = fold.call()
    assert (told['visits'][0]['ended'], told['transferred_to']) == (clock(30), '102')
    assert 'ended' not in told
    fold.event('Hangup', 50)
    assert fold.call()['visits'][0]['ended'] == clock(30)


def test_attended_transfer(fold):
    """000-40: names a bridge, no number: nobody is guessed."""
    fold.log('5|C|sales|NONE|ENTERQUEUE||090|1', '10|C|sales|101|CONNECT|5|x|1',
             '30|C|sales|101|ATTENDEDTRANSFER|BRIDGE|b-1|5|20|1')  # fmt: skip
    assert fold.call()['visits'][0]['ended'] == clock(30)
    assert 'transferred_to' not in fold.call()


def test_end_without_beginning_is_skipped(fold):
    """002-26: a log that was cut gives no half calls, nor does one that is too old."""
    fold.log('10|C|sales|101|CONNECT|5|x|1', '20|C|sales|101|COMPLETEAGENT|5|10|1')
    assert fold.call() is None
    fold.queues.oldest = T + 6
    fold.log('5|C|sales|NONE|ENTERQUEUE||090|1', '10|C|sales|101|CONNECT|5|x|1')
    assert fold.call() is None


def test_reading_again_changes_nothing(fold):
    """002-26: what is read twice is there once, whatever came between."""
    lines = ['5|C|sales|NONE|ENTERQUEUE||090|1', '11|C|sales|103|RINGNOANSWER|6000',
             '15|C|sales|101|CONNECT|10|x|3', '20|C|sales|101|COMPLETEAGENT|10|5|1']  # fmt: skip
    fold.log(*lines)
    told = fold.call()
    fold.log(*lines[1:])
    assert fold.call() == told


def test_restart(fold):
    """002-26: who waited and who talked when the exchange died is cut off then, the former has
    failed; calls of the new one are not touched."""
    other = f'hcm1-{T}.9'
    fold.log('5|C|sales|NONE|ENTERQUEUE||090|1', f'6|{other}|sales|NONE|ENTERQUEUE||091|2',
             '9|C|sales|101|CONNECT|4|x|2', '60|NONE|NONE|NONE|QUEUESTART|')  # fmt: skip
    assert fold.call()['ended'] == clock(60)
    assert fold.call()['visits'][0]['result'] == 'answered'
    assert fold.call(other)['result'] == 'failed'
    assert fold.call(other)['visits'][0]['result'] == 'failed'
    with fold.journal:
        assert fold.queues.restart(T + 50)
        assert not fold.queues.restart(T + 51)
    assert [event['type'] for event in fold.events()] == ['restart']


def test_states_of_agents(fold):
    """000-39, 000-53: signed in and out, paused in all queues, finishing a call."""
    fold.log('0|MANAGER|sales|PJSIP/101|ADDMEMBER|', '1|MANAGER|night|PJSIP/101|ADDMEMBER|',
             '2|NONE|sales|101|PAUSE|Lunch', '2|NONE|night|101|PAUSE|Lunch',
             '2|NONE|NONE|101|PAUSEALL|Lunch', '9|NONE|NONE|101|UNPAUSEALL|',
             '9|NONE|sales|101|UNPAUSE|', '12|NONE|NONE|101|PAUSEALL|WrapUp',
             '15|NONE|NONE|101|UNPAUSEALL|',
             '16|NONE|NONE|101|PAUSEALL|Lunch', '16|NONE|NONE|101|UNPAUSEALL|',
             '20|MANAGER|sales|PJSIP/101|REMOVEMEMBER|',
             '21|MANAGER|night|PJSIP/101|REMOVEMEMBER|')  # fmt: skip
    told = [(e['state'], e['since'], e.get('reason')) for e in fold.events()]
    assert told == [
        ('available', clock(0), None), ('paused', clock(2), 'Lunch'), ('available', clock(9), None),
        ('wrapup', clock(12), 'WrapUp'), ('available', clock(15), None),
        ('paused', clock(16), 'Lunch'), ('available', clock(16)[:-1] + '.001Z', None),
        ('offline', clock(21), None),
    ]  # fmt: skip


def test_ring_is_told_at_once_and_once(fold):
    """000-39: the live event and the log are one attempt, by whichever second it began."""
    fold.event('Newchannel', 0, Channel='PJSIP/trunk-1', CallerIDNum='0901230077', Exten='1800')
    fold.event('QueueCallerJoin', 5)
    fold.log('5|C|sales|NONE|ENTERQUEUE||0901230077|1')
    fold.event('AgentCalled', 6, Queue='sales', MemberName='101', Interface='PJSIP/101')
    fold.log('9|C|sales|101|CONNECT|4|x|4')
    assert fold.rings == [{
        'type': 'ring', 'call': CALL, 'agent': '101', 'number': '0901230077', 'called': '1800',
        'queue': 'sales', 'at': clock(6), 'id': f'{CALL}:ring:101',
    }]  # fmt: skip
    assert [a['rang'] for a in fold.call()['visits'][0]['attempts']] == [clock(6)]


def test_rating_and_closed(fold):
    """000-43: what the dialplan writes into the log survives an outage."""
    fold.log('9|C|NONE|NONE|RATING|4', '9|C|NONE|NONE|RATING|9', '9|C|NONE|NONE|CLOSED|0901')
    assert [(e['type'], e['rating']) for e in fold.events()] == [('rating', 4)]
    assert (fold.call()['result'], fold.call()['ended']) == ('missed', clock(9))


@pytest.mark.parametrize('line', [
    b'', b'x', b'1|2|3', b'a|b|c|d|e', '1|\ud800|q|a|CONNECT'.encode('utf-8', 'surrogatepass'),
    b'\xff\xfe|1|2|3|4', b'1767319200|C|sales|NONE|ENTERQUEUE', b'1767319200|C|s|1|CONNECT|a|b|c',
])  # fmt: skip
def test_hostile_lines(fold, line):
    """002-26: no line of the log stops the connector."""
    entry = parse(line)
    if entry:
        with fold.journal:
            fold.queues.take(entry)


def test_hung_up_before_the_log_is_read(fold):
    """002-26: a queue without agents is left within milliseconds; the call ends all the same."""
    fold.event('Newchannel', 4, Channel='PJSIP/trunk-1', CallerIDNum='090', Exten='1800')
    fold.event('QueueCallerJoin', 5)
    fold.event('Hangup', 5)
    fold.log('5|C|empty|NONE|ENTERQUEUE||090|1', '5|C|empty|NONE|EXITEMPTY|1|1|0')
    assert (fold.call()['ended'], fold.call()['visits'][0]['result']) == (clock(5), 'no_agents')
