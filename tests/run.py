"""Run the stages of `make test`, each timed against a budget: run.py all, or lint, unit, tours,
telephony, matrix.

A stage is a list of commands; all of them run even when one fails, so that one run tells
everything. The stages of `all` run in two lanes side by side, as a browser and a server keep only
one core busy; what the second lane says is printed when the first is done. The last line counts
commands, as `N passed, N failed`.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / 'config' / 'setup'))
import databases

# Seconds, at the end of everything; `make test` prints what was used of them.
BUDGET = {'lint': 120, 'matrix': 900, 'unit': 900, 'tours': 720, 'telephony': 300}
BESIDE = ('tours', 'telephony')  # the lane of their own
GRACE_SECONDS = 10
PYTEST = [
    sys.executable,
    '-m',
    'pytest',
    '-q',
    '-ra',
    '-p',
    'tests.strict_plugin',
    '-p',
    'no:cacheprovider',
]
OUTSIDE_ODOO = ['-p', 'no:odoo']
WITHOUT_DATABASE = [
    'tests/connector',
    'tests/test_conventions.py',
    'tests/test_conventions_catch.py',
    'tests/test_coverage_report.py',
    'tests/test_merge_po.py',
    'tests/test_run.py',
    'tests/test_setup.py',
    'tests/test_strict_plugin.py',
]
TRANSLATIONS = 'tests/test_translations.py'
REAL_DATA = 'tests/test_real_data.py'
MODULES = databases.modules()
CHOSEN = os.environ.get('M', '').replace(',', ' ').split() or list(MODULES)


def paths(pattern):
    """Return the test files of the chosen modules that fit a pattern of pathlib."""
    return sorted(
        str(p.relative_to(ROOT))
        for m in CHOSEN
        for p in MODULES[m]['path'].glob(f'tests/{pattern}')
    )


def inside_odoo(files, database):
    """Return the command that runs test files inside Odoo, with its HTTP server."""
    name = f'{database}_run'  # dropped together with what it was copied from
    databases.clone(database, name)
    return [
        'env', 'ODOO_RC=/dev/null',  # not ~/.odoorc
        *PYTEST, '--odoo-http', '--odoo-log-level=warn', f'--odoo-database={name}',
        f'--odoo-addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
        '--odoo-extra', f'data-dir={os.environ["PHARMA_DATA_DIR"]}',
        '--odoo-extra', 'http-interface=127.0.0.1', *files,
    ]  # fmt: skip


def lint():
    """Style, conventions and everything that needs no database."""
    sources = [str(MODULES[m]['path'].relative_to(ROOT)) for m in MODULES]
    scripts = [str(p.relative_to(ROOT)) for p in ROOT.glob('config/setup/*.sh')]
    yield ['ruff', 'check', '.']
    yield ['ruff', 'format', '--check', '.']
    # README.md is asked for by the conventions, pylint-odoo knows README.rst only; a model that
    # would pass 300 lines is extended by topic in several files
    silent = '--disable=missing-readme,consider-merging-classes-inherited'
    yield ['pylint', '--rcfile=pyproject.toml', silent, *sources]
    yield ['shellcheck', '-x', *scripts, '.ci/run']
    xml = [str(p.relative_to(ROOT)) for m in MODULES.values() for p in m['path'].rglob('*.xml')]
    yield ['xmllint', '--noout', *sorted(xml)]
    yield [*PYTEST, *OUTSIDE_ODOO, *WITHOUT_DATABASE]
    yield [sys.executable, 'tests/coverage_report.py', '--check']


def matrix():
    """Install, update twice, uninstall."""
    yield [*PYTEST, *OUTSIDE_ODOO, 'tests/test_install_matrix.py']


def unit():
    """Every module's own tests and the cross-module ones, with all modules installed."""
    files = [p for p in paths('test_*.py') if '/test_tour' not in p]
    plain = [m for m in MODULES if m != databases.DATA_MODULE]
    if files:
        yield inside_odoo(files, databases.suite('suite', plain))
    if set(CHOSEN) == MODULES.keys():
        # the terms of `make pot`: beside other modules (sms) inherited fields add theirs
        suite = databases.suite('suite', plain)
        for label, file in (('terms', TRANSLATIONS), ('real', REAL_DATA)):
            databases.clone(suite, f'{suite}_{label}')
            yield ['env', f'PHARMA_TEST_DB={suite}_{label}', *PYTEST, *OUTSIDE_ODOO, file]


def tours():
    """Journeys in a real browser, on the full set with demo data."""
    full = databases.suite('full', list(MODULES), auto_install=True)
    files = paths('test_tour*.py')
    if files:
        yield inside_odoo(files, full)
    if set(CHOSEN) == MODULES.keys():
        os.environ['PHARMA_TEST_DB'] = f'{full}_outside'
        databases.clone(full, os.environ['PHARMA_TEST_DB'])
        outside = sorted(str(p.relative_to(ROOT)) for p in (ROOT / 'tests').glob('test_*.py'))
        done = {*WITHOUT_DATABASE, TRANSLATIONS, REAL_DATA, 'tests/test_install_matrix.py'}
        yield [*PYTEST, *OUTSIDE_ODOO, *(p for p in outside if p not in done)]


def telephony():
    """Calls, outages and commands with a real Asterisk, the real connector and a real server."""
    if 'pharma_asterisk' in CHOSEN:
        suite = databases.suite('suite', [m for m in MODULES if m != databases.DATA_MODULE])
        os.environ['PHARMA_TEST_DB'] = f'{suite}_telephony'
        databases.clone(suite, os.environ['PHARMA_TEST_DB'])
        # its printed figures are part of the result
        yield [*PYTEST, *OUTSIDE_ODOO, '-s', 'tests/telephony']


STAGES = {'lint': lint, 'unit': unit, 'tours': tours, 'telephony': telephony, 'matrix': matrix}


def run(stages, alone=False):
    """Run stages one after the other.

    :param list stages: names, as in `STAGES`
    :param bool alone: it was asked for by name, so having nothing to run is a failure
    :return: dict: seconds of each stage, number of commands passed, lines on the failed ones
    """
    times, passed, failed = {}, 0, []
    for stage in stages:
        print(f'\n=== {stage}', flush=True)
        started, before = time.monotonic(), passed + len(failed)
        try:
            for command in STAGES[stage]():
                if subprocess.run(command, check=False).returncode:
                    failed.append(f'{stage}: {" ".join(command)[:150]}')
                else:
                    passed += 1
        except (databases.OdooError, subprocess.SubprocessError, OSError) as error:
            # the other stages still tell what they know
            print(error, flush=True)
            failed.append(f'{stage}: {type(error).__name__}, a step could not be done')
        # a module without journeys is no failure of `all`, but no success of `make tour M=it`
        if passed + len(failed) == before and (alone or list(MODULES) == CHOSEN):
            failed.append(f'{stage}: nothing to run for M={",".join(CHOSEN)}')
        times[stage] = time.monotonic() - started
    return {'times': times, 'passed': passed, 'failed': failed}


def run_in_lanes():
    """Run all stages, some of them beside the others; return what `run` returns."""
    databases.remember_files()
    with tempfile.TemporaryDirectory() as folder:
        told, result = Path(folder, 'told'), Path(folder, 'result')
        with told.open('w') as output:
            lane = subprocess.Popen(
                [sys.executable, __file__, *BESIDE, '--result', result],
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            total = run([stage for stage in STAGES if stage not in BESIDE])
            lane.wait()
        finally:
            end(lane)
            print(told.read_text(), flush=True)
        if result.exists():
            other = json.loads(result.read_text())
        else:
            other = {
                'times': {},
                'passed': 0,
                'failed': [f'{" and ".join(BESIDE)}: stopped, see above'],
            }
    return {
        'times': total['times'] | other['times'],
        'passed': total['passed'] + other['passed'],
        'failed': total['failed'] + other['failed'],
    }


def end(lane):
    """End a lane that was interrupted, with the servers and browsers that it started: whoever
    takes the lock next drops their databases."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(lane.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            lane.wait(timeout=GRACE_SECONDS)


def summarize(total, seconds):
    """Print what failed, the seconds of each stage and, last, how many commands passed."""
    print('\n' + '\n'.join(f'FAILED {line}' for line in total['failed']))
    print(f'{"stage":10}{"seconds":>9}{"budget":>9}')
    for stage, used in total['times'].items():
        note = '   over budget' if used > BUDGET[stage] else ''
        print(f'{stage:10}{used:9.0f}{BUDGET[stage]:9}{note}')
    print(f'{"in all":10}{seconds:9.0f}')
    print(f'{total["passed"]} passed, {len(total["failed"])} failed')


def main():
    """Run the named stages and exit with 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('stage', nargs='+', choices=['all', *STAGES])
    parser.add_argument('--result', type=Path, help='where a lane of `all` leaves its result')
    arguments = parser.parse_args()
    wanted = arguments.stage
    unknown = ', '.join(m for m in CHOSEN if m not in MODULES)
    if unknown:
        parser.error(f'M={unknown} is no module of the suite: choose from {", ".join(MODULES)}')
    os.chdir(ROOT)
    if arguments.result:
        arguments.result.write_text(json.dumps(run(wanted)))
        return
    # told to stop, the other lane is ended as well
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('stopped'))
    if wanted != ['lint']:
        databases.lock()
    started = time.monotonic()
    total = run_in_lanes() if 'all' in wanted else run(wanted, alone=True)
    summarize(total, time.monotonic() - started)
    sys.exit(1 if total['failed'] else 0)


if __name__ == '__main__':
    main()
