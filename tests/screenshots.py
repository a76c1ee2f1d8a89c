"""`make screenshots`: photograph the running demo for the documentation, each page as its role.

Needs `make demo`; drives the same Chromium as the browser tests through its debugging protocol.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket
from pictures import PICTURES

ROOT = Path(__file__).resolve().parents[1]
DEMO = Path(os.environ['PHARMA_DATA_DIR']).parent / 'demo'
READY = (
    "document.readyState === 'complete' && !document.querySelector("
    "'.o_loading_indicator, .dashboard-loading-status')"
    " && !!document.querySelector('.o_action_manager .o_content > *, .o_portal_wrap,"
    # the courier's page with what it has loaded, and printed slips
    " .o_pharma_courier :is(section, [name=none], [name=not_home]), .o_sheet')"
)


class Browser:
    """A headless Chromium with an empty profile, as a context manager."""

    def __enter__(self):
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        self.profile = tempfile.mkdtemp()
        flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run']
        flags += ['--disable-background-networking', '--disable-component-update', '--disable-sync']
        flags += [f'--user-data-dir={self.profile}', f'--remote-debugging-port={port}']
        self.process = subprocess.Popen(
            ['chromium', *flags, '--remote-allow-origins=*', 'about:blank'],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        tabs = self._until(lambda: self._tabs(port), 20)
        page = next(tab for tab in tabs if tab['type'] == 'page')
        self.socket = websocket.create_connection(page['webSocketDebuggerUrl'], timeout=60)
        self.number = 0
        return self

    def __exit__(self, *_exc):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.profile, ignore_errors=True)

    @staticmethod
    def _tabs(port):
        try:
            return json.load(urllib.request.urlopen(f'http://127.0.0.1:{port}/json', timeout=2))
        except OSError:
            return None

    @staticmethod
    def _until(check, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := check():
                return found
            time.sleep(0.2)
        raise TimeoutError('the page did not get ready')

    def command(self, method, **params):
        """Send a command of the debugging protocol and return its result."""
        self.number += 1
        self.socket.send(json.dumps({'id': self.number, 'method': method, 'params': params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get('id') == self.number:
                return answer.get('result', {})

    def run(self, script):
        """Return the value of a JavaScript expression in the page."""
        answer = self.command('Runtime.evaluate', expression=script, returnByValue=True)
        return answer.get('result', {}).get('value')

    def wait(self, script, seconds=40):
        """Wait until an expression is true."""
        self._until(lambda: self.run(script), seconds)

    def log_in(self, base, login, password):
        """Log in as one of the demo's users, with the session of nobody else."""
        self.command('Network.clearBrowserCookies')
        self.command('Page.navigate', url=f'{base}/web/login')
        self.wait("!!document.querySelector('input#login')")
        self.run(
            f"document.querySelector('#login').value = {json.dumps(login)};"
            f"document.querySelector('#password').value = {json.dumps(password)};"
            "document.querySelector('#login').form.submit()"
        )
        self.wait("!!location.pathname.match(/^.(odoo|my)/)")

    def picture(self, url, size, steps, target):
        """Open a page, do the steps, and store what it looks like."""
        width, height = size
        mobile = width < 600
        self.command(
            'Emulation.setDeviceMetricsOverride',
            width=width, height=height, deviceScaleFactor=1, mobile=mobile,
        )  # fmt: skip
        self.command('Page.navigate', url=url)
        for step in [None, *steps]:
            if step:
                self.run(step)
            time.sleep(1)  # animations
            self.wait(READY)
        image = self.command('Page.captureScreenshot', format='png')['data']
        target.write_bytes(base64.b64decode(image))


def main():
    """Take all pictures, or those named on the command line."""
    conf = dict(
        line.split(' = ', 1)
        for line in (DEMO / 'odoo.conf').read_text().splitlines()
        if ' = ' in line
    )
    base = f'http://127.0.0.1:{conf["http_port"]}'
    password = (DEMO / 'password').read_text().strip()
    folder = ROOT / 'docs' / 'images'
    folder.mkdir(exist_ok=True)
    with Browser() as browser:
        current = None
        for name in sys.argv[1:] or PICTURES:
            login, path, size, steps = PICTURES[name]
            if login != current:
                browser.log_in(base, login, password)
                current = login
            browser.picture(base + path, size, steps, folder / f'{name}.png')
            print(f'docs/images/{name}.png')


if __name__ == '__main__':
    main()
