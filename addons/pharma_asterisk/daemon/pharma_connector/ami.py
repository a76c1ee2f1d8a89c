"""Asterisk's manager interface, as an asyncio client of our own."""

import asyncio
import contextlib
import itertools
import logging

logger = logging.getLogger(__name__)
LONGEST_LINE = 1024 * 1024
ANSWER_SECONDS = 10
# What an action ends its list of events with.
LIST_DONE = ('complete', 'cancelled')


class AmiError(Exception):
    """The exchange refused an action, or the connection to it is gone."""


class Parser:
    """Turns bytes as they arrive into messages.

    A message is a dict of its headers; a header that comes twice (Variable) keeps all its values,
    joined by a line feed. Bytes are cut at line ends before they are read as UTF-8, so a letter
    split over two reads survives.
    """

    def __init__(self):
        self.rest = b''
        self.message = {}

    def feed(self, data):
        """Yield the messages that are complete now.

        :param bytes data: what arrived
        """
        self.rest += data
        *lines, self.rest = self.rest.split(b'\n')
        if len(self.rest) > LONGEST_LINE:
            raise AmiError('a line without end')
        for line in lines:
            text = line.rstrip(b'\r').decode('utf-8', 'replace')
            if not text:
                if self.message:
                    yield self.message
                self.message = {}
                continue
            key, colon, value = text.partition(':')
            if colon:
                value = value.removeprefix(' ')
                old = self.message.get(key)
                self.message[key] = value if old is None else f'{old}\n{value}'


def write_action(fields):
    """Return the bytes of an action.

    :param fields: pairs of header and value
    :raise ValueError: CR, LF or NUL in a header or value: it would begin another header
    """
    lines = []
    for key, value in fields:
        text = f'{key}: {value}'
        if any(sign in text for sign in '\r\n\0'):
            raise ValueError(f'{key} holds a line break')
        lines.append(text)
    return ('\r\n'.join(lines) + '\r\n\r\n').encode()


class Ami:
    """A connection that is built again whenever it ends.

    :param config: host, port, user, secret of the manager
    :param on_event: called with each event
    :param on_connect: coroutine, awaited after each log-in, before later events are handled
    """

    def __init__(self, config, on_event, on_connect=None):
        self.config, self.on_event, self.on_connect = config, on_event, on_connect
        self.numbers = itertools.count(1)
        self.waiting = {}
        self.writer = None
        self.connected = asyncio.Event()

    async def run(self, first=0.5, most=20):
        """Stay connected until cancelled; wait longer after each failure, up to `most` seconds."""
        pause = first
        while True:
            try:
                await self._session()
            except (OSError, AmiError, asyncio.IncompleteReadError, TimeoutError) as error:
                logger.warning('exchange: %s', error or type(error).__name__)
            if self.connected.is_set():
                pause = first
            self._forget()
            await asyncio.sleep(pause)
            pause = min(most, pause * 2)

    async def _session(self):
        reader, self.writer = await asyncio.wait_for(
            asyncio.open_connection(self.config.host, self.config.port), ANSWER_SECONDS
        )
        parser, started = Parser(), None
        try:
            greeting = await asyncio.wait_for(reader.readline(), ANSWER_SECONDS)
            if not greeting.startswith(b'Asterisk Call Manager'):
                raise AmiError(f'{self.config.host}:{self.config.port} is no manager interface')
            started = asyncio.create_task(self._start())
            while data := await reader.read(65536):
                for message in parser.feed(data):
                    self._receive(message)
                if started.done() and started.exception():
                    raise started.exception()
            raise AmiError('the connection was closed')
        finally:
            if started:
                started.cancel()
                with contextlib.suppress(asyncio.CancelledError, AmiError, TimeoutError, OSError):
                    await started
            self.writer.close()

    async def _start(self):
        try:
            await self.action('Login', Username=self.config.user, Secret=self.config.secret)
        except AmiError as error:
            self.writer.close()
            raise AmiError(f'log-in of {self.config.user}: {error}') from error
        self.connected.set()
        logger.info('exchange: connected')
        if self.on_connect:
            await self.on_connect()

    def _receive(self, message):
        """Events first: OriginateResponse carries both Event and Response."""
        number = message.get('ActionID', '')
        pending = self.waiting.get(number)
        if 'Event' in message:
            if pending and pending['events'] is not None:
                pending['events'].append(message)
                if message.get('EventList', '').lower() in LIST_DONE:
                    self._answer(number, pending['events'])
                return
            try:
                self.on_event(message)
            except Exception:
                # one event that we do not understand must not cost the connection
                logger.exception('event %s', message.get('Event'))
        elif 'Response' in message and pending:
            if message['Response'] == 'Error':
                pending['future'].set_exception(AmiError(message.get('Message', 'refused')))
                del self.waiting[number]
            elif pending['events'] is None:
                self._answer(number, message)

    def _answer(self, number, result):
        future = self.waiting.pop(number)['future']
        if not future.done():
            future.set_result(result)

    def _forget(self):
        self.connected.clear()
        self.writer = None
        for pending in self.waiting.values():
            if not pending['future'].done():
                pending['future'].set_exception(AmiError('the connection was closed'))
        self.waiting.clear()

    async def action(self, name, variables=(), collect=False, **headers):
        """Send an action and return its answer.

        :param str name: e.g. 'QueuePause'
        :param variables: values of repeated `Variable` headers
        :param bool collect: it answers by a list of events, which is returned
        :param headers: its other headers; those with None are left out
        :return: dict, or list of dicts
        :raise AmiError: refused, no connection, or no answer in time
        :raise ValueError: a line break in a value
        """
        if self.writer is None:
            raise AmiError('the exchange cannot be reached')
        number = f'pharma-{next(self.numbers)}'
        fields = [('Action', name), ('ActionID', number)]
        fields += [(key, value) for key, value in headers.items() if value is not None]
        fields += [('Variable', value) for value in variables]
        data = write_action(fields)
        future = asyncio.get_running_loop().create_future()
        self.waiting[number] = {'future': future, 'events': [] if collect else None}
        try:
            self.writer.write(data)
            return await asyncio.wait_for(future, ANSWER_SECONDS)
        except (asyncio.TimeoutError, TimeoutError) as error:
            raise AmiError(f'no answer to {name}') from error
        finally:
            self.waiting.pop(number, None)
