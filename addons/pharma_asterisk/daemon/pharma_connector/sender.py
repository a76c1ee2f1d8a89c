"""Two lanes to Odoo: what must never be lost, and what is worthless a moment later."""

import asyncio
import json
import logging
import time

from . import facts as f
from .odoo import OdooError

logger = logging.getLogger(__name__)
MOST_BYTES = 900_000
LIVE_SECONDS = 5
TRIES = 5


class Sender:
    """Sends what the journal holds, in batches, until Odoo has taken it.

    :param odoo: ``Odoo``
    :param journal: ``Journal``
    :param float interval: seconds between two batches, unless `wake` is called
    :param int most: events of a batch
    :param gate: lock shared by all lanes: two requests about one call at the same moment would
        only make Odoo refuse one of them
    """

    def __init__(self, odoo, journal, interval=2.0, most=200, gate=None):
        self.gate = gate or asyncio.Lock()
        self.odoo, self.journal, self.interval, self.most = odoo, journal, interval, most
        self.limit = most
        self.tries = 0
        self.pause = 0
        self.wake = asyncio.Event()

    async def run(self):
        """Send for ever."""
        while True:
            try:
                again = await self.send()
                self.pause = 0
            except OdooError as error:
                self.pause = min(10, error.retry or max(1, self.pause * 2))
                logger.warning('Odoo %s; again in %s s', error, self.pause)
                await asyncio.sleep(self.pause)
                continue
            if not again:
                try:
                    await asyncio.wait_for(self.wake.wait(), self.interval)
                    await asyncio.sleep(0.05)  # what comes together goes together
                except (asyncio.TimeoutError, TimeoutError):
                    pass
                self.wake.clear()

    async def send(self):
        """Send one batch; return whether there may be more.

        :raise OdooError: it stays in the journal
        """
        rows = self._fit(self.journal.pending(self.limit))
        if not rows:
            return False
        events = [_event(*row) for row in rows]
        try:
            async with self.gate:
                answer = await asyncio.to_thread(self.odoo.send_events, events)
        except OdooError as error:
            self._judge(error, rows)
            raise
        for refused in answer.get('refused', []):
            logger.error('Odoo refused %s: %s', refused.get('id'), refused.get('reason'))
        self.journal.sent(rows)
        self.tries = 0
        full = len(rows) >= self.limit
        self.limit = min(self.most, self.limit * 2)
        return full

    def _judge(self, error, rows):
        """After an answer that blames the batch itself send smaller ones; give up one event that
        Odoo cannot take in, so that it does not hold up all others for ever."""
        if error.status in (400, 413, 500):
            self.limit = max(1, len(rows) // 2)
            self.tries = self.tries + 1 if len(rows) == 1 else 0
            if self.tries >= TRIES:
                logger.error('given up, Odoo cannot take it in: %s', json.dumps(rows[0][2]))
                self.journal.sent(rows)
                self.tries, self.limit = 0, self.most

    def _fit(self, rows):
        size = 0
        for count, (_key, _version, body) in enumerate(rows):
            size += len(json.dumps(body))
            if size > MOST_BYTES and count:
                return rows[:count]
        return rows


class Live:
    """Sends at once and forgets: an event that Odoo could not take within 5 s is dropped."""

    def __init__(self, odoo, gate=None):
        self.odoo, self.gate = odoo, gate or asyncio.Lock()
        self.queue = asyncio.Queue(1000)

    def put(self, event):
        """Send an event as soon as possible.

        :param dict event: with its type
        """
        if not self.queue.full():
            self.queue.put_nowait((time.monotonic(), event))

    async def run(self):
        """Send for ever."""
        while True:
            batch = [await self.queue.get()]
            while not self.queue.empty() and len(batch) < 200:
                batch.append(self.queue.get_nowait())
            while True:
                newest = time.monotonic() - LIVE_SECONDS
                batch = [row for row in batch if row[0] > newest]
                if not batch:
                    break
                try:
                    async with self.gate:
                        await asyncio.to_thread(self.odoo.send_events, [row[1] for row in batch])
                    break
                except OdooError as error:
                    logger.debug('live: Odoo %s', error)
                    await asyncio.sleep(0.2)


def _event(key, version, body):
    if version is None:
        return {'id': f'e{key}', **body}
    return f.call_event(key, version, body)
