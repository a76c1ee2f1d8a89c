"""`--check`: everything the connector needs, tried one by one, in words."""

import asyncio
import contextlib
import os
import sqlite3
import time

from . import facts as f
from . import websocket
from .ami import Ami, AmiError
from .journal import Journal
from .odoo import Odoo, OdooError
from .queuelog import parse

MOST_SECONDS = 60


async def check(config, write):
    """Try everything.

    :param config: ``Config``
    :param write: called with each line
    :return: number of things that are wrong
    """
    wrong = 0
    for name, test in TESTS.items():
        try:
            said = await test(config)
            write(f'ok     {name}: {said}\n')
        except (Wrong, OSError, sqlite3.Error, AmiError, OdooError) as error:  # noqa: PERF203 - six of them
            wrong += 1
            write(f'WRONG  {name}: {error}\n')
    write('Everything is well.\n' if not wrong else f'{wrong} to mend, see above.\n')
    return wrong


class Wrong(Exception):  # it is what the line says
    """Something does not work; the text says what to do."""


async def _journal(config):
    folder = config.journal.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Wrong(f'cannot write in {folder}: create it and give it to the connector\'s user')
    journal = Journal(config.journal)
    count = journal.count_pending()
    journal.close()
    return f'{config.journal}, {count} not sent yet'


async def _queue_log(config):
    try:
        with config.queue_log.open('rb') as file:
            file.seek(max(0, config.queue_log.stat().st_size - 4096))
            lines = file.read().split(b'\n')[-3:-1]
    except OSError as error:
        raise Wrong(
            f'{config.queue_log}: {error.strerror}. Set queue_log = yes in logger.conf and let '
            'the connector\'s user read it'
        ) from error
    if lines and not parse(lines[-1]):
        raise Wrong(f'{config.queue_log} is no queue_log')
    return f'{config.queue_log}, {config.queue_log.stat().st_size} bytes'


async def _exchange(config):
    ami = Ami(config.ami, lambda event: None)
    session = asyncio.create_task(ami._session())
    try:
        waiting = asyncio.create_task(ami.connected.wait())
        await asyncio.wait({session, waiting}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not ami.connected.is_set():
            if session.done() and session.exception():
                raise Wrong(f'{session.exception()}: compare with manager.conf')
            raise Wrong('no answer')
        settings = await ami.action('CoreSettings')
        await ami.action('QueueStatus', collect=True)
        if not settings.get('SystemName'):
            raise Wrong('systemname is empty: set it in asterisk.conf, else two exchanges may '
                        'give the same id to two calls')  # fmt: skip
        return f"Asterisk {settings.get('AsteriskVersion')}, systemname {settings['SystemName']}"
    finally:
        session.cancel()
        with contextlib.suppress(asyncio.CancelledError, AmiError, OSError):
            await session


async def _odoo(config):
    odoo = Odoo(config)
    event = {'id': 'check', 'type': 'heartbeat', 'at': f.iso(int(time.time()))}
    try:
        answer = await asyncio.to_thread(odoo.send_events, [event])
    except OdooError as error:
        if error.status == 401:
            raise Wrong('Odoo does not know this PBX code, or the secret is another one, or the '
                        'clocks differ by more than five minutes') from error  # fmt: skip
        raise
    if answer.get('refused'):
        raise Wrong(f"refused: {answer['refused'][0].get('reason')}")
    if odoo.clock is not None and abs(odoo.clock) > MOST_SECONDS:
        raise Wrong(f'the clocks differ by {odoo.clock:.0f} s: set both by NTP')
    return f'{config.url} knows {config.pbx}, clocks differ by {odoo.clock or 0:.0f} s'


async def _commands(config):
    if not config.api_key:
        raise Wrong('api_key is missing: create one for the service user; until then click to '
                    'dial, pause and listening do not work')  # fmt: skip
    try:
        # reports nothing: fetching would take commands from the connector that runs
        await asyncio.to_thread(Odoo(config).call, 'report', pbx=config.pbx, results=[])
    except OdooError as error:
        if error.status in (401, 403):
            raise Wrong('the key is not of the service user named in the PBX') from error
        raise
    return 'the key of the service user works'


async def _wake(config):
    if not config.wake_token:
        raise Wrong('wake_token is missing: commands are fetched every 10 s only')
    try:
        _reader, writer = await websocket.connect(config)
    except (websocket.WebsocketError, TimeoutError) as error:
        raise Wrong(f'{error}: the proxy must pass /websocket on to the gevent port') from error
    writer.close()
    return 'commands are fetched at once'


TESTS = {
    'journal': _journal,
    'queue_log': _queue_log,
    'exchange': _exchange,
    'Odoo': _odoo,
    'commands': _commands,
    'wake-up': _wake,
}
