"""`make bench`: what the suite costs, as ratios to stock Odoo or to the same SQL by hand.

Two databases with the same generated past, one with Odoo's own modules alone and one with the
suite on top, are opened in one process and asked in turn, so that a slow moment of the machine
hits both. Milliseconds differ between machines, ratios hardly: compare those.

    SCALE   1 is a million orders (default 0.02)
    PAIRS   how many times each pair is measured (default 200 confirmations)
    MODULES which of the suite to install, separated by commas (default all)
    ONLY    measure only what has this text in its name
    TICKETS so many of them (default 200,000 at scale 1)
    AGENTS  let so many people work at once, too, two minutes on either side
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).resolve().parents[2] / 'config' / 'setup'),
    str(Path(__file__).parent),
]
import agents
import care
import databases  # set-up tools
import employees
import figures
import intake
import measures
import recall
import reservations
import slips
import tickets
import worklists

import odoo
from odoo.api import Environment
from odoo.orm.registry import Registry

SCALE = float(os.environ.get('SCALE') or 0.02)
PAIRS = int(os.environ.get('PAIRS') or 200)
MODULES = os.environ.get('MODULES')
ONLY = os.environ.get('ONLY') or ''
AGENTS = int(os.environ.get('AGENTS') or 0)
TICKETS = int(os.environ.get('TICKETS') or max(5000, 200_000 * SCALE))


def prepare():
    """Return the names of the stock and the suite database, and the seconds and bytes that
    installing the suite on the generated past took."""
    plain = [
        n for n in databases.modules() if n not in (databases.DATA_MODULE, databases.TEST_MODULE)
    ]
    core = databases.core_modules(plain)
    prefix = f'{databases.PREFIX}bench_'
    new, base, suite = f'{prefix}new', f'{prefix}base', f'{prefix}suite'
    generator = (Path(__file__).parent / 'generate.py').read_text()
    stock = f'{prefix}stock_{databases.fingerprint(generator, SCALE, core)}'
    if not databases.exists(stock):
        for (name,) in databases.psql('SELECT datname FROM pg_database'):
            if name.startswith(prefix):
                databases.drop(name)
        databases.clone(databases.template('suite', core), new)
        here = str(Path(__file__).parent)
        script = f'import sys; sys.path.insert(0, {here!r})\nimport generate\n'
        script += f'generate.fill(env, {SCALE})\n'
        databases.run_odoo('shell', '-d', new, stdin=script, allow='.')
        databases.psql(f'ALTER DATABASE {new} RENAME TO {stock}')
    databases.clone(stock, suite)
    size = int(databases.psql(f"SELECT pg_database_size('{suite}')")[0][0])
    started = time.monotonic()
    databases.run_odoo('-d', suite, '-i', MODULES or ','.join(plain), '--skip-auto-install')
    seconds = time.monotonic() - started
    grown = int(databases.psql(f"SELECT pg_database_size('{suite}')")[0][0]) - size
    databases.clone(stock, base)
    return base, suite, seconds, grown


def settle(name):
    """Let the planner know a database, and keep that: statistics that change while a pair is
    measured change the plans of one side only."""
    databases.psql('VACUUM ANALYZE', name)
    databases.psql(
        """
        DO $$ DECLARE name regclass; BEGIN
            FOR name IN SELECT oid FROM pg_class
                         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
                EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', name);
            END LOOP;
        END $$
        """,
        name,
    )


def open_database(name):
    """Return an environment on a database, in a language and company as a user would have."""
    cr = Registry(name).cursor()
    return Environment(cr, odoo.api.SUPERUSER_ID, {'tracking_disable': True, 'lang': 'en_US'})


def pair(base, other, times):
    """Measure two functions in turn; return medians in ms, their ratio and the query counts.

    :param base: function of no arguments that returns (seconds, queries), or None
    :param other: the same for what is compared with it
    """
    base = base or (lambda: (0, 0))
    base(), other()  # caches warm for both
    rows = [(base(), other()) for _ in range(times)]
    base_ms = statistics.median(b[0] for b, _ in rows) * 1000
    other_ms = statistics.median(o[0] for _, o in rows) * 1000
    ratio = statistics.median(o[0] / b[0] for b, o in rows) if base_ms else None
    queries = [statistics.median(side[i][1] for side in rows) for i in (0, 1)]
    return base_ms, other_ms, ratio, queries


def judge(measure, other_ms, ratio, queries):
    """Return what a measure missed: a list of words, empty if it is within all its targets."""
    missed = {
        'ratio': measure.target and ratio > measure.target,
        'ms': measure.ms and other_ms > measure.ms,
        'queries': (measure.queries is not None and queries[1] - queries[0] > measure.queries)
        or (measure.most is not None and queries[1] > measure.most),
    }
    return [word for word, is_missed in missed.items() if is_missed]


def report(measure, environments):
    """Measure one thing, print its line and return whether it is within its targets."""
    base, other = measure.prepare(*environments)
    base_ms, other_ms, ratio, queries = pair(base, other, measure.times or PAIRS)
    missed = judge(measure, other_ms, ratio, queries)
    targets = [f'{measure.target:.2f}'] if measure.target else []
    targets += [f'{measure.ms} ms'] if measure.ms else []
    print(
        f'{measure.name:44}{f"{base_ms:.2f}" if ratio else "-":>9}{other_ms:9.2f}'
        f'{f"{ratio:.2f}" if ratio else "-":>7}{" ".join(targets) or "-":>12}'
        f'{queries[0]:6.0f} {queries[1]:3.0f}{"  over: " + ", ".join(missed) if missed else ""}',
        flush=True,
    )
    return not missed


def main():
    """Print one line per measure."""
    odoo.tools.config.parse_config(
        [
            f'--addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
            f'--data-dir={os.environ["PHARMA_DATA_DIR"]}',
            '--log-level=error',
            '--no-http',
        ]
    )
    databases.lock()
    stock, suite, seconds, grown = prepare()
    counts = databases.psql(
        "SELECT (SELECT count(*) FROM sale_order), (SELECT count(*) FROM res_partner)", suite
    )[0]
    print(f'scale {SCALE}: {counts[0]} orders, {counts[1]} partners')
    print(f'installing the suite on them: {seconds:.0f} s, {grown / 2**20:.0f} MB')
    wanted = list(measures.MEASURES)
    has_care = not MODULES or 'pharma_care' in MODULES
    if has_care:
        wanted += care.MEASURES + worklists.MEASURES + figures.MEASURES + employees.MEASURES
        filled = care.fill(suite)
        contacts = employees.fill(suite)
        night = figures.nights(suite)
        print(
            '{cases} care cases of {orders} orders: {seconds:.1f} s, {each:.0f} ms and {mb:.2f} MB'
            ' per 1000 orders'.format(
                each=filled['seconds'] * 1e6 / filled['orders'],
                mb=filled['bytes'] * 1e3 / 2**20 / filled['orders'],
                **filled,
            )
        )
        print(f'{contacts} contacts recorded by {employees.EMPLOYEES} employees')
        print(
            'figures of customers from scratch: {scratch:.1f} s, of adherence and effect:'
            ' {first:.1f} s; an ordinary night: {customers:.1f} + {care:.1f} s,'
            ' {each:.0f} s per million orders (target at SCALE=1: 60)'.format(
                each=night['night'] * 1e6 / night['orders'], **night
            )
        )
    if not MODULES or 'pharma_callcenter' in MODULES:
        wanted += tickets.MEASURES
        tickets.fill(suite, TICKETS)
        print(f'{TICKETS} tickets')
        wanted += intake.MEASURES
        intake.fill(suite)
    if not MODULES or 'pharma_delivery' in MODULES:
        wanted += reservations.MEASURES
        reservations.fill(suite)
        print(f'{reservations.WAITING} reservations')
        wanted += slips.MEASURES
        wanted += recall.MEASURES
        recall.fill(suite)
        print(f'a lot delivered to {recall.CUSTOMERS} customers')
    for name in (stock, suite):
        settle(name)
    environments = open_database(stock), open_database(suite)
    if has_care and AGENTS:
        base, ours = agents.compare(*environments, AGENTS)
        print(
            f'{AGENTS} people at work: p50 {base["p50"]:.0f} ms and p95 {base["p95"]:.0f} ms on'
            f' stock, p50 {ours["p50"]:.0f} ms and p95 {ours["p95"]:.0f} ms with the suite; ratio'
            f' of p95 {ours["p95"] / base["p95"]:.2f} (target 1.10)'
        )
    if has_care and ONLY in 'assign':
        print(
            '{cases} cases assigned: {seconds:.1f} s in {batches} batches'.format(
                **care.assign(environments[1])
            )
        )
    if (not MODULES or 'pharma_callcenter' in MODULES) and ONLY in 'events of a PBX':
        rate, base = intake.measure(suite)
        print(
            f'events of a PBX: {rate:.0f} calls a second over HTTP, {intake.CLIENTS} connectors,'
            f' {intake.WORKERS} workers (target {intake.TARGET}); {base:.0f} by plain SQL,'
            f' ratio {base / rate:.2f}'
        )
    wanted = [measure for measure in wanted if ONLY in measure.name]
    print(f'\n{"measure":44}{"base ms":>9}{"ours ms":>9}{"ratio":>7}{"target":>12}{"queries":>10}')
    good = 0
    for measure in wanted:
        good += report(measure, environments)
        for env in environments:
            env.cr.rollback()
            env.invalidate_all()
    for env in environments:
        env.cr.close()
    print(f'\n{good} of {len(wanted)} within their targets')


if __name__ == '__main__':
    main()
