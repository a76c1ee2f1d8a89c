"""A day of the call centre, minute by minute: who calls, waits, hangs up, answers, pauses."""

from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

import pytz

from .calls_words import OUTBOUND, PURPOSES, pick

# Callers of an hour from 7 to 21 in relation to each other: two peaks.
HOURS = (3, 8, 13, 14, 10, 6, 5, 8, 10, 8, 7, 6, 5, 4, 2)
FIRST_HOUR, NIGHT_HOURS = 7, (22, 23, 0, 1, 4, 5, 6)
WEEKDAY, SUNDAY, NIGHT = 88, 42, 6
QUEUES = {'consultation': 46, 'orders': 34, 'complaints': 9}
# So many callers come together with others: after a radio spot, when it rains.
BURST = 0.22
OVERFLOW_SECONDS = 45
# Name of the seat -> local hours; None: not on Sundays.
SHIFTS = {
    'agent': (8, 17, None),
    'agent2': (7, 16, None),
    'agent3': (11.5, 20.5, (7, 16)),
    'agent4': (12, 21.5, (12, 21.5)),
    'care': (7, 12, None),
    'supervisor': (8, 12, None),
}
NIGHT_SHIFT = (21.5, 31)
SERVES = {
    'consultation': ('agent', 'agent4', 'care', 'agent2', 'supervisor', 'agent3'),
    'orders': ('agent2', 'agent3', 'agent4', 'agent', 'care'),
    'complaints': ('agent3', 'supervisor', 'agent'),
    'nights': ('night1', 'night2'),
}


class Day:
    """One local day; what happened is appended to ``calls`` and ``states``."""

    def __init__(self, random, date, tz, now, orders):
        """Keep who works today.

        :param random: ``random.Random``
        :param date: the local day
        :param tz: name of the time zone
        :param datetime now: naive, UTC: nothing lies after it
        :param list orders: ``sale.order`` of this day that were taken on the telephone
        """
        self.random, self.date, self.now = random, date, now
        self.zone = pytz.timezone(tz)
        self.midnight = self._to_utc(0)
        self.numbers, self.events = count(), []
        self.calls, self.states = [], []
        self.free, self.until = {}, {}
        is_sunday = date.weekday() == 6
        for name, (start, end, sunday) in SHIFTS.items():
            if is_sunday and not sunday:
                continue
            self._start_shift(name, *(sunday if is_sunday else (start, end)))
        self._start_shift('night1' if date.toordinal() % 2 else 'night2', *NIGHT_SHIFT)
        self._plan_callers(SUNDAY if is_sunday else WEEKDAY)
        for order in orders:
            self._plan(order.date_order - timedelta(seconds=150), 'order', order)

    def _to_utc(self, hours):
        local = datetime.combine(self.date, time.min) + timedelta(hours=hours)
        return self.zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def _plan(self, moment, kind, what):
        moment = moment.replace(microsecond=0)
        if moment < self.now:
            heappush(self.events, (moment, next(self.numbers), kind, what))

    def _start_shift(self, name, start, end):
        """Let somebody sign in, pause as people do, call others and sign out."""
        random = self.random
        begin = self._to_utc(start) + timedelta(seconds=random.randrange(-240, 300))
        if begin >= self.now:
            return
        self.free[name] = begin
        self.until[name] = self._to_utc(end)
        self._set(name, begin, 'available')
        length = end - start
        if length > 5:
            lunch = start + length / 2 + random.uniform(-0.5, 0.5)
            self._plan(self._to_utc(lunch), 'pause', (name, 'Lunch', random.randrange(1800, 3300)))
        for part in (0.25, 0.8):
            seconds = random.randrange(400, 1100)
            self._plan(self._to_utc(start + length * part), 'pause', (name, 'Break', seconds))
        if name in ('care', 'supervisor', 'agent3'):
            self._plan(
                self._to_utc(start + 1.2), 'pause', (name, 'Tickets', random.randrange(2400, 4800))
            )
        if not name.startswith('night'):
            for _number in range(random.randrange(1, 5)):
                moment = self._to_utc(start + random.random() * length)
                self._plan(moment, 'out', (name, pick(random, OUTBOUND)))

    def _plan_callers(self, many):
        random, last = self.random, None
        for _number in range(round(many * random.uniform(0.85, 1.15))):
            hour = FIRST_HOUR + random.choices(range(len(HOURS)), HOURS)[0]
            moment = self._to_utc(hour + random.random() * 0.999)
            if last and random.random() < BURST:
                moment = last + timedelta(seconds=random.randrange(2, 50))
            last = moment
            queue = pick(random, QUEUES) if moment < self._to_utc(21.5) else 'nights'
            self._plan(moment, 'in', (queue, pick(random, PURPOSES[queue])))
        for _number in range(random.randrange(2, NIGHT + 3)):
            hour = random.choice(NIGHT_HOURS) + random.random()
            moment = self._to_utc(hour + 24 if hour < FIRST_HOUR else hour)
            self._plan(moment, 'in', ('nights', pick(random, PURPOSES['nights'])))

    # === WHAT HAPPENS === #
    def live(self):
        """Let everything happen in its order."""
        while self.events:
            moment, _number, kind, what = heappop(self.events)
            if kind == 'pause':
                self._pause(moment, *what)
            elif kind == 'out':
                self._call_out(moment, *what)
            elif kind == 'order':
                self._take_call(moment, 'orders', 'order', what)
            else:
                self._take_call(moment, *what)
        for name, end in self.until.items():
            end = max(end, self.free[name])
            if end < self.now:
                self._set(name, end, 'offline')

    def _set(self, name, moment, state, reason=False):
        if moment < self.now:
            self.states.append((name, moment, state, reason))

    def _pause(self, moment, name, reason, seconds):
        start = max(moment, self.free[name])
        end = start + timedelta(seconds=seconds)
        if end < self.until[name]:
            self._set(name, start, 'paused', reason)
            self._set(name, end, 'available')
            self.free[name] = end

    def _find_agents(self, queue, moment):
        """Return (when free, name) of who is there, the soonest first."""
        found = [
            (max(moment, self.free[name]), number, name)
            for number, name in enumerate(SERVES[queue])
            if name in self.free and self.free[name] <= self.until[name] > moment
        ]
        return [(free, name) for free, _number, name in sorted(found)]

    def _finish(self, name, end):
        wrapup = end + timedelta(seconds=self.random.randrange(8, 75))
        self._set(name, end, 'wrapup')
        self._set(name, wrapup, 'available')
        self.free[name] = wrapup

    def _get_talk(self):
        seconds = int(self.random.lognormvariate(4.9, 0.65))
        return timedelta(seconds=min(max(seconds, 15), 1500))

    def _call_out(self, moment, name, purpose):
        start = max(moment, self.free[name])
        if start > self.until[name]:
            return
        state = self.random.choices(('answered', 'no_answer', 'busy', 'failed'), (62, 26, 9, 3))[0]
        ring = timedelta(seconds=self.random.randrange(6, 34))
        end = start + ring + (self._get_talk() if state == 'answered' else timedelta())
        if end >= self.now:
            return
        self.calls.append(
            {
                'direction': 'outbound',
                'purpose': purpose,
                'state': state,
                'start': start,
                'answer': start + ring if state == 'answered' else False,
                'end': end,
                'agent': name,
                'visits': [],
            }
        )
        self._finish(name, end)

    def _take_call(self, moment, queue, purpose, order=None):
        """Let a caller wait in a queue, overflow into another, hang up or be answered."""
        patience = timedelta(seconds=6 + self.random.expovariate(1 / 170))
        if order:
            patience = timedelta(hours=1)
        visits, entered = [], moment
        call = {'direction': 'inbound', 'purpose': purpose, 'start': moment, 'visits': visits}
        call |= {'order': order, 'agent': False, 'answer': False, 'state': 'abandoned'}
        queues = (queue, 'consultation') if queue == 'orders' else (queue,)
        for number, name in enumerate(queues):
            visit = self._wait(name, entered, moment + patience, number + 1 < len(queues))
            visits.append(visit)
            if visit['result'] != 'timeout':
                break
            entered = visit['leave']
        call['end'] = visit['end'] or visit['leave']
        if visit['result'] == 'answered':
            call |= {'agent': visit['agent'], 'answer': visit['answer'], 'state': 'answered'}
            if not order and queue == 'orders' and self.random.random() < 0.08:
                self._transfer(call)
        if call['end'] < self.now:
            self.calls.append(call)
            for visit in visits:
                if visit['agent']:
                    self._finish(visit['agent'], visit['end'])

    def _wait(self, queue, entered, limit, may_overflow):
        """Return a stay in a queue with the agents that were rung."""
        visit = {'queue': queue, 'enter': entered, 'attempts': [], 'agent': False}
        visit |= {'answer': False, 'end': False, 'position': self.random.choice((1, 1, 1, 2, 3))}
        until = entered + timedelta(seconds=OVERFLOW_SECONDS) if may_overflow else limit
        until = min(until, limit)
        moment = entered
        for free, name in self._find_agents(queue, entered):
            rang = max(free, moment) + timedelta(seconds=1)
            is_missed = self.random.random() < 0.07
            ring = timedelta(seconds=15 if is_missed else self.random.randrange(2, 13))
            if rang + ring > until:
                break
            if is_missed:
                visit['attempts'].append((name, rang, False, rang + ring, 'no_answer'))
                moment = rang + ring
                continue
            answer = rang + ring
            end = answer + self._get_talk()
            visit['attempts'].append((name, rang, answer, end, 'answered'))
            visit |= {'result': 'answered', 'answer': answer, 'leave': answer, 'agent': name}
            return visit | {'end': end}
        result = 'timeout' if may_overflow and until < limit else 'abandoned'
        return visit | {'result': result, 'leave': until.replace(microsecond=0)}

    def _transfer(self, call):
        """Hand an answered call on to somebody who knows more."""
        first = call['visits'][-1]
        middle = first['answer'] + (first['end'] - first['answer']) / 2
        middle = middle.replace(microsecond=0)
        found = [f for f in self._find_agents('consultation', middle) if f[1] != first['agent']]
        if not found or found[0][0] > middle + timedelta(seconds=20):
            return
        second = found[0][1]
        rang = max(found[0][0], middle) + timedelta(seconds=1)
        answer = rang + timedelta(seconds=self.random.randrange(3, 9))
        end = answer + self._get_talk()
        name, start, answered, _end, result = first['attempts'][-1]
        first['attempts'][-1] = (name, start, answered, middle, result)
        first['end'] = middle
        visit = {'queue': 'consultation', 'enter': middle, 'position': 1, 'result': 'answered'}
        visit |= {'answer': answer, 'leave': answer, 'agent': second, 'end': end}
        call['visits'].append(visit | {'attempts': [(second, rang, answer, end, 'answered')]})
        call['end'] = end
