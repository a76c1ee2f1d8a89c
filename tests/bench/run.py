"""`make bench`: what the suite costs, as ratios to stock Odoo or to the same SQL by hand.

Two databases with the same generated past, one with Odoo's own modules alone and one with the
suite on top, are opened in one process and asked in turn, so that a slow moment of the machine
hits both. Milliseconds differ between machines, ratios hardly: compare those.

    SCALE   1 is a million orders (default 0.02)
    PAIRS   how many times each pair is measured (default 200 confirmations)
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
import databases  # set-up tools
import measures

import odoo
from odoo.api import Environment
from odoo.orm.registry import Registry

SCALE = float(os.environ.get('SCALE') or 0.02)
PAIRS = int(os.environ.get('PAIRS') or 200)


def prepare():
    """Return the names of the stock and the suite database, and the seconds and bytes that
    installing the suite on the generated past took."""
    plain = [
        n for n in databases.modules() if n not in (databases.DATA_MODULE, databases.TEST_MODULE)
    ]
    core = databases.core_modules(plain)
    prefix = f'{databases.PREFIX}bench_'
    new, base, suite = f'{prefix}new', f'{prefix}base', f'{prefix}suite'
    stock = f'{prefix}stock_{databases.fingerprint(Path(__file__).parent, SCALE, core)}'
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
    databases.run_odoo('-d', suite, '-i', ','.join(plain), '--skip-auto-install')
    seconds = time.monotonic() - started
    grown = int(databases.psql(f"SELECT pg_database_size('{suite}')")[0][0]) - size
    databases.clone(stock, base)
    return base, suite, seconds, grown


def open_database(name):
    """Return an environment on a database, in a language and company as a user would have."""
    cr = Registry(name).cursor()
    return Environment(cr, odoo.api.SUPERUSER_ID, {'tracking_disable': True, 'lang': 'en_US'})


def pair(base, other, times):
    """Measure two functions in turn; return medians in ms, their ratio and the query counts.

    :param base: function of no arguments that returns (seconds, queries)
    :param other: the same for what is compared with it
    """
    base(), other()  # caches warm for both
    rows = [(base(), other()) for _ in range(times)]
    base_ms = statistics.median(b[0] for b, _ in rows) * 1000
    other_ms = statistics.median(o[0] for _, o in rows) * 1000
    ratio = statistics.median(o[0] / b[0] for b, o in rows)
    queries = [statistics.median(side[i][1] for side in rows) for i in (0, 1)]
    return base_ms, other_ms, ratio, queries


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
    print(f'installing the suite on them: {seconds:.0f} s, {grown / 2**20:.0f} MB\n')
    print(f'{"measure":44}{"base ms":>9}{"ours ms":>9}{"ratio":>7}{"target":>8}{"queries":>10}')
    environments = open_database(stock), open_database(suite)
    late = 0
    for measure in measures.MEASURES:
        base, other = measure.prepare(*environments)
        base_ms, other_ms, ratio, queries = pair(base, other, measure.times or PAIRS)
        over = measure.target and ratio > measure.target
        late += bool(over)
        target = f'{measure.target:.2f}' if measure.target else '-'
        print(
            f'{measure.name:44}{base_ms:9.2f}{other_ms:9.2f}{ratio:7.2f}{target:>8}'
            f'{queries[0]:6.0f} {queries[1]:3.0f}{"  over" if over else ""}'
        )
    for env in environments:
        env.cr.rollback()
        env.cr.close()
    print(f'\n{len(measures.MEASURES) - late} of {len(measures.MEASURES)} within their target')


if __name__ == '__main__':
    main()
