"""A whole queue_log -> events of the intake, the same as a connector would have sent."""

from .fold_text import NOBODY, Problems, born, clean, iso, phone, seat_of, split_lines

COLUMNS = 5
FIRST_SECOND = 946684800  # 2000-01-01
ENDS = {
    'EXITWITHTIMEOUT': ('timeout', 0),
    'EXITEMPTY': ('no_agents', 0),
    'EXITWITHKEY': ('moved', 1),
}
SEAT_EVENTS = {'ADDMEMBER', 'REMOVEMEMBER', 'PAUSE', 'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL'}
OVER = ('COMPLETECALLER', 'COMPLETEAGENT', 'AGENTDUMP')
RINGS = ('RINGNOANSWER', 'RINGCANCELED')
HANDED_ON = ('TRANSFER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER')


def fold_queue_log(content, seats):
    """Return the events of a queue_log, its number of lines, and what was left out.

    A last line without an end is still being written: it is left out, and the file imported again
    later. Entries about a call that began in an earlier file are left out, too.

    :param bytes content: of the file
    :param dict seats: {name or interface of an agent: his id}
    :return: list of event dicts, int, `Problems`
    """
    fold = QueueLog(seats)
    lines, is_complete = split_lines(content)
    for number, line in enumerate(lines, 1):
        if number == len(lines) and not is_complete:
            fold.problems.add(number, 'the line is not complete yet')
        elif line.strip():
            fold.take(number, line)
    return fold.events(), len(lines), fold.problems


class QueueLog:
    """Puts entries together: calls with their visits, states of agents, starts of the PBX."""

    def __init__(self, seats):
        self.seats, self.problems = seats, Problems()
        self.calls, self.members, self.told = {}, {}, []
        self.states = {}

    def take(self, number, line):
        """Take in a line, or note why not."""
        parts = line.split('|')
        if len(parts) < COLUMNS:
            self.problems.add(number, f'{len(parts)} columns, at least {COLUMNS} expected')
            return
        try:
            at = int(float(parts[0]))
        except (ValueError, OverflowError):
            at = 0
        if not FIRST_SECOND <= at < FIRST_SECOND * 4:
            self.problems.add(number, 'the first column is no time')
            return
        call, queue, agent, event = parts[1:COLUMNS]
        data = parts[COLUMNS:]
        if event == 'QUEUESTART':
            self.told.append({'type': 'restart', 'at': iso(at)})
        elif event in SEAT_EVENTS:
            self.take_seat(at, queue, agent, event, data)
        elif event in ('DID', 'ENTERQUEUE', 'FULL', 'JOINEMPTY'):
            self.begin(at, call, queue, event, data)
        elif event in (*ENDS, *OVER, *HANDED_ON, *RINGS, 'CONNECT', 'ABANDON'):
            facts = self.calls.get(call)
            if not facts or not facts['visits']:
                self.problems.add(number, f'{event} of a call whose beginning is not in the file')
            else:
                facts['last'] = max(facts['last'], at)
                self.go_on(at, facts, agent, event, data)
        # what else a queue_log says is not about calls

    # === CALLS === #
    def begin(self, at, call, queue, event, data):
        """A call enters a queue, or is refused by it, or it is told which number it dialled."""
        start = min(at, born(call) or at)
        if start < at - 86400:
            start = at  # an id that only looks like a time
        empty = {'call': call, 'started': start, 'visits': [], 'number': None, 'called': None}
        facts = self.calls.setdefault(call, {**empty, 'ended': None, 'to': None, 'last': at})
        facts['last'] = max(facts['last'], at)
        if event == 'DID':
            facts['called'] = facts['called'] or phone(_get(data, 0))
            return
        leave(facts, at, 'moved')
        facts['ended'] = None
        visit = {'queue': clean(queue), 'entered': at, 'attempts': []}
        facts['visits'].append(visit)
        if event == 'ENTERQUEUE':
            facts['number'] = facts['number'] or phone(_get(data, 1))
            visit['position_enter'] = _number(data, 2)
        else:
            leave(facts, at, 'full' if event == 'FULL' else 'no_agents')

    def go_on(self, at, facts, agent, event, data):
        """What happens to a call in its queue."""
        visit = facts['visits'][-1]
        if event == 'CONNECT':
            seat = seat_of(agent, self.seats)
            if 'left' not in visit and seat:
                attempt = ring(visit, seat, at - (_number(data, 2) or 0))
                attempt |= {'answered': at, 'result': 'answered'}
                visit |= {'answered': at, 'agent': seat, 'position_leave': 1}
                leave(facts, at, 'answered')
        elif event in RINGS:
            seat = seat_of(agent, self.seats)
            if seat:  # milliseconds here, though seconds when it is answered
                began = at - round((_number(data, 0) or 0) / 1000)
                attempt = ring(visit, seat, began)
                if 'result' not in attempt:
                    attempt |= {'ended': at, 'result': 'no_answer'}
        elif event == 'ABANDON':
            leave(facts, at, 'abandoned', _number(data, 0))
            facts['ended'] = at
        elif event in ENDS:
            result, place = ENDS[event]
            leave(facts, at, result, _number(data, place))
        else:
            end_talk(visit, at)
            if event in OVER:
                facts['ended'] = max(at, facts['ended'] or 0)
            elif event != 'ATTENDEDTRANSFER':
                target = clean(_get(data, 0))
                facts['to'] = target if target in self.seats.values() else None

    # === SEATS === #
    def take_seat(self, at, queue, agent, event, data):
        """An agent signs in or out of a queue, pauses or goes on."""
        code = seat_of(agent, self.seats)
        if not code:
            return
        queues = self.members.setdefault(code, {})
        reason = clean(_get(data, 0), 200) or ''
        if event == 'ADDMEMBER':
            queues[queue] = '' if reason == 'PAUSED' else None
        elif event == 'REMOVEMEMBER':
            queues.pop(queue, None)
        else:
            paused = reason if event in ('PAUSE', 'PAUSEALL') else None
            # members that the settings of the PBX name never sign in
            chosen = [queue] if queue not in NOBODY else list(queues) or [queue]
            queues.update(dict.fromkeys(chosen, paused))
        self.tell_state(code, at, list(queues.values()))

    def tell_state(self, code, at, pauses):
        """Note the state of an agent, if it is another one than before."""
        reason = None
        if not pauses:
            state = 'offline'
        elif None in pauses:
            state = 'available'
        else:
            reason = next(filter(None, pauses), None)
            state = 'wrapup' if (reason or '').casefold() == 'wrapup' else 'paused'
        if self.states.get(code) != (state, reason):
            self.states[code] = (state, reason)
            event = {'type': 'agent', 'agent': code, 'state': state, 'since': iso(at)}
            self.told.append(event | ({'reason': reason} if reason else {}))

    # === RESULT === #
    def events(self):
        """Return all that was read, as the intake takes it: calls first."""
        calls = []
        for facts in self.calls.values():
            if not facts['visits']:
                continue
            visit = facts['visits'][-1]
            ended = facts['ended']
            if not ended and visit.get('left') and (visit.get('ended') or 'answered' not in visit):
                # handed on, or left the queue without coming back: the log tells no more of it
                ended = facts['last']
            event = {
                'type': 'call',
                'id': facts['call'],
                'call': facts['call'],
                'direction': 'inbound',
                'number': facts['number'],
                'called': facts['called'],
                'started': iso(facts['started']),
                'ended': ended and iso(ended),
                'transferred_to': facts['to'],
                'visits': [_told(visit) for visit in facts['visits']],
            }
            calls.append({name: value for name, value in event.items() if value is not None})
        return calls + self.told


def ring(visit, seat, began):
    """Return the attempt at an agent that began at a moment, a new one if there is none yet."""
    for attempt in visit['attempts']:
        if attempt['agent'] == seat and attempt['rang'] == began:
            return attempt
    visit['attempts'].append({'agent': seat, 'rang': began})
    return visit['attempts'][-1]


def leave(facts, at, result, position=None):
    """Note that a call stopped waiting; what was noted before stays."""
    visit = facts['visits'][-1] if facts['visits'] else None
    if visit is None:
        return
    if 'left' not in visit:
        visit |= {'left': at, 'result': result}
        if position is not None:
            visit['position_leave'] = position
    elif result == 'moved':
        end_talk(visit, at)


def end_talk(visit, at):
    """Note that the conversation of a visit ended."""
    if 'answered' in visit and 'ended' not in visit:
        visit['ended'] = at
        for attempt in visit['attempts']:
            if 'answered' in attempt:
                attempt.setdefault('ended', at)


def _told(part):
    told = {}
    for name, value in part.items():
        if name == 'attempts':
            told[name] = [_told(attempt) for attempt in value]
        elif name in ('entered', 'answered', 'left', 'ended', 'rang'):
            told[name] = iso(value)
        elif value is not None:
            told[name] = value
    return told


def _get(data, index):
    return data[index] if index < len(data) else None


def _number(data, index):
    try:
        return max(0, int(_get(data, index)))
    except (TypeError, ValueError):
        return None
