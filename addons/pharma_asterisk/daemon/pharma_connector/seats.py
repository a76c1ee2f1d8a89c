"""Who is signed in, available or paused: from queue_log, checked against the exchange itself."""

from . import facts as f

EVENTS = {'ADDMEMBER', 'REMOVEMEMBER', 'PAUSE', 'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL'}


class Seats:
    """State of each agent: {code: {queues: {queue: pause reason or None}, state, since, reason}}.

    :param journal: ``Journal``, which also keeps what was told last
    :param finishing: reasons of a pause that mean: writes down what the last call was about
    """

    def __init__(self, journal, finishing=('wrapup',)):
        self.journal = journal
        self.finishing = {reason.casefold() for reason in finishing}
        self.codes = journal.setting('seats', {})
        self.interfaces = journal.setting('interfaces', {})  # 'PJSIP/101' -> code

    def take(self, entry):
        """Take in an entry of queue_log; return whether it is one about agents."""
        if entry.event not in EVENTS:
            return False
        # ADDMEMBER and REMOVEMEMBER write the interface, PAUSE the name
        code = self.interfaces.get(entry.agent.split('/n')[0]) or f.code_of(entry.agent)
        if code is None:
            return True
        seat = self.codes.setdefault(code, {'queues': {}})
        queues = seat['queues']
        reason = (f.clean(entry.data[0], 200) if entry.data else None) or ''
        if entry.event == 'ADDMEMBER':
            queues[entry.queue] = '' if reason == 'PAUSED' else None
        elif entry.event == 'REMOVEMEMBER':
            queues.pop(entry.queue, None)
        else:
            chosen = list(queues) if entry.queue in f.NOBODY else [entry.queue]
            for queue in chosen:
                queues[queue] = reason if entry.event in ('PAUSE', 'PAUSEALL') else None
        self._tell(code, entry.at)
        return True

    def compare(self, members, now, restarted=None):
        """Correct what is known by what the exchange says; within a transaction.

        :param members: QueueMember events of AMI's QueueStatus
        :param now: epoch seconds
        :param restarted: when the exchange started, if it did since it was last asked
        """
        found = {}
        for member in members:
            code = self.learn(member)
            if code is None:
                continue
            paused = member.get('Paused') == '1'
            reason = (f.clean(member.get('PausedReason'), 200) or '') if paused else None
            times = [_seconds(member.get(key)) for key in ('LoginTime', 'LastPause')]
            seat = found.setdefault(code, {'queues': {}, 'at': 0})
            seat['queues'][member['Queue']] = reason
            seat['at'] = max(seat['at'], times[0] or 0, (times[1] or 0) if paused else 0)
        for code in {*found, *self.codes}:
            seat = self.codes.setdefault(code, {'queues': {}})
            new = found.get(code, {'queues': {}, 'at': 0})
            if seat['queues'] != new['queues']:
                seat['queues'] = new['queues']
                since = new['at'] if new['at'] > seat.get('since', 0) else restarted or now
                self._tell(code, since)
        self.journal.set('seats', self.codes)

    def learn(self, member):
        """Remember which seat an interface belongs to; return the agent's id.

        :param member: event with Interface and MemberName (or Name)
        """
        code = f.code_of(member.get('MemberName') or member.get('Name') or '')
        for key in ('Interface', 'Location', 'StateInterface'):
            if code and member.get(key):
                interface = member[key].split('/n')[0]
                if self.interfaces.get(interface) != code:
                    self.interfaces[interface] = code
                    self.journal.set('interfaces', self.interfaces)
        return code

    def at_channel(self, channel):
        """Return the id of the agent whose telephone a channel is, None if it is nobody's.

        :param str channel: e.g. 'PJSIP/101-0000002a'
        """
        return self.interfaces.get((channel or '').rsplit('-', 1)[0])

    def _tell(self, code, at):
        seat = self.codes[code]
        pauses = list(seat['queues'].values())
        reason = None
        if not pauses:
            state = 'offline'
        elif None in pauses:
            state = 'available'
        else:
            reason = next(filter(None, pauses), None)
            state = 'wrapup' if (reason or '').casefold() in self.finishing else 'paused'
        if (state, reason) != (seat.get('state'), seat.get('reason')):
            # the log knows whole seconds: of two states of one second the later one holds
            last = seat.get('since', 0)
            at = at if at > last or at < int(last) else round(last + 0.001, 3)
            seat |= {'state': state, 'reason': reason, 'since': at}
            event = {'type': 'agent', 'agent': code, 'state': state, 'since': f.iso(at)}
            self.journal.add(**event, **({'reason': reason} if reason else {}))
        self.journal.set('seats', self.codes)


def _seconds(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
