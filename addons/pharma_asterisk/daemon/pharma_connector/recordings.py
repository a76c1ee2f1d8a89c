"""Recordings of calls that have ended: where they lie, how long they are, their hash."""

import asyncio
import contextlib
import hashlib
import time
import wave
from datetime import datetime, timezone

POLL_SECONDS = 10
WAIT_SECONDS = 300


class Recordings:
    """Looks for a file whose name comes from the call's id: the exchange's own report of a file
    comes with the end of a channel, and a channel can hang for ever.

    :param config: recordings (folder, None: none are made), recording_name
    :param journal: ``Journal``
    """

    def __init__(self, config, journal):
        self.config, self.journal = config, journal

    async def run(self):
        """Look every 10 s."""
        while self.config.recordings:
            for call, facts in self.due(time.time()):
                name = self.name(call, facts)
                found = await asyncio.to_thread(measure, self.config.recordings / name)
                with self.journal:
                    facts = self.journal.get(call) or {}
                    facts['_recorded'] = True
                    self.journal.put(call, facts, dirty=False)
                    if found:
                        self.journal.add(type='recording', call=call, path=name, **found)
            await asyncio.sleep(POLL_SECONDS)

    def name(self, call, facts):
        """Return the path of a call's recording below the folder."""
        day = datetime.fromtimestamp(facts.get('started', 0), timezone.utc).strftime('%Y-%m-%d')
        return self.config.recording_name.format(id=call.replace('/', '_'), date=day)

    def due(self, now):
        """Return (call, facts) of answered calls that have ended and were not looked for: at once
        when the file is there, else until five minutes later."""
        found = []
        for call in self.journal.ended_since(now - 86400):
            facts = self.journal.get(call)
            if facts.get('_recorded') or 'answered' not in facts or now < facts['ended'] + 5:
                continue
            late = now > facts['ended'] + WAIT_SECONDS
            if late or (self.config.recordings / self.name(call, facts)).is_file():
                found.append((call, facts))
        return found


def measure(path):
    """Return seconds and SHA-256 of a file, None if there is none."""
    try:
        with path.open('rb') as file:
            digest = hashlib.file_digest(file, 'sha256').hexdigest()
    except OSError:
        return None
    seconds = None
    with contextlib.suppress(wave.Error, EOFError, OSError), wave.open(str(path)) as sound:
        seconds = round(sound.getnframes() / sound.getframerate())
    return {'seconds': seconds, 'sha256': digest}
