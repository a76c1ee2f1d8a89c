"""Exchange, connector and Odoo together, and an agent's screen, for the tests of telephony."""

import json
import threading
import time
import uuid

import pytest
import websocket
from caller import Caller
from connector import Connector
from exchange import Exchange
from site_server import Site

AGENTS = ('101', '102', '104')


def wait_for(check, seconds, what):
    """Return what a check returns once it is true."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if found := check():
            return found
        time.sleep(0.2)
    pytest.fail(f'after {seconds} s still not: {what}')


class Screen:
    """The bus connection of a signed-in agent, as the browser holds it: pops with their moment."""

    def __init__(self, site, login):
        session = site.sign_in(login)
        cookie = f'session_id={session.cookies["session_id"]}'
        self.socket = websocket.create_connection(
            f'{site.address.replace("http", "ws", 1)}/websocket', cookie=cookie, timeout=300,
            origin=site.address, header=['User-Agent:'],
        )  # fmt: skip
        message = {'event_name': 'subscribe', 'data': {'channels': [], 'last': 0}}
        self.socket.send(json.dumps(message))
        self.pops = []
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self):
        try:
            while True:
                for message in json.loads(self.socket.recv()):
                    if message['message']['type'] == 'pharma_call_pop':
                        self.pops.append((time.time(), message['message']['payload']['call_id']))
        except (OSError, ValueError, websocket.WebSocketException):
            return


class World:
    """Exchange, Odoo and connector, with the questions that tests ask them."""

    def __init__(self, template, folder):
        self.exchange = Exchange(folder / 'pbx')
        self.site = Site(template, folder, f'{template}_{uuid.uuid4().hex[:6]}')
        self.connector = Connector(folder / 'hcm1', self.exchange, self.site)

    def start(self):
        self.exchange.start()
        self.site.start()
        self.caller = Caller(self.exchange)

    def states(self):
        rows = self.site.rows('SELECT code, state FROM pharma_agent WHERE company_id = 1')
        return {code: state for code, state in rows}

    def command(self, number):
        query = f'SELECT state, error FROM pharma_call_command WHERE id = {int(number)}'  # noqa: S608
        return self.site.rows(query)[0]

    def done(self, number):
        """Wait until a command was carried out."""
        state, error = wait_for(
            lambda: (found := self.command(number))[0] not in ('new', 'sent') and found,
            15,
            f'command {number} done',
        )
        assert state == 'done', error

    def sign_in_agents(self):
        for number in self.site.ask_many([('login', agent, {}) for agent in (*AGENTS, '103')]):
            self.done(number)
        wait_for(
            lambda: all(self.states()[agent] == 'available' for agent in AGENTS),
            15,
            'agents available in Odoo',
        )

    def calls(self, plan, pause=0.35):
        """Call in, one after the other.

        :param plan: pairs (extension, seconds)
        """
        for extension, seconds in plan:
            self.caller.call(extension, seconds)
            time.sleep(pause)

    def is_quiet(self):
        """Whether no channel is left in the exchange."""
        told = self.caller.ask('CoreShowChannels')
        return not any(m.get('Event') == 'CoreShowChannel' for m in told)
