"""queue_log -> facts about calls: what became of each visit of a queue."""

import logging
from datetime import datetime, timezone

from . import facts as f

logger = logging.getLogger(__name__)


def number(entry, index):
    """Return a whole number among the data of an entry, None if there is none."""
    try:
        return int(entry.data[index])
    except (IndexError, ValueError):
        return None


def text(entry, index):
    """Return a text among the data of an entry, None if there is none."""
    return f.clean(entry.data[index]) if index < len(entry.data) else None


class QueueFold:
    """Folds entries into the journal; call it within a transaction of the journal.

    :param journal: ``Journal``
    :param seats: ``Seats``, who is signed in
    :param int oldest: epoch seconds; what is older is not taken in. A call whose beginning is
        older, so that only its end is read, is not either.
    :param zone: of the days by which calls are counted
    """

    def __init__(self, journal, seats, oldest=0, zone=timezone.utc):
        self.journal, self.seats, self.oldest, self.zone = journal, seats, oldest, zone

    def take(self, entry):
        """Take in one entry of queue_log."""
        if entry.at < self.oldest:
            return
        if entry.event == 'QUEUESTART':
            self.started(entry)
        elif self.seats.take(entry):
            pass
        elif entry.event in BEFORE:
            BEFORE[entry.event](self, entry)
        elif entry.event in DURING:
            facts = self.journal.get(entry.call)
            if facts is None or not facts.get('visits'):
                logger.info('%s of call %s that began before: skipped', entry.event, entry.call)
                return
            DURING[entry.event](self, entry, facts)
            gone = facts.get('_hung_up')
            if gone and 'left' in facts['visits'][-1] and 'ended' not in facts:
                f.end_call(facts, gone)
            self.journal.put(entry.call, facts)

    def started(self, entry):
        """QUEUESTART: who waited or talked by the lines before belongs to an exchange that died.

        It is written with the first line after a start, which may be long after it: when the
        exchange has told meanwhile when it started, then that is when they were cut off.
        """
        began = self.journal.setting('began', 0)
        for call in self.journal.open_calls():
            facts = self.journal.get(call)
            if facts.get('visits'):
                last = f.last_moment(facts)
                f.end_call(facts, began if last <= began <= entry.at else entry.at, cut=True)
                self.journal.put(call, facts)

    def restart(self, began):
        """The exchange says when it started: if that is news, older calls were cut off.

        :param int began: epoch seconds
        """
        if abs(began - self.journal.setting('began', 0)) <= 2:
            return False
        self.journal.set('began', began)
        self.journal.add(type='restart', at=f.iso(began))
        for call in self.journal.open_calls():
            facts = self.journal.get(call)
            if facts.get('started', 0) < began:
                f.end_call(facts, began, cut=True)
                self.journal.put(call, facts)
        return True

    def tally(self, entry, column):
        """Count for the comparison with Odoo, by days of the exchange."""
        day = datetime.fromtimestamp(entry.at, self.zone).strftime('%Y-%m-%d')
        self.journal.tally(day, entry.queue, column)

    # === ENTRIES THAT MAY BEGIN A CALL === #
    def called(self, entry):
        """DID: which number was dialled; may come before or after the queue is entered."""
        facts = self.journal.get(entry.call) or {'_silent': True}
        facts.setdefault('called', text(entry, 0))
        facts.setdefault('started', f.born(entry.call) or entry.at)
        self.journal.put(entry.call, facts, dirty=not facts.get('_silent'))

    def closed(self, entry):
        """CLOSED, written by the dialplan: nobody was there, the caller heard an announcement."""
        facts = self.journal.get(entry.call) or {}
        facts.pop('_silent', None)
        facts.setdefault('started', f.born(entry.call) or entry.at)
        facts.setdefault('number', text(entry, 0))
        facts |= {'direction': 'inbound', 'result': 'missed', 'ended': entry.at}
        self.journal.put(entry.call, facts)

    def rated(self, entry):
        """RATING, written by the dialplan: the caller's mark for the call."""
        mark = number(entry, 0)
        if mark in range(1, 6):
            self.journal.add(type='rating', call=entry.call, rating=mark, at=f.iso(entry.at))

    def entered(self, entry):
        facts = self.journal.get(entry.call) or {}
        for key in ('_silent', 'ended', 'result', '_taken'):
            facts.pop(key, None)
        visits = facts.setdefault('visits', [])
        if any((v['queue'], v['entered']) == (entry.queue, entry.at) for v in visits):
            return  # read before
        f.end_visit(facts, entry.at, 'moved')
        f.end_talk(facts, entry.at)
        facts.setdefault('direction', 'inbound')
        facts['started'] = min(facts.get('started') or entry.at, f.born(entry.call) or entry.at)
        if not facts.get('number'):
            facts['number'] = text(entry, 1)
        visit = {'queue': entry.queue, 'entered': entry.at, 'attempts': []}
        visits.append(visit | {'position_enter': number(entry, 2)})
        self.tally(entry, 'entered')
        self.journal.put(entry.call, facts)

    def refused(self, entry, result):
        """FULL and JOINEMPTY, written by the dialplan: the queue did not take the call."""
        self.entered(entry._replace(data=()))
        facts = self.journal.get(entry.call)
        f.end_visit(facts, entry.at, result)
        self.journal.put(entry.call, facts)

    # === ENTRIES ABOUT A CALL IN A QUEUE === #
    def connected(self, entry, facts):
        """Answered: data are waited seconds, id of the agent's channel, rung seconds."""
        visit, agent = facts['visits'][-1], f.code_of(entry.agent)
        if 'left' in visit or not agent:
            return
        attempt = f.ring(visit['attempts'], agent, entry.at - (number(entry, 2) or 0))
        attempt |= {'answered': entry.at, 'result': 'answered'}
        visit |= {'answered': entry.at, 'agent': agent, 'position_leave': 1}
        f.end_visit(facts, entry.at, 'answered')
        facts.setdefault('answered', entry.at)
        facts['_agent_channel'] = text(entry, 1)
        self.tally(entry, 'answered')

    def completed(self, entry, facts):
        """The conversation ended; who was taken over had ended it before."""
        f.end_talk(facts, entry.at)
        # a later hang-up, as after a take-over, moves the end of the call
        facts['ended'] = max(entry.at, facts.get('ended', 0))

    def transferred(self, entry, facts):
        f.end_talk(facts, entry.at)
        target = text(entry, 0)
        if target and entry.event != 'ATTENDEDTRANSFER':
            # who it is comes from the seats: numbers outside are none of Odoo's agents
            facts['transferred_to'] = target if target in self.seats.codes else None

    def not_answered(self, entry, facts):
        """Data are milliseconds of ringing here, though seconds when it is answered."""
        agent = f.code_of(entry.agent)
        if not agent:
            return
        attempts = facts['visits'][-1]['attempts']
        began = entry.at - round((number(entry, 0) or 0) / 1000)
        attempt = f.ring(attempts, agent, began)
        if 'result' not in attempt:
            attempt |= {'result': 'no_answer', 'ended': entry.at}

    def abandoned(self, entry, facts):
        if 'left' not in facts['visits'][-1]:
            self.tally(entry, 'abandoned')
        f.end_visit(facts, entry.at, 'abandoned', position_leave=number(entry, 0))
        facts['ended'] = entry.at

    def left(self, entry, facts):
        result, position = {
            'EXITWITHTIMEOUT': ('timeout', 0),
            'EXITEMPTY': ('no_agents', 0),
            'EXITWITHKEY': ('moved', 1),
        }[entry.event]
        f.end_visit(facts, entry.at, result, position_leave=number(entry, position))


BEFORE = {
    'DID': QueueFold.called,
    'CLOSED': QueueFold.closed,
    'RATING': QueueFold.rated,
    'ENTERQUEUE': QueueFold.entered,
    'FULL': lambda fold, entry: fold.refused(entry, 'full'),
    'JOINEMPTY': lambda fold, entry: fold.refused(entry, 'no_agents'),
}
DURING = {
    'CONNECT': QueueFold.connected,
    'COMPLETECALLER': QueueFold.completed,
    'COMPLETEAGENT': QueueFold.completed,
    'AGENTDUMP': QueueFold.completed,
    'TRANSFER': QueueFold.transferred,
    'BLINDTRANSFER': QueueFold.transferred,
    'ATTENDEDTRANSFER': QueueFold.transferred,
    'RINGNOANSWER': QueueFold.not_answered,
    'RINGCANCELED': QueueFold.not_answered,
    'ABANDON': QueueFold.abandoned,
    'EXITWITHTIMEOUT': QueueFold.left,
    'EXITEMPTY': QueueFold.left,
    'EXITWITHKEY': QueueFold.left,
}
