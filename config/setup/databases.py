#!/usr/bin/env python3
"""Build, clone and drop the databases that the demo, the tests and the benchmark work on.

Installing Odoo's own modules takes minutes, copying a database less than a second. So every
set of core modules is installed once into a *template* whose name carries a hash of what it was
made from; a template whose hash is no longer asked for is dropped. Runs outside Odoo: it only
calls `odoo-bin` and PostgreSQL's own tools, in the environment that env.sh exports.
"""

import argparse
import ast
import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from fingerprints import fingerprint, remember

ROOT = Path(__file__).resolve().parents[2]
ODOO_BIN = ROOT / 'config' / 'setup' / 'odoo-bin'
DATA_MODULE = 'pharma_demo'
TEST_MODULE = 'test_pharma'
# On a server that others use as well: what every name of ours begins with (env.sh).
PREFIX = os.environ.get('PHARMA_DB_PREFIX', '')

# What Debian's build of Odoo lacks: the file of a video-call feature that the backend asks for
# on every page, which is an error in the browser's console and so fails tours. Removing it from
# the bundle is for databases of tests and demo only.
PREPARE = """
env['ir.config_parameter'].set_param('ir_attachment.location', 'db')
env['ir.attachment'].force_storage()
from odoo.tools import file_open
missing = 'mail/static/lib/selfie_segmentation/selfie_segmentation.js'
try:
    file_open(missing).close()
except FileNotFoundError:
    if not env['ir.asset'].search([('path', '=', missing)]):
        env['ir.asset'].create({'name': 'not in this build', 'bundle': 'web.assets_backend',
                                'directive': 'remove', 'path': missing})
env.cr.commit()  # a script for Odoo's shell, which commits nothing by itself
"""
# The bundles of scripts and styles that pages load: made once here, not anew by every journey.
ASSETS = """
env['ir.qweb']._pregenerate_assets_bundles()
env.cr.commit()  # as above
"""
LOG_LINE = re.compile(r'^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ')


CHOICES = ['names', 'core-names', 'prepare', 'suite', 'work']


class OdooError(RuntimeError):
    """Odoo stopped with an error, or wrote a warning that nobody allowed."""


def modules():
    """Return {name: manifest} of the suite's modules, in an order in which each comes after
    the modules it depends on."""
    found = {}
    for manifest in sorted(
        [*ROOT.glob('*/__manifest__.py'), *ROOT.glob('addons/*/__manifest__.py')]
    ):
        found[manifest.parent.name] = ast.literal_eval(manifest.read_text()) | {
            'path': manifest.parent
        }
    ordered = {}

    def place(name):
        if name in found and name not in ordered:
            for dependency in found[name]['depends']:
                place(dependency)
            ordered[name] = found[name]

    for name in found:
        place(name)
    return ordered


def remember_files():
    """Let what this process starts name databases by the files as they are now."""
    remember(manifest['path'] for manifest in modules().values())


def core_modules(names):
    """Return the sorted names of Odoo's own modules that the named modules of the suite need."""
    suite, core, queue = modules(), set(), list(names)
    while queue:
        for dependency in suite[queue.pop()]['depends']:
            if dependency in suite:
                queue.append(dependency)
            else:
                core.add(dependency)
    return sorted(core)


def run_odoo(*arguments, stdin=None, allow=None, log_level='warn', timeout=1800):
    """Run `odoo-bin` with the shared settings and return what it wrote.

    :param str stdin: a script for `shell`
    :param str allow: pattern of warnings that are known and harmless
    :raises OdooError: exit status other than 0, or a line of WARNING and above
    """
    command = [sys.executable, str(ODOO_BIN), *arguments]
    command += [
        f'--addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
        f'--data-dir={os.environ["PHARMA_DATA_DIR"]}',
    ]
    # `odoo module` and `odoo i18n` know only the settings that concern a database
    if not arguments or arguments[0] not in ('module', 'i18n'):
        command += ['--no-http', '--http-interface=127.0.0.1', f'--log-level={log_level}']
        if arguments[:1] != ('shell',):
            command.append('--stop-after-init')
    done = subprocess.run(
        command, input=stdin, text=True, timeout=timeout,
        # not ~/.odoorc: a log file set there would hide the warnings
        env=os.environ | {'ODOO_RC': os.devnull},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    loud = [line for line in done.stdout.splitlines() if LOG_LINE.match(line)]
    loud = [line for line in loud if not (allow and re.search(allow, line))]
    if done.returncode or loud or 'Traceback (most recent call last)' in done.stdout:
        raise OdooError(f'odoo {" ".join(arguments)}:\n' + ('\n'.join(loud) or done.stdout)[-6000:])
    return done.stdout


def psql(query, database='postgres'):
    """Return the rows of a query as lists of strings."""
    done = subprocess.run(
        ['psql', '-XAt', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', query, database],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise OdooError(f'{database}: {done.stderr.strip()}')
    return [line.split('\t') for line in done.stdout.splitlines()]


def lock():
    """Let one run at a time build and drop databases of this work folder, until this process
    ends: wait for another one, and say so."""
    file = (Path(os.environ['PHARMA_DATA_DIR']).parent / 'test.lock').open('w')
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f'waiting for another make that holds {file.name}', file=sys.stderr, flush=True)
        fcntl.flock(file, fcntl.LOCK_EX)
    _locks.append(file)
    # what earlier runs were building when they were interrupted
    for (name,) in psql('SELECT datname FROM pg_database'):
        if name.startswith((f'{PREFIX}new_tpl_', f'{PREFIX}new_suite_')):
            drop(name)


_locks = []  # an open file keeps its lock


@contextlib.contextmanager
def _building(label):
    """Let one lane of a run at a time build the templates of a label."""
    folder = Path(os.environ['PHARMA_DATA_DIR']).parent
    with (folder / f'template-{label}.lock').open('w') as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def exists(database):
    """Return whether PostgreSQL has a database of this name."""
    return any(row[0] == database for row in psql('SELECT datname FROM pg_database'))


def drop(database):
    """Drop a database with its file store; one that is not there is no error."""
    subprocess.run(
        ['dropdb', '--if-exists', '--force', database], check=True, stderr=subprocess.DEVNULL
    )
    shutil.rmtree(Path(os.environ['PHARMA_DATA_DIR']) / 'filestore' / database, ignore_errors=True)


def clone(source, database):
    """Make `database` a fresh copy of `source`."""
    drop(database)
    subprocess.run(['createdb', '-T', source, database], check=True)


def template(label, names, auto_install=False, log=print):
    """Return the name of a database in which the given core modules are installed.

    :param str label: what it is for, part of the name
    :param list names: technical names of modules of Odoo itself
    :param bool auto_install: also what Odoo installs by itself beside them
    """
    ground = core_modules(['pharma_crm'])  # every other set stands on it
    if set(names) == set(ground) and not auto_install:
        label = 'ground'
    parts = [sorted(names), auto_install, PREPARE, _odoo_release()]
    name = f'{PREFIX}tpl_{label}_{fingerprint(*parts)}'
    with _building(f'tpl_{label}'):
        if not exists(name):
            started = time.monotonic()
            _drop_older(f'{PREFIX}tpl_{label}_')
            new = f'{PREFIX}new_tpl_{label}'
            if not auto_install and set(ground) < set(names):
                clone(template('ground', ground, log=log), new)
            else:
                drop(new)
            flags = [] if auto_install else ['--skip-auto-install']
            # Odoo's own modules may warn: what counts is what ours add to it.
            run_odoo('-d', new, '-i', ','.join(names), *flags, allow='.')
            run_odoo('shell', '-d', new, stdin=PREPARE, allow='.')
            psql(f'ALTER DATABASE {new} RENAME TO {name}')
            log(f'    template {label}: {len(names)} named, {time.monotonic() - started:.0f} s')
    return name


def suite(label, names, auto_install=False, log=print):
    """Return the name of a database in which the given modules of the suite are installed, made
    anew when a file of theirs has changed; a warning while installing is an OdooError."""
    known = modules()
    sources = [known[n]['path'] for n in names]
    parts = [*sources, auto_install, core_modules(names), PREPARE, ASSETS, _odoo_release()]
    name = f'{PREFIX}suite_{label}_{fingerprint(*parts)}'
    with _building(f'suite_{label}'):
        if not exists(name):
            base = template(label, core_modules(names), auto_install, log)
            started = time.monotonic()
            _drop_older(f'{PREFIX}suite_{label}_')
            new = f'{PREFIX}new_suite_{label}'
            clone(base, new)
            flags = [] if auto_install else ['--skip-auto-install']
            run_odoo('-d', new, '-i', ','.join(names), *flags)
            if auto_install:
                run_odoo('shell', '-d', new, stdin=ASSETS, allow='.')
            psql('ANALYZE', new)  # copies are used before autovacuum has looked at any of them
            psql(f'ALTER DATABASE {new} RENAME TO {name}')
            log(f'    {label}: {", ".join(names)}, {time.monotonic() - started:.0f} s')
    return name


def _drop_older(prefix):
    """Drop earlier versions of a template, but none that somebody still works on."""
    for (name,) in psql('SELECT datname FROM pg_database'):
        if name.startswith(prefix):
            subprocess.run(['dropdb', '--if-exists', name], check=False, stderr=subprocess.DEVNULL)


def _odoo_release():
    """Return Odoo's version and place: ODOO_SOURCE may name another one of the same version."""
    return subprocess.run(
        [sys.executable, '-c', 'import odoo.release as r; print(r.version, r.__file__)'],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


def main():
    """Command line of the Makefile: prepare a database, and print the names of what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('action', choices=CHOICES)
    parser.add_argument('database', nargs='?')
    parser.add_argument('--fresh', action='store_true', help='make the work database anew')
    arguments = parser.parse_args()
    action = arguments.action
    names = list(modules())
    plain = [n for n in names if n != DATA_MODULE]

    def log(text):
        print(text, file=sys.stderr)

    if action == 'names':  # what a demo installs
        print(*(n for n in names if n != TEST_MODULE), sep='\n')
        return
    if action == 'core-names':  # and what that stands on
        print(*core_modules(plain), sep='\n')
        return
    if action == 'prepare':
        run_odoo('shell', '-d', arguments.database, stdin=PREPARE, allow='.')
        return
    lock()
    if action == 'suite':
        print(suite('suite', plain, log=log))
    else:  # a copy: what a person changes in it must not reach the tests
        work = f'{PREFIX}work'
        if arguments.fresh or not exists(work):
            clone(suite('full', names, auto_install=True, log=log), work)
        print(work)


if __name__ == '__main__':
    main()
