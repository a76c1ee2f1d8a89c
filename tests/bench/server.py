"""Odoo as its users meet it: a server process on loopback, asked over HTTP."""

import atexit
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

import databases
import requests

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.orm.registry import Registry

START_SECONDS = 120
_sites = {}


def on(env):
    """Return the `Site` of an environment's database, started when first asked for.

    :param env: ``Environment`` on a stock or suite database
    """
    name = env.cr.dbname
    if name not in _sites:
        _sites[name] = Site(name)
        atexit.register(_sites[name].stop)
    return _sites[name]


class Site:
    """A server over one database, with a user of its own who is logged in."""

    def __init__(self, database, *options):
        self.database = database
        login, password = 'bench', secrets.token_urlsafe()
        with Registry(database).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            self.uid = self._make_user(env, login, password).id
            self.company = env.company.id
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            port = probe.getsockname()[1]
        self.address = f'http://127.0.0.1:{port}'
        log = Path(os.environ['PHARMA_DATA_DIR']).parent / 'bench.log'
        self.process = subprocess.Popen(
            [
                sys.executable,
                str(databases.ODOO_BIN),
                f'--database={database}',
                f'--db-filter=^{database}$',
                '--http-interface=127.0.0.1',
                f'--http-port={port}',
                '--max-cron-threads=0',
                '--log-level=error',
                f'--addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
                f'--data-dir={os.environ["PHARMA_DATA_DIR"]}',
                *options,
            ],
            env=os.environ | {'ODOO_RC': os.devnull},
            stderr=log.open('w'),
        )
        self.session = requests.Session()
        self._wait()
        self._post(
            '/web/session/authenticate',
            {'db': database, 'login': login, 'password': password},
        )

    def _make_user(self, env, login, password):
        """Return a user who works: on orders in stock Odoo, on care with the suite."""
        group = env.ref('pharma_care.group_care_user', raise_if_not_found=False)
        group = group or env.ref('sales_team.group_sale_salesman_all_leads')
        user = env['res.users'].search([('login', '=', login)])
        if not user:
            user = env['res.users'].with_context(no_reset_password=True)
            user = user.create({'name': 'Benchmark', 'login': login})
        user.write({'password': password, 'group_ids': [Command.link(group.id)]})
        return user

    def _wait(self):
        """Return when the server answers."""
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise RuntimeError(f'the server on {self.database} stopped, see bench.log')
            try:
                self.session.get(f'{self.address}/web/health', timeout=5).raise_for_status()
            except requests.RequestException:
                time.sleep(0.3)
            else:
                return
        raise RuntimeError(f'the server on {self.database} does not answer')

    def _post(self, path, params):
        answer = self.session.post(
            self.address + path,
            json={'jsonrpc': '2.0', 'method': 'call', 'params': params},
            timeout=300,
        ).json()
        if 'error' in answer:
            raise RuntimeError(answer['error']['data']['debug'])
        return answer['result']

    def get_context(self):
        """Return the context that the web client sends with each call."""
        companies = [self.company]
        return {'lang': 'en_US', 'tz': False, 'uid': self.uid, 'allowed_company_ids': companies}

    def call(self, model, method, kwargs, ids=None):
        """Call a public method over HTTP; return its result.

        :param dict kwargs: named arguments
        :param list ids: of the records, for methods that work on some
        :raise RuntimeError: with the server's traceback
        """
        return self._post(
            f'/web/dataset/call_kw/{model}/{method}',
            {
                'model': model,
                'method': method,
                'args': [] if ids is None else [ids],
                'kwargs': kwargs | {'context': self.get_context()},
            },
        )

    def stop(self):
        """End the server process."""
        self.process.terminate()
        self.process.wait(timeout=30)


class Desk(Site):
    """One more connection of the user who is logged in: someone else at work on the same server."""

    def __init__(self, site):
        self.database, self.uid, self.company = site.database, site.uid, site.company
        self.address = site.address
        self.session = requests.Session()
        self.session.cookies.update(site.session.cookies)
