"""Who calls in: originates through the manager interface, and hears what the exchange says."""

import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'addons/pharma_asterisk/daemon'))
from pharma_connector.ami import Parser, write_action


class Caller:
    """A manager connection of the tests' own.

    :param exchange: ``Exchange``, running
    """

    def __init__(self, exchange):
        self.socket = socket.create_connection(('127.0.0.1', exchange.port), 5)
        self.socket.settimeout(None)
        self.heard = []
        self.number = 0
        self.send('Login', Username='tests', Secret=exchange.secret)
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self):
        parser = Parser()
        try:
            while data := self.socket.recv(65536):
                self.heard += [(time.time(), message) for message in parser.feed(data)]
        except OSError:
            return

    def send(self, action, **headers):
        """Send an action and wait for nothing."""
        self.socket.sendall(write_action([('Action', action), *headers.items()]))

    def call(self, extension, seconds):
        """A customer calls and would hang up after so many seconds.

        :return: his number, different each time
        """
        self.number += 1
        number = f'09012300{self.number:02}'
        self.send(
            'Originate', Channel=f'Local/{extension}@in/n', Application='Wait', Data=seconds,
            CallerID=f'<{number}>', Async='true',
        )  # fmt: skip
        return number

    def events(self, name, **wanted):
        """Return the events of a name with certain headers that were heard so far."""
        return [
            message
            for _at, message in list(self.heard)
            if message.get('Event') == name
            and all(message.get(key) == value for key, value in wanted.items())
        ]

    def ask(self, action, seconds=3, **headers):
        """Send an action and return the events heard while it was answered."""
        start = len(self.heard)
        self.send(action, **headers)
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            found = [message for _at, message in self.heard[start:]]
            if any(m.get('EventList') == 'Complete' for m in found):
                return found
            time.sleep(0.05)
        raise TimeoutError(f'no answer to {action}')

    def close(self):
        """Hang up."""
        self.socket.close()
