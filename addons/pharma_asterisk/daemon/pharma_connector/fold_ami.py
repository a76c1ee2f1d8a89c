"""Manager events -> what queue_log does not tell: who rings now, calls past the queues, when a call
really ended. Whatever is lost here while the connector is away, queue_log still has."""

from . import facts as f

# Channels that the connector opens for itself (listening, taking over): no calls.
OWN_PREFIX = 'pharma-aux-'
RESULTS = {'BUSY': 'busy', 'NOANSWER': 'no_answer', 'CANCEL': 'no_answer', 'DONTCALL': 'failed'}


class Track:
    """Channels that belong together, by their Linkedid."""

    def __init__(self, linked, event, agent=None):
        self.linked, self.agent = linked, agent
        self.key = None  # the call they are, once they are one
        self.number = f.clean(event.get('CallerIDNum'))
        self.called = f.clean(event.get('Exten'))
        if self.called in ('s', 'h', 'i', 't'):
            self.called = None
        self.legs = set()


class AmiFold:
    """Folds events into the journal.

    :param journal: ``Journal``
    :param seats: ``Seats``
    :param on_ring: called with each event that rings an agent (the live lane)
    """

    def __init__(self, journal, seats, on_ring):
        self.journal, self.seats, self.on_ring = journal, seats, on_ring
        self.tracks = {}
        self.dials = {}  # id of a channel that is dialled -> (call, agent)
        self.queued = set()  # ids of channels that a queue dials

    def take(self, event, now):
        """Take in one event.

        :param dict event: its headers
        :param float now: epoch seconds, for an exchange that sends no times
        """
        handler = HANDLERS.get(event['Event'])
        if handler is None or event.get('Linkedid', '').startswith(OWN_PREFIX):
            return
        try:
            at = float(event.get('Timestamp', now))
        except ValueError:
            at = now
        with self.journal:
            handler(self, event, at)

    def compare(self, channels, now):
        """Close calls whose channels are gone, take up those that are there.

        :param channels: CoreShowChannel events
        :param int now: epoch seconds
        """
        alive = {channel.get('Uniqueid') for channel in channels}
        alive |= {channel.get('Linkedid') for channel in channels}
        linked_by = {c.get('Uniqueid'): c.get('Linkedid') for c in channels}
        self.tracks, self.queued = {}, set()
        for channel in channels:
            self.opened(channel, now)
        with self.journal:
            for call in self.journal.open_calls():
                facts = self.journal.get(call)
                if call in alive:
                    linked = linked_by.get(call) or facts.get('_linked', call)
                    if linked in self.tracks:
                        self.tracks[linked].key = call
                elif facts.get('started', 0) < now - 2:
                    f.end_call(facts, max(facts.get('started', 0), f.last_moment(facts)))
                    self.journal.put(call, facts)

    def _track(self, event):
        return self.tracks.get(event.get('Linkedid') or event.get('DestLinkedid'))

    # === CHANNELS === #
    def opened(self, event, _at):
        linked = event['Linkedid']
        track = self.tracks.get(linked)
        if track is None or event['Uniqueid'] == linked:
            legs = track.legs if track else set()
            key = track.key if track else None
            agent = self.seats.at_channel(event.get('Channel'))
            track = self.tracks[linked] = Track(linked, event, agent)
            track.legs, track.key = legs, key
        track.legs.add(event['Uniqueid'])

    def hung_up(self, event, at):
        unique = event['Uniqueid']
        self.queued.discard(unique)
        self._dial_ended(unique, 'CANCEL', at)
        track = self._track(event)
        if track is None:
            return
        track.legs.discard(unique)
        key = track.key
        if key is None and self.journal.get(unique):
            key = unique
        if not track.legs:
            del self.tracks[track.linked]
        facts = self.journal.get(key) if key else None
        if facts is None:
            return
        if facts.get('_silent'):
            # the log tells of its queue in a moment
            if unique == key:
                self.journal.put(key, facts | {'_hung_up': int(at)}, dirty=False)
            return
        # a queued call ends with its channel, one that an agent began with its last one
        if unique == key if facts.get('visits') else not track.legs:
            at = int(at)
            if facts.get('_originated') and 'answered' not in facts:
                facts.setdefault('result', 'no_answer')
            if facts.get('visits') and facts['visits'][-1].get('left') is None:
                # queue_log says how it left the queue, in a moment
                facts['_hung_up'] = at
            else:
                f.end_call(facts, at)
            self.journal.put(key, facts)

    # === QUEUES: live lane, and which channels belong to a queued call === #
    def joined(self, event, _at):
        track = self._track(event)
        call = event['Uniqueid']
        facts = self.journal.get(call)
        own = facts is None or facts.get('visits') or facts.get('_silent')
        if track and own and not (track.key and self.journal.get(track.key)):
            track.key = call
        if facts is None:
            facts = {'_silent': True}
        facts.setdefault('_linked', event.get('Linkedid'))
        if track and track.called and not facts.get('called'):
            facts['called'] = track.called
        if track and track.linked != call:
            began = f.born(track.linked)
            if began and track.key == call:
                facts['started'] = min(began, facts.get('started', began))
        self.journal.put(call, facts, dirty=not facts.get('_silent'))

    def agent_called(self, event, at):
        code = self.seats.learn(event)
        call = event['Uniqueid']
        self.queued.add(event.get('DestUniqueid'))
        if not code:
            return
        facts = self.journal.get(call)
        if facts and facts.get('visits') and 'left' not in facts['visits'][-1]:
            f.ring(facts['visits'][-1]['attempts'], code, int(at))
            self.journal.put(call, facts)
        self._rang(call, code, at, event, queue=event.get('Queue'))

    def _rang(self, call, code, at, event, queue=None):
        facts = self.journal.get(call) or {}
        number = facts.get('number') or f.clean(event.get('CallerIDNum'))
        called = facts.get('called')
        ring = {'type': 'ring', 'call': call, 'agent': code, 'number': number, 'called': called}
        ring |= {'queue': queue, 'at': at, 'id': f'{call}:ring:{code}'[-128:]}
        self.on_ring(f.public(ring))

    def member(self, event, _at):
        self.seats.learn(event)

    # === CALLS PAST THE QUEUES === #
    def dialled(self, event, at):
        """A channel dials another: an agent calls somebody, or somebody an agent."""
        channel, target = event.get('Channel'), self.seats.at_channel(event.get('DestChannel'))
        track = self._track(event)
        if not channel or track is None or event.get('DestUniqueid') in self.queued:
            return
        queued = self.journal.get(event.get('Uniqueid'))
        if queued and queued.get('visits'):
            track.key = event['Uniqueid']
        caller = self.seats.at_channel(channel)
        key = track.key or (track.linked if (track.agent or target or caller) else None)
        if key is None:
            return
        facts = self.journal.get(key) or {}
        if facts.get('visits') and 'left' not in facts['visits'][-1]:
            return  # the queue rings its agents
        facts.pop('_silent', None)
        track.key = key
        at = int(at)
        facts.setdefault('started', min(at, f.born(key) or at))
        facts.setdefault('_linked', track.linked)
        dest = event.get('DestUniqueid')
        if track.agent or facts.get('command'):
            facts.setdefault('direction', 'internal' if target else 'outbound')
            facts.setdefault('agent', track.agent)
            if not facts.get('number') and not target:
                facts['number'] = f.clean(event.get('Exten')) or f.clean(event.get('DialString'))
        else:
            facts.setdefault('direction', 'inbound')
            facts.setdefault('number', track.number)
            facts.setdefault('called', track.called)
        if target and target != track.agent:
            f.ring(facts.setdefault('attempts', []), target, at)
            self.journal.put(key, facts)
            self._rang(key, target, at, event)
        self.dials[dest] = (key, target if target != track.agent else None)
        self.journal.put(key, facts)

    def dial_ended(self, event, at):
        self._dial_ended(event.get('DestUniqueid'), event.get('DialStatus', ''), at)

    def _dial_ended(self, dest, status, at):
        key, agent = self.dials.pop(dest, (None, None))
        facts = self.journal.get(key) if key else None
        if facts is None:
            return
        at = int(at)
        result = RESULTS.get(status, 'failed')
        if status == 'ANSWER':
            facts.setdefault('answered', at)
            facts.pop('result', None)
        elif 'answered' not in facts:
            missed = facts.get('direction') == 'inbound'
            facts['result'] = 'missed' if missed else result
        attempt = agent and f.find_attempt(facts.get('attempts', []), agent)
        if attempt:
            if status == 'ANSWER':
                attempt |= {'answered': at, 'result': 'answered'}
            else:
                attempt |= {'result': 'busy' if status == 'BUSY' else 'no_answer', 'ended': at}
        self.journal.put(key, facts)

    def originated(self, event, at):
        """The agent's own telephone did not answer a click to dial."""
        call = event.get('Uniqueid')
        facts = self.journal.get(call)
        if facts and event.get('Response') == 'Failure' and 'ended' not in facts:
            facts |= {'ended': int(at), 'result': 'failed'}
            self.journal.put(call, facts)

    def transferred(self, event, _at):
        """An agent passed a call on to another one."""
        track = self.tracks.get(event.get('TransfererLinkedid'))
        key = (track and track.key) or event.get('TransfereeUniqueid')
        facts = self.journal.get(key) if key else None
        target = event.get('Extension')
        if facts and target in self.seats.codes:
            facts['transferred_to'] = target
            self.journal.put(key, facts)


HANDLERS = {
    'Newchannel': AmiFold.opened,
    'Hangup': AmiFold.hung_up,
    'QueueCallerJoin': AmiFold.joined,
    'AgentCalled': AmiFold.agent_called,
    'QueueMemberAdded': AmiFold.member,
    'QueueMemberStatus': AmiFold.member,
    'DialBegin': AmiFold.dialled,
    'DialEnd': AmiFold.dial_ended,
    'OriginateResponse': AmiFold.originated,
    'BlindTransfer': AmiFold.transferred,
}
