"""Stand-ins for a container and its database server, for test_docker_server.py."""

import configparser
import contextlib
import os
import pathlib
import socket
import subprocess
import threading
import time

import psycopg2

ROOT = pathlib.Path(__file__).resolve().parents[1]
ENTRYPOINT = ROOT / 'docker' / 'entrypoint'
HEALTHCHECK = ROOT / 'docker' / 'healthcheck'
PATIENCE = 300  # seconds until a condition counts as never met, on a busy machine too


def wait_until(condition, what):
    """Ask `condition` until it is true; it must take its own time (a process, a connection)."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f'{what}: not within {PATIENCE} s'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def sql(statement, database='postgres'):
    """Run one statement, return its rows (none for a command)."""
    with contextlib.closing(psycopg2.connect(dbname=database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def drop(database):
    sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


class Relay:
    """A door in front of PostgreSQL's socket that can be shut, as if the server were down."""

    def __init__(self, folder):
        port = os.environ.get('PGPORT', '5432')
        self.path = str(folder / f'.s.PGSQL.{port}')
        self.target = f'{os.environ["PGHOST"]}/.s.PGSQL.{port}'
        self.open_sockets = []
        self.open()

    def open(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(50)
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                client = listener.accept()[0]
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.target)
                self.open_sockets += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    @staticmethod
    def pump(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def shut(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        os.unlink(self.path)
        for end in self.open_sockets:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.open_sockets.clear()


class Container:
    """The environment of one container: its own home, data, configuration and port."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.config = folder / 'etc' / 'odoo.conf'
        self.log = folder / 'log'
        self.port = free_port()
        secret = folder / 'secret'
        secret.write_text('s3cret ; % word\n')
        self.environment = {
            **{name: os.environ[name] for name in ('PATH', 'PYTHONPATH', 'PGHOST', 'PGUSER')},
            'PGPORT': os.environ.get('PGPORT', '5432'),
            'PYTHONDONTWRITEBYTECODE': '1',
            'HOME': str(folder),
            'ODOO_BIN': str(ROOT / 'config' / 'setup' / 'odoo-bin'),
            'ODOO_RC': str(self.config),
            'DATA_DIR': str(folder / 'data'),
            'ADDONS_PATH': os.environ['PHARMA_ADDONS_PATH'],
            'PGDATABASE': 'pharma_no_such_database',
            'PGPASSWORD_FILE': str(secret),
            'HTTP_INTERFACE': '127.0.0.1',
            'HTTP_PORT': str(self.port),
            'CRON_THREADS': '0',
            'DB_TIMEOUT': '20',
            **environment,
        }

    def run(self, *arguments, **environment):
        """Run the entry point to its end."""
        return subprocess.run(
            [ENTRYPOINT, *arguments],
            env=self.environment | environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def options(self):
        parser = configparser.RawConfigParser()
        parser.read_string(self.config.read_text())
        return parser['options']

    def health(self, *arguments):
        """Return the exit code and the message of the health check."""
        environment = self.environment.copy()
        done = subprocess.run(
            [HEALTHCHECK, *arguments],
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    @contextlib.contextmanager
    def server(self, *arguments):
        """Start the server, yield its process once `health(*arguments)` is well, end it."""
        with self.log.open('w') as log:
            process = subprocess.Popen([ENTRYPOINT], env=self.environment, stdout=log, stderr=log)
        try:
            wait_until(
                lambda: process.poll() is not None or self.health(*arguments)[0] == 0,
                'the server is well',
            )
            assert process.poll() is None, self.log.read_text()[-3000:]
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
