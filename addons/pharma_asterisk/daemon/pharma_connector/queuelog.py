"""Asterisk's queue_log, read on from where one was: the truth about calls in queues."""

import contextlib
import hashlib
import logging
import os
from pathlib import Path
from typing import NamedTuple

logger = logging.getLogger(__name__)
HEAD_BYTES = 64
CHUNK = 256 * 1024


class Entry(NamedTuple):
    """One line: when (epoch seconds), which call, queue and agent, what, and its data."""

    at: int
    call: str
    queue: str
    agent: str
    event: str
    data: tuple


def parse(line):
    """Return the `Entry` of a line, None if it is none.

    :param bytes line: without its line end
    """
    parts = line.decode('utf-8', 'replace').rstrip('\r').split('|')
    if len(parts) < 5:
        return None
    try:
        at = int(float(parts[0]))
    except ValueError:
        return None
    return Entry(at, *parts[1:5], tuple(parts[5:]))


class Tail:
    """Reads complete lines, through rotations.

    Where it stands is a dict that can be stored: inode, offset, and a hash of the file's first
    bytes, by which a new file under an old inode is told. A file that was renamed is read to its
    end before the new one is begun, one that was cut is read from its start.

    :param path: of the log
    :param dict place: where an earlier one stood
    """

    def __init__(self, path, place=None):
        self.path = Path(path)
        self.place = dict(place or {})
        self.file = None

    def read(self):
        """Return lines (bytes) that are new; `place` is then behind them. At most about 256 KiB:
        call again until it returns none."""
        if self.file is None and not self._open():
            return []
        lines = self._lines()
        while not lines and self._next_file():
            lines = self._lines()
        return lines

    def close(self):
        """Let go of the file."""
        if self.file:
            self.file.close()
        self.file = None

    def _open(self):
        """Open the file in which an earlier one stood, else the present one."""
        if self.place:
            for path in self._files():
                if self._is_known(path):
                    self.file = path.open('rb')
                    return True
            logger.warning('%s: the part read before is gone, read from its start', self.path)
        return self._begin(self.path)

    def _begin(self, path):
        self.close()
        with contextlib.suppress(FileNotFoundError):
            self.file = path.open('rb')
            self.place = {'inode': os.fstat(self.file.fileno()).st_ino, 'offset': 0}
            return True
        return False

    def _files(self):
        """The log and what it was renamed to, oldest first."""
        found = [p for p in self.path.parent.glob(f'{self.path.name}*') if p.is_file()]
        found = [p for p in found if p.suffix not in ('.gz', '.xz', '.bz2', '.zst')]
        return sorted(found, key=lambda p: (p == self.path, p.stat().st_mtime))

    def _is_known(self, path):
        with path.open('rb') as file:
            status = os.fstat(file.fileno())
            if status.st_ino != self.place['inode'] or status.st_size < self.place['offset']:
                return False
            length, head = self.place.get('head') or (0, None)
            return not length or _hash(file.read(length)) == head

    def _lines(self):
        offset = self.place['offset']
        if os.fstat(self.file.fileno()).st_size < offset:
            logger.warning('%s: was cut, read from its start', self.path)
            self.place = {'inode': self.place['inode'], 'offset': 0}
            offset = 0
        self.file.seek(offset)
        data = self.file.read(CHUNK)
        complete = data[: data.rfind(b'\n') + 1]
        if not complete:
            return []
        if not self.place.get('head') or offset == 0:
            head = complete[:HEAD_BYTES] if offset == 0 else b''
            self.place['head'] = (len(head), _hash(head))
        self.place['offset'] = offset + len(complete)
        return complete.split(b'\n')[:-1]

    def _next_file(self):
        """Go on to the file that follows, return whether there is one."""
        inode = self.place['inode']
        with contextlib.suppress(FileNotFoundError):
            if self.path.stat().st_ino == inode:
                return False
        files = self._files()
        at = next((i for i, p in enumerate(files) if p.stat().st_ino == inode), None)
        if at is None:
            # renamed and packed, or removed: what is left of it was read by the open handle
            return self.path in files and self._begin(self.path)
        return at + 1 < len(files) and self._begin(files[at + 1])


def _hash(data):
    return hashlib.sha256(data).hexdigest()[:16]
