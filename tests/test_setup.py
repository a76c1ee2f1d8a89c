"""`make demo` against a machine made of stand-ins: what it says when something is missing or asked
for in vain, whom it lets in, and that a second start finds the first one.

Nothing is installed or downloaded, and no database is touched: the programs that would do so
(apt-get, sudo, psql, Odoo ...) are scripts in a folder that stands first on PATH.
"""

import os
import re
import signal
import socket
import stat
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import databases
import demo_users
import pytest

ROOT = Path(__file__).resolve().parents[1]
SETUP = ROOT / 'config' / 'setup'
PARTS = Path(os.environ['PHARMA_DATA_DIR']).parent

ASKED = ('CI', 'DEBIAN_MIRROR', 'DEMO_PASSWORD', 'PORT')  # what each test asks for itself
INSTALLED = "echo 'install ok installed'"
# Answers like Odoo's own /web/health; started instead of config/setup/odoo-bin.
SERVER = """
import configparser, http.server, sys
conf = configparser.RawConfigParser()
conf.read(sys.argv[sys.argv.index('-c') + 1])
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path.startswith('/web/health') else 404)
        self.end_headers()
http.server.HTTPServer(('127.0.0.1', conf.getint('options', 'http_port')), Health).serve_forever()
"""
PYTHON = """
case "$1 $*" in
*/odoo-bin*--stop-after-init*) ;;
*/demo_users.py*passwords*) cat >"{seen}" ;;
*/databases.py*prepare*) ;;
*/odoo-bin*) exec "{python}" "{server}" "$@" ;;
*) exec "{python}" "$@" ;;
esac
"""


class Machine:
    """A work folder and the programs that the set-up finds first."""

    def __init__(self, folder):
        self.folder = folder
        self.bin = folder / 'bin'
        self.bin.mkdir()
        self.work = folder / 'pharma-suite'
        self.demo = self.work / 'demo'
        self.work.mkdir()
        for part in ('odoo', 'venv'):
            if (PARTS / part).exists():
                (self.work / part).symlink_to(PARTS / part)
        self.program('dpkg-query', INSTALLED)
        self.program('sudo', 'exit 1')
        for name in ('apt-get', 'psql', 'createdb', 'dropdb'):
            self.program(name, f'echo "{name} $*" >&2; exit 1')

    def program(self, name, script):
        """Put a shell script in the place of a program."""
        path = self.bin / name
        path.write_text(f'#!/bin/bash\n{script}\n')
        path.chmod(0o755)

    def run(self, action='start', script='demo.sh', **environment):
        """Run a set-up script as `make` does; return the finished process."""
        kept = {k: v for k, v in os.environ.items() if k not in ASKED}
        return subprocess.run(
            ['bash', SETUP / script, action],
            env=kept
            | {
                'PHARMA_WORK': str(self.folder),
                'PGHOST': '/nowhere',
                'PGUSER': 'somebody',
                'PATH': f'{self.bin}:{os.environ["PATH"]}',
            }
            | environment,
            capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def refused(self, message, **environment):
        """Assert that the start is refused in one last line that says this."""
        done = self.run(**environment)
        assert done.returncode == 1, done.stderr
        assert message in done.stderr.strip().splitlines()[-1], done.stderr
        return done.stderr

    def options(self):
        """Return what the start has written for Odoo."""
        conf = RawConfigParser()
        conf.read(self.demo / 'odoo.conf')
        return dict(conf['options'])


@pytest.fixture
def machine(tmp_path):
    """A machine with everything installed and no database server."""
    return Machine(tmp_path)


@pytest.fixture
def served(machine):
    """The same with a database server, and an Odoo that only answers for its health."""
    machine.program('psql', """case "$*" in *pg_database*) ;; *'SELECT 1'*) echo 1 ;; esac""")
    machine.program('createdb', 'exit 0')
    machine.program('dropdb', 'exit 0')
    venv = machine.work / 'venv'
    venv.unlink()
    (venv / 'bin').mkdir(parents=True)
    (venv / '.installed').symlink_to(PARTS / 'venv' / '.installed')
    server = machine.folder / 'server.py'
    server.write_text(SERVER)
    python = PYTHON.format(
        python=PARTS / 'venv/bin/python', server=server, seen=machine.folder / 'passwords'
    )
    (venv / 'bin' / 'python').write_text(f'#!/bin/bash{python}')
    (venv / 'bin' / 'python').chmod(0o755)
    yield machine
    pid = machine.demo / 'odoo.pid'
    if pid.exists():
        os.kill(int(pid.read_text()), signal.SIGKILL)


@pytest.mark.parametrize(
    ('port', 'message'),
    [
        ('abc', 'PORT=abc is no number'),
        ('80', 'PORT=80 is out of range'),
        ('70000', 'PORT=70000 is out of range'),
    ],
)
def test_impossible_port(machine, port, message):
    """A port that cannot be is refused in one line that names one that can (000-35)."""
    said = machine.refused(message, PORT=port)
    assert len(said.strip().splitlines()) == 1
    assert 'PORT=8080' in said


def test_port_that_is_taken(machine):
    """A port that was asked for and is taken is an error, not a silent other one (000-35)."""
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        port = other.getsockname()[1]
        machine.refused(f'port {port} is taken', PORT=str(port))
    assert not (machine.demo / 'odoo.conf').exists(), 'nothing half done'


def test_python_that_is_none(machine):
    """An interpreter that Odoo does not run on is named, with the way out (000-35)."""
    assert 'set PYTHON' in machine.refused('needs Python 3.10 to 3.13', PYTHON='/bin/false')


def test_odoo_source_that_is_none(machine, tmp_path):
    """A folder that holds no Odoo 19.0 is refused before anything is started (000-35)."""
    machine.refused('is no Odoo 19.0 checkout', ODOO_SOURCE=str(tmp_path))


@pytest.mark.parametrize(
    ('content', 'message'),
    [
        ('ID=ubuntu\nVERSION_ID="24.04"\n', "found 'ubuntu 24.04': use docker/ instead"),
        ('ID=debian\nVERSION_ID="11"\n', 'found Debian 11: upgrade, or use docker/'),
        ('', "found 'unknown '"),
    ],
)
def test_wrong_system(machine, tmp_path, content, message):
    """Another system than Debian 12 is named, with the way that works there (000-35)."""
    (tmp_path / 'os-release').write_text(content)
    machine.refused(message, PHARMA_OS_RELEASE=str(tmp_path / 'os-release'))


def test_full_disk(machine):
    """Too little room is said before the download, with the number that is needed (000-35)."""
    (machine.work / 'odoo').unlink(missing_ok=True)
    machine.program('df', "printf 'Filesystem\\n/dev/x 9 9 1048576 9%% /\\n'")
    said = machine.refused('has 1 GB free and needs 4')
    assert 'set PHARMA_WORK to a folder on a larger disk' in said


def test_no_network(machine):
    """Without a network the failed step and the next thing to do are said (000-35)."""
    machine.program('dpkg-query', 'exit 1')
    machine.program('sudo', '[ "$1" != -E ] || shift; exec "$@"')
    machine.refused('apt-get update failed: check the network')


def test_no_right_to_install(machine):
    """A user who may not install packages is told so, and not by a log file (000-35)."""
    machine.program('dpkg-query', 'exit 1')
    machine.program('id', 'echo 1000')
    machine.refused('installing them needs root: run the same command as root once')


@pytest.mark.parametrize('lists', ['', "echo 'http://mirror.example/debian-security'"])
def test_no_debian_mirror(machine, lists):
    """Where apt knows no mirror of Debian, the variable that names one is said (000-35)."""
    (machine.work / 'odoo').unlink(missing_ok=True)
    machine.program('apt-get', f'[ "$1" = -o ] || {{ :; {lists}; }}')
    machine.program('sudo', '[ "$1" != -E ] || shift; exec "$@"')
    machine.refused('or set DEBIAN_MIRROR', ODOO_SOURCE='')


def test_no_database_server(machine):
    """A server that does not answer is named before anything is written (000-35)."""
    machine.refused('no database server on PGHOST=/nowhere as PGUSER=somebody')
    machine.refused('PGUSER=postgres: Odoo refuses', PGUSER='postgres')
    assert not (machine.demo / 'odoo.conf').exists(), 'nothing half done'


def test_folder_of_somebody_else(machine, tmp_path):
    """A link laid in the place of the private server's folder is not followed (000-35)."""
    folder = tmp_path / 'Nhà thuốc'
    folder.mkdir()
    place = machine.run('dir', 'pg.sh', PHARMA_WORK=str(folder), PGHOST='').stdout.split('/pg-')[0]
    assert place.isascii() and place.startswith('/var'), 'plain letters'
    Path(place).symlink_to(tmp_path)
    try:
        done = machine.run('start', 'pg.sh', PHARMA_WORK=str(folder), PGHOST='')
    finally:
        Path(place).unlink()
    assert done.returncode == 1
    assert f'{place} belongs to somebody else' in done.stderr


def test_who_is_let_in(served):
    """The demo listens on this machine alone, lists no databases, and its secrets are drawn and
    readable by their owner alone (000-36)."""
    served.program('createdb', 'exit 1')
    served.refused('cannot create a database on /nowhere')
    first, password = served.options(), (served.demo / 'password').read_text()
    assert first['http_interface'] == '127.0.0.1'
    assert first['list_db'] == 'False'
    assert first['dbfilter'] == f'^{first["db_name"]}$'
    assert re.fullmatch(r'pharma_[0-9a-f]{8}_demo', first['db_name']), 'nobody else has this name'
    assert len(first['admin_passwd']) >= 32
    for path in (served.demo / 'odoo.conf', served.demo / 'password'):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(served.demo.stat().st_mode) == 0o700
    served.refused('cannot create a database')
    assert served.options() == first, 'drawn once'
    (served.demo / 'odoo.conf').unlink()
    (served.demo / 'password').unlink()
    served.refused('cannot create a database')
    assert served.options()['admin_passwd'] != first['admin_passwd']
    assert (served.demo / 'password').read_text() != password


def test_second_start(served):
    """A second start prints the same log-ins and leaves the server alone; another port is refused,
    another password is set, and `stop` ends it (000-35, 000-36)."""
    first = served.run()
    assert first.returncode == 0, first.stderr
    pid = (served.demo / 'odoo.pid').read_text()
    second = served.run()
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert (served.demo / 'odoo.pid').read_text() == pid
    for login in demo_users.LOGINS:
        assert re.search(rf' {login}$', second.stdout, re.MULTILINE)
    assert 'make stop, then make demo PORT=' in served.run(PORT='1024').stderr
    third = served.run(DEMO_PASSWORD='Khoẻ-1')
    assert third.returncode == 0, third.stderr
    assert 'password of every log-in: Khoẻ-1 ' in third.stdout
    assert (served.folder / 'passwords').read_text() == 'Khoẻ-1\n'
    pid = int((served.demo / 'odoo.pid').read_text())
    assert served.run('stop').returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_fingerprint_of_a_checkout_below_a_folder_named_tests(tmp_path):
    """A changed file makes a new database, wherever the checkout is; a changed test does not."""
    module = tmp_path / 'tests' / 'module'
    (module / 'tests').mkdir(parents=True)
    before = databases.fingerprint(module)
    (module / 'tests' / 'test_model.py').write_text('1')
    assert databases.fingerprint(module) == before
    (module / 'model.py').write_text('1')
    assert databases.fingerprint(module) != before


def test_log_ins_are_those_of_the_demo_data():
    """Each printed log-in is a user of pharma_demo, and each of those is printed (000-36)."""
    folder = ROOT / 'addons' / 'pharma_demo' / 'data'
    data = ''.join(path.read_text() for path in folder.glob('res_users*_data.xml'))
    logins = set(re.findall(r'<field name="login">(\w+)</field>', data))
    assert logins | {'admin'} == demo_users.LOGINS.keys()
    assert 'name="password"' not in data, 'nobody can log in by a password from the source'
