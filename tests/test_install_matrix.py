"""Every module installs, updates twice and uninstalls, alone and with all others (000-34, 000-35).

Runs outside Odoo: each step is a fresh `odoo-bin` process on a copy of a template database, and a
single line of WARNING or above in its log fails the step. Needs the environment of
config/setup/env.sh; `make matrix` provides it.
"""

import os

import databases
import pytest

SUITE = databases.modules()
ALL = list(SUITE)
ONLY = os.environ.get('M', '').replace(',', ' ').split() or ALL
SINGLE = [name for name in ONLY if name not in (databases.TEST_MODULE, databases.DATA_MODULE)]

LEFTOVERS = {
    'records of the module': "SELECT model, name FROM ir_model_data WHERE module IN ({modules})",
    'models': "SELECT model FROM ir_model WHERE model LIKE 'pharma.%'",
    'jobs': "SELECT cron_name FROM ir_cron WHERE cron_name ILIKE 'pharma%'",
}
# Tables, views, sequences and indexes (kind r, v, m, S, i) with their columns and types, and
# functions (f). A sequence that Odoo numbers belongs to a record: the demo's warehouses, and with
# them their numbering, stay when it goes, as its README says.
SCHEMA = r"""
    SELECT relkind, relname, attname, format_type(atttypid, atttypmod), attnotnull
      FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
     WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
       AND relname !~ '^ir_sequence_\d+$'
     UNION ALL
    SELECT 'f', proname, '', pg_get_function_identity_arguments(oid), false
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def _install(database, names, auto_install=False):
    flags = [] if auto_install else ['--skip-auto-install']
    databases.run_odoo('-d', database, '-i', ','.join(names), *flags)


def _update(database, names):
    databases.run_odoo('-d', database, '-u', ','.join(names))


def _uninstall(database, names):
    script = (
        f"env['ir.module.module'].search([('name', 'in', {names!r}), ('state', '=', 'installed')])"
        ".button_immediate_uninstall()\nenv.cr.commit()\n"
    )
    databases.run_odoo('shell', '-d', database, stdin=script)


def _installed(database):
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    return {row[0] for row in databases.psql(query, database)}


def _schema(database):
    return {tuple(row) for row in databases.psql(SCHEMA, database)}


def _assert_nothing_left(database, names, schema):
    found = _schema(database)
    assert not found - schema, f'left behind by {names}: {sorted(found - schema)[:10]}'
    assert not schema - found, f'lost with {names}: {sorted(schema - found)[:10]}'
    listed = ', '.join(f"'{name}'" for name in names)
    for what, query in LEFTOVERS.items():
        rows = databases.psql(query.format(modules=listed), database)
        assert not rows, f'{what} left behind after uninstalling {names}: {rows[:10]}'


@pytest.fixture
def database():
    """A database name that is dropped afterwards."""
    name = f'{databases.PREFIX}matrix'
    yield name
    databases.drop(name)


@pytest.mark.parametrize('module', SINGLE)
def test_module_alone(module, database):
    """Each module installs without its siblings, updates twice and leaves nothing (000-34)."""
    own = [module, *(n for n in ALL if n in _closure(module) and n != module)]
    core = databases.core_modules([module])
    databases.clone(
        databases.template('_'.join(['alone', databases.fingerprint(core)[:4]]), core), database
    )
    before, schema = _installed(database), _schema(database)
    _install(database, [module])
    assert _installed(database) - before == set(own), (
        'installs its own dependencies and nothing else'
    )
    _update(database, own)
    _update(database, own)
    _uninstall(database, own)
    assert not _installed(database) & set(ALL)
    _assert_nothing_left(database, own, schema)


def _all_together_with_demo_data(database):
    """All modules with demo data and with everything that Odoo installs by itself beside them:
    installed without a warning, updated twice, uninstalled in one go (000-34, 000-35)."""
    databases.clone(databases.suite('full', ALL, auto_install=True), database)
    assert set(ALL) <= _installed(database)
    _update(database, ALL)
    _update(database, ALL)
    _uninstall(database, ['pharma_crm'])  # everything of ours stands on it
    assert not _installed(database) & set(ALL)
    core = databases.template('full', databases.core_modules(ALL), auto_install=True)
    _assert_nothing_left(database, ALL, _schema(core))


if ONLY == ALL:  # left out, not skipped, when one module is asked for: a skip would be a failure
    test_all_together_with_demo_data = _all_together_with_demo_data


def _closure(module):
    found, queue = set(), [module]
    while queue:
        name = queue.pop()
        if name in SUITE and name not in found:
            found.add(name)
            queue += SUITE[name]['depends']
    return found
