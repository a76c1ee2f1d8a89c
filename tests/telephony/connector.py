"""The real connector as a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAEMON = ROOT / 'addons' / 'pharma_asterisk' / 'daemon'
SETTINGS = """
[asterisk]
port = {port}
user = "pharma"
secret = "{ami_secret}"
queue_log = "{log}"
[odoo]
url = "{url}"
database = "{database}"
pbx = "{pbx}"
secret = "{secret}"
api_key = "{api_key}"
wake_token = "{wake_token}"
[connector]
journal = "{folder}/journal.sqlite"
tz = "UTC"
"""


class Connector:
    """Starts, kills and questions it.

    :param folder: for its settings, journal and log
    :param exchange: ``Exchange``
    :param site: ``Site``
    :param str pbx: code
    """

    def __init__(self, folder, exchange, site, pbx='hcm1'):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.settings = self.folder / 'connector.toml'
        values = dict(site.values[pbx])
        text = SETTINGS.format(
            port=exchange.port, ami_secret=exchange.secret, log=exchange.log, url=site.address,
            database=site.database, folder=folder, **values,
        )  # fmt: skip
        self.settings.write_text(text)
        self.log = self.folder / 'connector.log'
        self.process = None

    def command(self, *arguments):
        """Return the command line."""
        return [
            sys.executable, '-m', 'pharma_connector', '--config', str(self.settings), *arguments
        ]  # fmt: skip

    @property
    def environment(self):
        """The environment: neither Odoo nor our packages can be imported there."""
        return {'PATH': os.environ['PATH'], 'PYTHONPATH': str(DAEMON), 'TZ': 'UTC'}

    def start(self):
        """Start it."""
        self.process = subprocess.Popen(
            self.command(), env=self.environment, stderr=self.log.open('a')
        )

    def kill(self, sign=signal.SIGKILL):
        """End it."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(sign)
            self.process.wait(15)

    def check(self):
        """Return what `--check` says, and its exit status."""
        done = subprocess.run(
            self.command('--check'), env=self.environment, capture_output=True, text=True,
            check=False, timeout=60,
        )  # fmt: skip
        return done.stdout + done.stderr, done.returncode
