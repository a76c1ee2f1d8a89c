"""What `make demo` says when it is asked for something impossible, and whom it lets in."""

import os
import re
import socket
import subprocess
from pathlib import Path

import demo_users
import pytest

ROOT = Path(__file__).resolve().parents[1]


def demo(tmp_path, **environment):
    """Run the demo's start in a work folder of its own that holds the installed parts."""
    work = Path(os.environ.get('PHARMA_WORK') or ROOT / '.work')
    for part in ('odoo', 'venv'):
        if (work / part).exists():
            (tmp_path / part).symlink_to(work / part)
    return subprocess.run(
        ['bash', ROOT / 'config' / 'setup' / 'demo.sh', 'start'],
        env=os.environ | {'PHARMA_WORK': str(tmp_path), 'PGHOST': '/nowhere'} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ('port', 'message'),
    [
        ('abc', 'PORT=abc is no number'),
        ('80', 'PORT=80 is out of range'),
        ('70000', 'PORT=70000 is out of range'),
    ],
)
def test_impossible_port(tmp_path, port, message):
    """A port that cannot be is refused in one line that names one that can (000-35)."""
    done = demo(tmp_path, PORT=port)
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    assert message in lines[0]
    assert 'PORT=8080' in lines[0]


def test_port_that_is_taken(tmp_path):
    """A port that was asked for and is taken is an error, not a silent other one (000-35)."""
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        port = other.getsockname()[1]
        done = demo(tmp_path, PORT=str(port))
    assert done.returncode == 1
    assert f'port {port} is taken' in done.stderr
    assert not (tmp_path / 'demo' / 'odoo.conf').exists(), 'nothing half done'


def test_python_that_is_none(tmp_path):
    """An interpreter that Odoo does not run on is named, with the way out (000-35)."""
    done = demo(tmp_path, PYTHON='/bin/false')
    assert done.returncode == 1
    assert 'needs Python 3.10 to 3.13' in done.stderr
    assert 'set PYTHON' in done.stderr


def test_odoo_source_that_is_none(tmp_path):
    """A folder that holds no Odoo 19.0 is refused before anything is started (000-35)."""
    done = demo(tmp_path, ODOO_SOURCE=str(tmp_path))
    assert done.returncode == 1
    assert 'is no Odoo 19.0 checkout' in done.stderr


def test_log_ins_are_those_of_the_demo_data():
    """Each printed log-in is a user of pharma_demo, and each of those is printed (000-36)."""
    folder = ROOT / 'addons' / 'pharma_demo' / 'data'
    data = ''.join(path.read_text() for path in folder.glob('res_users*_data.xml'))
    logins = set(re.findall(r'<field name="login">(\w+)</field>', data))
    assert logins | {'admin'} == demo_users.LOGINS.keys()
    assert 'name="password"' not in data, 'nobody can log in by a password from the source'
