"""An Odoo server on a copy of the suite database, set up for one exchange."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import databases
import requests

SETUP = Path(__file__).with_name('setup_odoo.py')
START_SECONDS = 120


class Site:
    """Its server can be stopped and started as often as wanted.

    :param str template: database that is copied
    :param folder: where its log goes
    :param str name: of the copy
    """

    def __init__(self, template, folder, name):
        self.database = name
        databases.clone(template, name)
        script = SETUP.read_text()
        told = databases.run_odoo('shell', '-d', name, stdin=script, allow='.')
        self.values = json.loads(re.search(r'^TOLD (.*)$', told, re.MULTILINE)[1])
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            self.port = probe.getsockname()[1]
        self.address = f'http://127.0.0.1:{self.port}'
        self.log = Path(folder) / 'odoo.log'
        self.process = self.shell = self.desk = None

    def start(self):
        """Start the server and return when it answers."""
        self.process = subprocess.Popen(
            [
                sys.executable, str(databases.ODOO_BIN),
                f'--database={self.database}', f'--db-filter=^{self.database}$',
                '--http-interface=127.0.0.1', f'--http-port={self.port}', '--workers=0',
                '--max-cron-threads=0', '--log-level=warn',
                f'--addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
                f'--data-dir={os.environ["PHARMA_DATA_DIR"]}',
            ],
            env=os.environ | {'ODOO_RC': os.devnull},
            stderr=self.log.open('a'),
        )  # fmt: skip
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise RuntimeError(f'the server stopped: {self.log.read_text()[-1500:]}')
            try:
                requests.get(f'{self.address}/web/health', timeout=5).raise_for_status()
            except requests.RequestException:
                time.sleep(0.2)
            else:
                return
        raise RuntimeError('the server does not answer')

    def stop(self):
        """End the server; connections are then refused."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)

    def remove(self):
        """End the server and drop its database."""
        self.stop()
        if self.shell:
            self.shell.kill()
            self.shell.wait(10)
        databases.drop(self.database)

    def sign_in(self, login):
        """Return a session of a user and their call method.

        :param str login: see setup_odoo.py
        """
        session = requests.Session()
        answer = session.post(
            f'{self.address}/web/session/authenticate', timeout=60,
            json={'params': {'db': self.database, 'login': login, 'password': login}},
        ).json()  # fmt: skip
        assert answer.get('result', {}).get('uid'), answer
        return session

    def ask(self, kind, agent, **values):
        """Ask for a command as the screens do, by `pharma.call.command._ask`; return its id.

        :param str kind: of the command
        :param str agent: id of the agent whose seat does it, who also asks
        :param values: number, reason, target (id of an agent)
        """
        return self.ask_many([(kind, agent, values)])[0]

    def ask_many(self, commands):
        """Ask for several at once.

        :param commands: tuples (kind, agent, values)
        """
        if self.desk is None:
            self._open_desk()
        self.desk.write(json.dumps(commands) + '\n')
        self.desk.flush()
        return json.loads(self.desk.readline())

    def _open_desk(self):
        """Start a shell that waits for what to ask: starting one takes seconds."""
        with socket.create_server(('127.0.0.1', 0)) as server:
            script = ASK.replace('PORT', str(server.getsockname()[1]))
            self.shell = subprocess.Popen(
                [
                    sys.executable, str(databases.ODOO_BIN), 'shell', '-d', self.database,
                    '--no-http', '--http-interface=127.0.0.1', '--log-level=warn',
                    f'--addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
                    f'--data-dir={os.environ["PHARMA_DATA_DIR"]}',
                ],
                env=os.environ | {'ODOO_RC': os.devnull}, stdin=subprocess.PIPE, text=True,
                stdout=subprocess.DEVNULL, stderr=self.log.open('a'),
            )  # fmt: skip
            self.shell.stdin.write(script)
            self.shell.stdin.close()
            server.settimeout(START_SECONDS)
            connection, _peer = server.accept()
        connection.settimeout(60)
        self.desk = connection.makefile('rw')

    def rows(self, query):
        """Return the rows of a query as lists of strings."""
        return databases.psql(query, self.database)


ASK = """
import json
import socket

def ask(kind, code, values):
    seats = env['pharma.agent'].search([('company_id', '=', 1)])
    agent = seats.filtered(lambda seat: seat.code == code)
    target = seats.filtered(lambda seat: seat.code == values.get('target'))
    values = {key: value for key, value in values.items() if key != 'target'}
    asked = env['pharma.call.command'].with_user(agent.user_id)
    return asked._ask(kind, agent.with_user(agent.user_id), target_agent=target, **values).id

with socket.create_connection(('127.0.0.1', PORT)) as connection:
    lines = connection.makefile('rw')
    for line in lines:
        env.cr.rollback()
        env.invalidate_all()
        told = [ask(*command) for command in json.loads(line)]
        env.cr.commit()
        lines.write(json.dumps(told) + chr(10))
        lines.flush()
"""
