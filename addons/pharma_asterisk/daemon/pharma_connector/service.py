"""Everything together: one connector for one exchange."""

import asyncio
import contextlib
import logging
import time
from datetime import datetime

from . import facts as f
from .ami import Ami, AmiError
from .commands import Commands
from .fold_ami import AmiFold
from .fold_queue import QueueFold
from .journal import Journal
from .odoo import Odoo, OdooError
from .queuelog import Tail, parse
from .recordings import Recordings
from .seats import Seats
from .sender import Live, Sender

logger = logging.getLogger(__name__)
TAIL_SECONDS = 2
HEARTBEAT_SECONDS = 30
BOOT_SECONDS = 8
MOST_OPEN = 5000
# Events after which queue_log has a new line: it is read at once, not in 2 s.
POKES = {
    'QueueCallerJoin', 'QueueCallerLeave', 'QueueCallerAbandon', 'AgentConnect', 'AgentComplete',
    'AgentRingNoAnswer', 'QueueMemberAdded', 'QueueMemberRemoved', 'QueueMemberPause',
}  # fmt: skip


class Connector:
    """The tasks and what they share.

    :param config: ``Config``
    """

    def __init__(self, config):
        self.config = config
        self.journal = Journal(config.journal)
        self.seats = Seats(self.journal, config.finishing)
        self.seats.interfaces.update(config.agents)
        self.gate = asyncio.Lock()
        self.live = Live(Odoo(config), self.gate)
        self.sender = Sender(Odoo(config), self.journal, config.interval, gate=self.gate)
        self.tail = Tail(config.queue_log, self.journal.setting('tail'))
        self.queues = QueueFold(self.journal, self.seats, zone=config.zone)
        self.events = AmiFold(self.journal, self.seats, self.live.put)
        self.ami = Ami(config.ami, self.take_event, self.meet)
        self.commands = Commands(config, Odoo(config), self.ami, self.begin_dial, self.take_over)
        self.recordings = Recordings(config, self.journal)
        self.heart = Odoo(config)
        self.poke = asyncio.Event()

    async def run(self):
        """Work until cancelled."""
        self.read_log()
        jobs = [
            self.ami.run(), self.sender.run(), self.live.run(), self.follow_log(),
            self.beat(), self.sweep(), self.recordings.run(),
        ]  # fmt: skip
        if self.config.api_key:
            jobs.append(self.commands.run())
            if self.config.wake_token:
                jobs.append(self.commands.listen())
        else:
            logger.warning('no api_key: calls are reported, commands are not carried out')
        tasks = [asyncio.create_task(job) for job in jobs]
        try:
            done, _rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.close()

    def close(self):
        """Let go of the files."""
        self.tail.close()
        self.journal.close()

    async def once(self):
        """Read the log, send everything, and end.

        :raise OdooError: Odoo did not take it
        """
        self.read_log()
        while await self.sender.send() or self.journal.count_pending():
            pass
        self.close()

    # === THE LOG === #
    def read_log(self):
        """Take in all new lines of queue_log, each part with its place in one transaction."""
        self.queues.oldest = time.time() - self.config.keep_days * 86400
        before = self.journal.db.total_changes
        while True:
            with self.journal:
                lines = self.tail.read()
                for line in lines:
                    entry = parse(line)
                    if entry:
                        self._take_entry(entry)
                if lines:
                    self.journal.set('tail', self.tail.place)
            if not lines:
                break
        if self.journal.db.total_changes != before:
            self.sender.wake.set()

    def _take_entry(self, entry):
        try:
            self.queues.take(entry)
        except Exception:
            # one line that we do not understand must not hold up the log
            logger.exception('queue_log: %s', entry)

    async def follow_log(self):
        """Read the log when the exchange speaks, and every 2 s."""
        while True:
            try:
                self.read_log()
            except OSError as error:
                logger.error('%s: %s', self.config.queue_log, error.strerror)
            with contextlib.suppress(asyncio.TimeoutError, TimeoutError):
                await asyncio.wait_for(self.poke.wait(), TAIL_SECONDS)
                await asyncio.sleep(0.02)  # the line follows its event
            self.poke.clear()

    # === THE EXCHANGE === #
    def take_event(self, event):
        """Take in an event of the manager interface."""
        self.events.take(event, time.time())
        if event['Event'] in POKES:
            self.poke.set()
        elif event['Event'] in ('Hangup', 'DialBegin', 'DialEnd'):
            self.sender.wake.set()

    async def meet(self):
        """After each log-in: has it restarted, who is signed in, which calls are there?"""
        try:
            status = await self.ami.action('CoreStatus')
            # the interface answers before modules have taken up their members
            await asyncio.sleep(max(0, (_startup(status) or 0) + BOOT_SECONDS - time.time()))
            members = await self.ami.action('QueueStatus', collect=True)
            channels = await self.ami.action('CoreShowChannels', collect=True)
        except AmiError as error:
            logger.warning('exchange: %s', error)
            return
        now = int(time.time())
        began = _startup(status)
        members = [e for e in members if e['Event'] == 'QueueMember']
        channels = [e for e in channels if e['Event'] == 'CoreShowChannel']
        self.read_log()
        with self.journal:
            restarted = began if began and self.queues.restart(began) else None
            self.seats.compare(members, now, restarted)
        self.events.compare(channels, now)
        self.sender.wake.set()

    def begin_dial(self, call, interface, facts):
        """Note a call that is about to be dialled, and tell Odoo at once."""
        self.seats.interfaces.setdefault(interface.split('/n')[0], facts['agent'])
        with self.journal:
            self.journal.put(call, facts | {'_originated': True, '_linked': call})
        self.sender.wake.set()

    def take_over(self, ids):
        """Note that a call was taken from its agent; queue_log credits him with all of it."""
        for call in ids:
            facts = self.journal.get(call)
            if facts and facts.get('visits'):
                f.end_talk(facts, int(time.time()))
                facts['_taken'] = True
                with self.journal:
                    self.journal.put(call, facts)
                return

    # === BY THE CLOCK === #
    async def beat(self):
        """Tell Odoo every 30 s that somebody is here, and which calls are open."""
        while True:
            event = {
                'id': 'heartbeat', 'type': 'heartbeat', 'at': f.iso(int(time.time())),
                'open_calls': self.journal.open_calls()[:MOST_OPEN],
            }  # fmt: skip
            try:
                async with self.gate:
                    await asyncio.to_thread(self.heart.send_events, [event])
            except OdooError as error:
                logger.info('heartbeat: Odoo %s', error)
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def sweep(self):
        """Each hour: numbers of days that are over, calls that may be forgotten."""
        while True:
            today = datetime.now(self.config.zone)
            # not before everything of yesterday is in
            if today.hour:
                with self.journal:
                    for row in self.journal.take_tallies(today.strftime('%Y-%m-%d')):
                        self.journal.add(type='counts', **row)
            with self.journal:
                self.journal.forget(time.time() - self.config.keep_days * 86400)
            await asyncio.sleep(3600)


def _startup(status):
    """Return when the exchange started, as epoch seconds in its own time zone (it runs here)."""
    text = f"{status.get('CoreStartupDate', '')} {status.get('CoreStartupTime', '')}"
    try:
        return int(datetime.strptime(text, '%Y-%m-%d %H:%M:%S').timestamp())
    except ValueError:
        return None
