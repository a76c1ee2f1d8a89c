"""Call records in columns -> events of the intake: Asterisk's CDR, or columns with plain names."""

import csv
import hashlib
from datetime import datetime, timedelta, timezone

from .fold_text import Problems, clean, phone, seat_of, split_lines

# the order in which Asterisk writes a file without a header; the last three are optional
ASTERISK = 'accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end'
ASTERISK = f'{ASTERISK} duration billsec disposition amaflags uniqueid userfield'.split()
ASTERISK += ['peeraccount', 'linkedid', 'sequence']
LEAST_COLUMNS = 15
MOST_SECONDS = 7 * 24 * 3600
ALIASES = {'calldate': 'start', 'date': 'start', 'started': 'start', 'answered': 'answer'}
ALIASES |= {'ended': 'end', 'id': 'call', 'billsec': 'talk', 'caller': 'number', 'did': 'called'}
RESULTS = {'busy': 'busy', 'no answer': 'no_answer', 'failed': 'failed', 'congestion': 'failed'}
RESULTS |= {'missed': 'missed', 'abandoned': 'missed', 'no_answer': 'no_answer'}
DIRECTIONS = ('inbound', 'outbound', 'internal')
UTC = timezone.utc


class RowError(ValueError):
    """A row is left out; the text says why, in words for people."""


def fold_cdr(content, seats, zone, has_queue_log=True):
    """Return the events of a file of call records, its number of lines, and what was left out.

    Rows are not calls: those with one ``linkedid`` are, else those with one ``uniqueid``.

    :param bytes content: of the file, with or without a header
    :param dict seats: {name or interface of an agent: his id}
    :param zone: time zone (of pytz) of times that carry none
    :param bool has_queue_log: queues are told by a queue_log, which knows who rang and who waited:
        what Asterisk wrote of its queues is left out here
    :return: list of event dicts, int, `Problems`
    """
    lines, _is_complete = split_lines(content)
    problems = Problems()
    reader = csv.reader((f'{line}\n' for line in lines), delimiter=_delimiter(lines))
    names, groups, events = None, {}, []
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            problems.add(reader.line_num, str(error))
            continue
        if row is None:
            break
        if not any(cell.strip() for cell in row):
            continue
        if names is None:
            names, is_header = _names(row)
            if is_header:
                continue
        try:
            record = _record(row, names, zone)
            if 'channel' in names:
                groups.setdefault(record['key'], []).append(record)
            else:
                events.append(_plain_event(record, seats))
        except RowError as error:
            problems.add(reader.line_num, str(error))
    for key, records in groups.items():
        if has_queue_log and any(_get(r, 'lastapp').casefold() == 'queue' for r in records):
            continue
        events.append(_asterisk_event(key, records, seats))
    return events, len(lines), problems


def _delimiter(lines):
    first = next((line for line in lines if line.strip()), '')
    return max(',;\t', key=first.count)


def _names(row):
    """Return the names of the columns, and whether the row says them."""
    words = [cell.strip().casefold().lstrip('\ufeff') for cell in row]
    if {'start', 'calldate', 'started', 'date'} & set(words):
        is_asterisk = 'channel' in words
        return [word if is_asterisk and word in ASTERISK else ALIASES.get(word, word)
                for word in words], True  # fmt: skip
    return ASTERISK, False


def _record(row, names, zone):
    """Return a row as a dict with times in UTC and the key of its call."""
    if 'channel' in names and len(row) < LEAST_COLUMNS:
        raise RowError(f'{len(row)} columns, at least {LEAST_COLUMNS} expected')
    record = dict(zip(names, (cell.strip() for cell in row), strict=False))
    start = _moment(record, 'start', zone)
    if not start:
        raise RowError("the column 'start' is empty")
    end, answer = _moment(record, 'end', zone), _moment(record, 'answer', zone)
    talk = _seconds(record, 'talk', 'billsec')
    duration = _seconds(record, 'duration')
    if not end:
        end = start + timedelta(seconds=duration or 0)
        if answer and talk:
            end = max(end, answer + timedelta(seconds=talk))
    if end < start:
        raise RowError('it ends before it starts')
    if not answer and talk:
        answer = max(start, end - timedelta(seconds=talk))
    if answer and not start <= answer <= end:
        raise RowError('it is answered before it starts or after it ends')
    key = next(
        (
            value
            for name in ('call', 'linkedid', 'uniqueid')
            if (value := clean(_get(record, name), 128))
        ),
        None,
    )
    if not key:
        told = '|'.join(_get(record, name) for name in ('channel', 'number', 'agent', 'called'))
        key = f'{start:%Y%m%d%H%M%S}-{hashlib.sha256(told.encode()).hexdigest()[:16]}'
    return record | {'start': start, 'end': end, 'answer': answer, 'key': key}


def _asterisk_event(key, records, seats):
    """Return the event of one call from the rows that Asterisk wrote of it."""
    records.sort(key=lambda record: (record['start'], record['end']))
    first = records[0]
    caller = _seat(_get(first, 'channel'), seats)
    target = seats.get(_get(first, 'dst'))
    event = {
        'type': 'call',
        'id': key,
        'call': key,
        'started': _iso(first['start']),
        'ended': _iso(max(record['end'] for record in records)),
    }
    talked = [r for r in records if _is_answered(r) and _get(r, 'dstchannel')]
    answers = [record['answer'] for record in talked]
    if answers:
        event['answered'] = _iso(min(answers))
    if caller:
        event |= {'direction': 'internal' if target else 'outbound', 'agent': caller}
        event |= {'number': phone(_get(first, 'dst'))}
        if not answers:
            event['result'] = RESULTS.get(_get(records[-1], 'disposition').casefold(), 'no_answer')
        return {name: value for name, value in event.items() if value}
    event |= {
        'direction': 'inbound',
        'number': phone(_get(first, 'src')),
        'called': phone(_get(first, 'called') or _get(first, 'dst')),
        'attempts': [],
    }
    for record in records:
        seat = _seat(_get(record, 'dstchannel'), seats)
        if not seat:
            continue
        attempt = {'agent': seat, 'rang': _iso(record['start']), 'ended': _iso(record['end'])}
        if _is_answered(record):
            attempt |= {'answered': _iso(record['answer']), 'result': 'answered'}
        else:
            word = RESULTS.get(_get(record, 'disposition').casefold())
            attempt['result'] = 'busy' if word == 'busy' else 'no_answer'
        event['attempts'].append(attempt)
    return {name: value for name, value in event.items() if value}


def _plain_event(record, seats):
    """Return the event of one row with plain names: a row is a call."""
    direction = _get(record, 'direction').casefold() or 'inbound'
    if direction not in DIRECTIONS:
        raise RowError(f"the column 'direction' is none of {', '.join(DIRECTIONS)}")
    seat = seat_of(_get(record, 'agent'), seats)
    answer, end = record['answer'], record['end']
    event = {
        'type': 'call',
        'id': record['key'],
        'call': record['key'],
        'direction': direction,
        'number': phone(_get(record, 'number')),
        'called': phone(_get(record, 'called')),
        'started': _iso(record['start']),
        'answered': answer and _iso(answer),
        'ended': _iso(end),
        'agent': seat,
    }
    if not answer:
        event['result'] = RESULTS.get(_get(record, 'result').casefold())
    if queue := clean(_get(record, 'queue')):
        visit = {'queue': queue, 'entered': _iso(record['start']), 'left': _iso(answer or end)}
        visit['result'] = 'answered' if answer else 'abandoned'
        if answer:
            visit |= {'answered': _iso(answer), 'ended': _iso(end)}
            visit |= {'agent': seat} if seat else {}
        event['visits'] = [visit]
    return {name: value for name, value in event.items() if value}


def _seat(channel, seats):
    """Return the agent whose telephone a channel is, None if it is nobody's.

    :param str channel: e.g. 'PJSIP/101-0000002a'
    """
    device = channel.rpartition('-')[0] or channel
    seat = seat_of(device, seats)
    return seat if seat in seats.values() else None


def _is_answered(record):
    word = _get(record, 'disposition').casefold()
    return bool(record['answer']) and word in ('answered', '')


def _moment(record, name, zone):
    text = _get(record, name)
    if not text or text.startswith('0000'):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RowError(f"'{text[:40]}' is no time like 2026-03-02 10:00:00") from None
    if not 2000 <= moment.year < 2100:
        raise RowError(f"'{text[:40]}' is before 2000 or after 2099")
    if moment.tzinfo is None:
        moment = zone.localize(moment)
    return moment.astimezone(UTC).replace(microsecond=0)


def _seconds(record, *names):
    text = next((value for name in names if (value := _get(record, name))), '')
    if not text:
        return None
    try:
        return min(MOST_SECONDS, max(0, int(float(text))))
    except (ValueError, OverflowError):
        raise RowError(f"'{text[:40]}' is no number of seconds") from None


def _get(record, name):
    value = record.get(name)
    return value if isinstance(value, str) else ''


def _iso(moment):
    return moment.strftime('%Y-%m-%dT%H:%M:%SZ')
