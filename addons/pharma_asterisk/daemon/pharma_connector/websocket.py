"""The part of RFC 6455 that is needed to be woken by Odoo's bus: one text out, texts in."""

import asyncio
import base64
import contextlib
import http.client
import json
import os
import ssl
import struct
from urllib.parse import quote, urlsplit

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
LONGEST = 1024 * 1024
CONNECT_SECONDS = 15
QUIET_SECONDS = 60


class WebsocketError(Exception):
    """The connection could not be opened, or broke the protocol."""


def frame(kind, payload):
    """Return a client's frame, which is masked."""
    mask = os.urandom(4)
    length = len(payload)
    head = bytes([0x80 | kind])
    if length < 126:
        head += bytes([0x80 | length])
    elif length < 65536:
        head += b'\xfe' + struct.pack('>H', length)
    else:
        head += b'\xff' + struct.pack('>Q', length)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


async def read_frame(reader):
    """Return (is last, kind, payload) of the next frame."""
    first, second = await reader.readexactly(2)
    length = second & 0x7F
    if length == 126:
        (length,) = struct.unpack('>H', await reader.readexactly(2))
    elif length == 127:
        (length,) = struct.unpack('>Q', await reader.readexactly(8))
    if second & 0x80 or length > LONGEST:
        raise WebsocketError('a masked or too long frame')
    return bool(first & 0x80), first & 0x0F, await reader.readexactly(length)


def get_cookie(config):
    """Return the cookie of a new session of nobody in the database; None if Odoo gives none,
    as it does where there is only one database. Blocks."""
    url = urlsplit(config.url)
    if url.scheme == 'https':
        context = ssl.create_default_context(cafile=config.ca_file or None)
        place = http.client.HTTPSConnection(url.netloc, timeout=CONNECT_SECONDS, context=context)
    else:
        place = http.client.HTTPConnection(url.netloc, timeout=CONNECT_SECONDS)
    with contextlib.closing(place):
        try:
            place.request('GET', f'{url.path.rstrip("/")}/web/login?db={quote(config.database)}')
            cookies = place.getresponse().headers.get_all('Set-Cookie') or []
        except http.client.HTTPException as error:
            raise WebsocketError(f'/web/login: {error}') from error
    sessions = [cookie.split(';')[0] for cookie in cookies if cookie.startswith('session_id=')]
    return sessions[-1] if sessions else None


async def connect(config):
    """Open a connection to Odoo's /websocket.

    No User-Agent is sent: Odoo asks browsers for the version of their worker.

    :param config: url, database, ca_file
    :return: (reader, writer)
    :raise WebsocketError: refused
    """
    url = urlsplit(config.url)
    context = None
    if url.scheme == 'https':
        context = ssl.create_default_context(cafile=config.ca_file or None)
    port = url.port or (443 if context else 80)
    reader, writer = await asyncio.wait_for(
        asyncio.open_connection(url.hostname, port, ssl=context), CONNECT_SECONDS
    )
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f'GET {url.path.rstrip("/")}/websocket HTTP/1.1',
        f'Host: {url.netloc}',
        'Upgrade: websocket',
        'Connection: Upgrade',
        f'Sec-WebSocket-Key: {key}',
        'Sec-WebSocket-Version: 13',
        f'Origin: {url.scheme}://{url.netloc}',
    ]
    if config.database:
        # the header that names a database makes a session that is not kept, and so no bus
        cookie = await asyncio.to_thread(get_cookie, config)
        lines += [f'Cookie: {cookie}'] if cookie else []
    writer.write(('\r\n'.join(lines) + '\r\n\r\n').encode())
    try:
        head = await asyncio.wait_for(reader.readuntil(b'\r\n\r\n'), CONNECT_SECONDS)
    except asyncio.IncompleteReadError as error:
        writer.close()
        raise WebsocketError('/websocket closed the connection') from error
    status = head.split(b'\r\n', 1)[0].decode('latin-1')
    if ' 101 ' not in f'{status} ':
        writer.close()
        raise WebsocketError(f'/websocket answered {status}')
    return reader, writer


async def listen(config, channel, on_message, on_open=None):
    """Call a function for each message of a bus channel, until the connection ends.

    :param str channel: its name
    :raise WebsocketError, OSError: the connection ended
    """
    reader, writer = await connect(config)
    try:
        subscribe = {'event_name': 'subscribe', 'data': {'channels': [channel], 'last': 0}}
        writer.write(frame(TEXT, json.dumps(subscribe).encode()))
        if on_open:
            on_open()
        while True:
            try:
                _last, kind, payload = await asyncio.wait_for(read_frame(reader), QUIET_SECONDS)
            except (asyncio.TimeoutError, TimeoutError):
                # a dead connection is noticed by sending
                writer.write(frame(PING, b''))
                await writer.drain()
                continue
            if kind == PING:
                writer.write(frame(PONG, payload))
            elif kind == CLOSE:
                reason = payload[2:].decode('utf-8', 'replace')
                raise WebsocketError(f'/websocket was closed by Odoo: {reason}')
            elif kind == TEXT:
                on_message()
    except asyncio.IncompleteReadError as error:
        raise WebsocketError('/websocket was closed') from error
    finally:
        with contextlib.suppress(OSError):
            writer.close()
