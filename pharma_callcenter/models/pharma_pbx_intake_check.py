"""What an event of a PBX may look like: each is read into plain values, or refused with a reason.

Nothing here asks the database. Times become naive UTC datetimes without fractions of a second.
"""

import re
from datetime import date, datetime, timedelta

FIRST_YEAR = 2000
AHEAD = timedelta(minutes=10)
ID_LENGTH, CODE_LENGTH, TEXT_LENGTH, PATH_LENGTH = 128, 64, 200, 500
MOST_VISITS, MOST_ATTEMPTS, MOST_OPEN = 50, 200, 5000
MOST_INT = 10_000_000
# control characters, line separators, halves of characters: none belongs into an id or a number
UNFIT = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
MOMENT = re.compile(
    r'([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?Z'
)
# how exchanges write that the caller hides his number
HIDDEN = {'anonymous', 'unknown', 'restricted', 'withheld', 'private', 'unavailable', '<unknown>'}

DIRECTIONS = ('inbound', 'outbound', 'internal')
CALL_RESULTS = ('no_answer', 'missed', 'busy', 'failed')
VISIT_RESULTS = (*('failed', 'moved', 'no_agents', 'full', 'timeout', 'abandoned', 'answered'),)
ATTEMPT_RESULTS = ('no_answer', 'rejected', 'busy', 'answered')
AGENT_STATES = ('offline', 'available', 'wrapup', 'paused')


class RefusedError(ValueError):
    """An event is not taken in; ``key`` names the field, the text says why."""

    def __init__(self, key, reason):
        super().__init__(f'{key}: {reason}')
        self.key, self.reason = key, reason


class Reader:
    """Reads the fields of one event, or of a part of it, and refuses what does not fit."""

    def __init__(self, values, now, where=''):
        if not isinstance(values, dict):
            raise RefusedError(where or 'event', 'is not an object')
        self.values, self.now, self.where = values, now, where

    def refuse(self, key, reason):
        raise RefusedError(f'{self.where}.{key}' if self.where else key, reason)

    def text(self, key, limit=CODE_LENGTH, required=False):
        """Return a text without spaces around it, None if there is none."""
        value = self.values.get(key)
        if value is None or value == '':
            if required:
                self.refuse(key, 'is missing')
            return None
        if not isinstance(value, str):
            self.refuse(key, 'is not a text')
        if len(value) > limit:
            self.refuse(key, f'is longer than {limit} characters')
        if UNFIT.search(value):
            self.refuse(key, 'holds a control character or half a character')
        value = value.strip()
        if required and not value:
            self.refuse(key, 'is missing')
        return value or None

    def choice(self, key, choices, required=False):
        """Return one of some words, None if there is none."""
        value = self.text(key, required=required)
        if value is not None and value not in choices:
            self.refuse(key, f'is none of {", ".join(choices)}')
        return value

    def number(self, key, least=0, most=MOST_INT, required=False):
        """Return a whole number, None if there is none; true and false are no numbers."""
        value = self.values.get(key)
        if value is None:
            if required:
                self.refuse(key, 'is missing')
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(key, 'is not a whole number')
        if not least <= value <= most:
            self.refuse(key, f'is not between {least} and {most}')
        return value

    def phone(self, key):
        """Return a telephone number as it was written, None if there is none or it is hidden."""
        value = self.text(key)
        return None if value is None or value.casefold() in HIDDEN else value

    def fraction(self, key, required=False):
        """Return a moment with its fraction of a second, None if there is none."""
        value = self.text(key, required=required)
        if value is None:
            return None
        match = MOMENT.fullmatch(value)
        if not match:
            self.refuse(key, 'is not a time like 2026-03-02T03:00:00Z')
        *numbers, fraction = match.groups()
        try:
            moment = datetime(*map(int, numbers), int((fraction or '0').ljust(6, '0')))
        except ValueError:
            self.refuse(key, 'is no time of the calendar')
        if moment.year < FIRST_YEAR:
            self.refuse(key, f'is before {FIRST_YEAR}')
        if moment > self.now + AHEAD:
            self.refuse(key, 'is in the future: check the clock of the PBX')
        return moment

    def moment(self, key, required=False):
        """Return a moment without its fraction of a second, None if there is none."""
        value = self.fraction(key, required)
        return value and value.replace(microsecond=0)

    def parts(self, key, limit):
        """Return a reader for each part of a list."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(key, 'is not a list')
        if len(value) > limit:
            self.refuse(key, f'has more than {limit} parts')
        where = f'{self.where}.{key}' if self.where else key
        return [Reader(part, self.now, where) for part in value]


def read_event(event, now):
    """Read one event.

    :param event: what stood in the list of events
    :param datetime now: naive UTC; the clock that 'in the future' is told by
    :return: dict of plain values with its ``type``
    :raise RefusedError: with the field and the reason
    """
    reader = Reader(event, now)
    reader.text('id', ID_LENGTH)
    kind = reader.choice('type', READERS, required=True)
    return {'type': kind, **READERS[kind](reader)}


def try_event(event, now):
    """Return what `read_event` does and None, or None and the error."""
    try:
        return read_event(event, now), None
    except RefusedError as error:
        return None, error


def get_id(event):
    """Return the id of an event for the answer, whatever the event is: a short harmless text."""
    value = event.get('id') if isinstance(event, dict) else None
    return UNFIT.sub('?', value)[:ID_LENGTH] if isinstance(value, str) else ''


def _read_attempt(reader):
    attempt = {
        'agent': reader.text('agent', required=True),
        'rang': reader.moment('rang'),
        'answered': reader.moment('answered'),
        'ended': reader.moment('ended'),
        'result': reader.choice('result', ATTEMPT_RESULTS),
    }
    if attempt['result'] == 'answered' and not attempt['answered']:
        reader.refuse('answered', 'is missing for an answered one')
    attempt['rang'] = attempt['rang'] or attempt['answered']
    if not attempt['rang']:
        reader.refuse('rang', 'is missing')
    return attempt


def _read_visit(reader):
    visit = {
        'queue': reader.text('queue', required=True),
        'entered': reader.moment('entered', required=True),
        'answered': reader.moment('answered'),
        'left': reader.moment('left'),
        'ended': reader.moment('ended'),
        'result': reader.choice('result', VISIT_RESULTS),
        'position_enter': reader.number('position_enter'),
        'position_leave': reader.number('position_leave'),
        'agent': reader.text('agent'),
        'attempts': [_read_attempt(part) for part in reader.parts('attempts', MOST_ATTEMPTS)],
    }
    if visit['result'] == 'answered' and not (
        visit['answered'] or any(attempt['answered'] for attempt in visit['attempts'])
    ):
        reader.refuse('answered', 'is missing for an answered one')
    return visit


def _read_call(reader):
    return {
        'call': reader.text('call', ID_LENGTH, required=True),
        'direction': reader.choice('direction', DIRECTIONS),
        'number': reader.phone('number'),
        'called': reader.phone('called'),
        'started': reader.moment('started'),
        'answered': reader.moment('answered'),
        'ended': reader.moment('ended'),
        'result': reader.choice('result', CALL_RESULTS),
        'agent': reader.text('agent'),
        'command': reader.number('command', 1, 2**31 - 1),
        'transferred_to': reader.text('transferred_to'),
        'visits': [_read_visit(part) for part in reader.parts('visits', MOST_VISITS)],
        'attempts': [_read_attempt(part) for part in reader.parts('attempts', MOST_ATTEMPTS)],
    }


def _read_ring(reader):
    return {
        'call': reader.text('call', ID_LENGTH, required=True),
        'agent': reader.text('agent', required=True),
        'number': reader.phone('number'),
        'called': reader.phone('called'),
        'queue': reader.text('queue'),
        'at': reader.fraction('at', required=True),
    }


def _read_agent(reader):
    return {
        'agent': reader.text('agent', required=True),
        'state': reader.choice('state', AGENT_STATES, required=True),
        'since': reader.fraction('since', required=True),
        'reason': reader.text('reason', TEXT_LENGTH),
    }


def _read_recording(reader):
    path = reader.text('path', PATH_LENGTH, required=True)
    if path.startswith('/') or '\\' in path or '..' in path.split('/'):
        reader.refuse('path', 'is not below the folder of recordings')
    sha256 = reader.text('sha256')
    if sha256 is not None and not re.fullmatch('[0-9a-f]{64}', sha256):
        reader.refuse('sha256', 'is not 64 hexadecimal digits')
    return {
        'call': reader.text('call', ID_LENGTH, required=True),
        'path': path,
        'seconds': reader.number('seconds'),
        'sha256': sha256,
    }


def _read_rating(reader):
    return {
        'call': reader.text('call', ID_LENGTH, required=True),
        'rating': reader.number('rating', 1, 5, required=True),
        'at': reader.moment('at', required=True),
    }


def _read_restart(reader):
    return {'at': reader.moment('at', required=True)}


def _read_counts(reader):
    text = reader.text('date', required=True)
    try:
        day = date.fromisoformat(text if len(text) == 10 else '')
    except ValueError:
        reader.refuse('date', 'is not a date like 2026-03-02')
    if not day.year >= FIRST_YEAR or day > reader.now.date() + timedelta(days=1):
        reader.refuse('date', f'is before {FIRST_YEAR} or in the future')
    counts = {
        key: reader.number(key, required=True) for key in ('entered', 'answered', 'abandoned')
    }
    return {'date': day, 'queue': reader.text('queue', required=True), **counts}


def _read_heartbeat(reader):
    ids = reader.values.get('open_calls')
    if ids is not None and (not isinstance(ids, list) or len(ids) > MOST_OPEN):
        reader.refuse('open_calls', f'is not a list of at most {MOST_OPEN} ids')
    return {'at': reader.moment('at', required=True)}


READERS = {
    'call': _read_call,
    'ring': _read_ring,
    'agent': _read_agent,
    'recording': _read_recording,
    'rating': _read_rating,
    'restart': _read_restart,
    'counts': _read_counts,
    'heartbeat': _read_heartbeat,
}
