"""Reading files of a PBX: bytes, lines, times and seats, as any of its programs wrote them."""

import re
from datetime import datetime, timezone

UNFIT = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd]')
MOST_PROBLEMS = 200
# epoch seconds in the id of a channel: 1772420400.12, pbx1-1772420400.12
BORN = re.compile(r'(?:^|-)(\d{10})\.\d+$')
BRACKETS = re.compile('<([^<>]+)>')
NOBODY = {'', 'NONE', 'ALL'}
NAMELESS = {'', 'unknown', '<unknown>', 'anonymous'}


class Problems:
    """Lines that were not taken, with number and reason; many are counted, the first ones told."""

    def __init__(self):
        self.count, self.first = 0, []

    def add(self, line, reason):
        """Note a line that was left out.

        :param int line: its number, from 1
        :param str reason: in words for people
        """
        self.count += 1
        if len(self.first) < MOST_PROBLEMS:
            self.first.append((line, reason))


def split_lines(content):
    """Return the lines of a file, and whether the last one is complete.

    Each is read as UTF-8, else as Latin-1: programs of one PBX may differ.

    :param bytes content: with line ends of Unix or Windows, with or without a byte order mark
    """
    raw = content.removeprefix(b'\xef\xbb\xbf').split(b'\n')
    is_complete = raw[-1] == b''
    if is_complete:
        raw.pop()
    return [decode(line.removesuffix(b'\r')) for line in raw], is_complete


def decode(line):
    """Return the text of a line in whichever of the two writings it is."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode('latin-1')


def clean(text, limit=64):
    """Return a text without control characters, None if nothing is left."""
    return UNFIT.sub(' ', text or '').strip()[:limit] or None


def phone(text):
    """Return a telephone number as it was written, None if it is withheld."""
    text = clean(text)
    if text and (match := BRACKETS.search(text)):
        text = match.group(1)
    return None if text is None or text.casefold() in NAMELESS else text


def iso(seconds):
    """Return epoch seconds as events write them: 2026-03-02T03:00:00Z."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.strftime('%Y-%m-%dT%H:%M:%SZ')


def born(call):
    """Return the epoch seconds at which a channel was made, None if its id does not say."""
    match = BORN.search(call)
    return int(match.group(1)) if match else None


def seat_of(text, seats):
    """Return the agent's id of a name or an interface, as written if it is not known.

    :param str text: '101', 'Agent/101', 'PJSIP/101', 'Local/101@agents/n'
    :param dict seats: {name or interface: agent's id}
    """
    text = clean(text) or ''
    if text.upper() in NOBODY:
        return None
    text = text.removesuffix('/n')
    if text in seats:
        return seats[text]
    short = text.rpartition('/')[2].partition('@')[0]
    return seats.get(short, short) or None
