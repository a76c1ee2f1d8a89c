"""The container's entry point and health check, run for real but without a container.

The database server of the environment (PGHOST ...) stands in for the one of the compose file,
config/setup/odoo-bin for Odoo's command. PHARMA_TEST_DB names a database in which pharma_crm is
installed and that nobody is connected to; it is copied, never changed.
"""

import contextlib
import os
import stat

import psutil
import psycopg2
import pytest
from docker_stand_in import Container, Relay, drop, sql, wait_until
from passlib.hash import pbkdf2_sha512


@pytest.fixture(scope='module')
def template():
    """The database that the runner provides; without one nothing here can be proved."""
    name = os.environ.get('PHARMA_TEST_DB')
    if not name:
        pytest.fail('PHARMA_TEST_DB is not set: name a database in which pharma_crm is installed')
    for variable in ('PGHOST', 'PGUSER', 'PYTHONPATH', 'PHARMA_ADDONS_PATH'):
        if not os.environ.get(variable):
            pytest.fail(f'{variable} is not set: run ". config/setup/env.sh test" first')
    return name


@pytest.fixture
def container(template, tmp_path):
    return Container(tmp_path)


@pytest.fixture
def database(template):
    """A copy of the template whose only active job is the heartbeat: no other may run here."""
    name = f'pharma_docker_{os.getpid()}'
    drop(name)
    sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    sql("UPDATE ir_cron SET active = cron_name = 'Pharma: heartbeat of scheduled jobs'", name)
    sql("UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + interval '4 min'", name)
    yield name
    drop(name)


# Configuration ----------------------------------------------------------------------------------


def test_configuration_is_safe(container):
    """000-35: the file has the secret from its file, no database list, a random master password."""
    assert container.run('true').returncode == 0
    options = container.options()
    assert options['list_db'] == 'False'
    assert options['proxy_mode'] == 'True'
    assert options['db_password'] == 's3cret ; % word'
    assert options['dbfilter'] == '^pharma_no_such_database$'
    assert stat.S_IMODE(container.config.stat().st_mode) == 0o600
    first = options['admin_passwd']
    assert len(first) >= 32
    container.run('true')
    assert container.options()['admin_passwd'] != first


def test_secrets_may_come_from_the_environment(container):
    """000-35: without a file the variable itself counts."""
    del container.environment['PGPASSWORD_FILE']
    container.run('true', PGPASSWORD='from environment', MASTER_PASSWORD='master')
    assert container.options()['db_password'] == 'from environment'
    assert container.options()['admin_passwd'] == 'master'


@pytest.mark.parametrize(
    ('environment', 'message'),
    [
        ({'PGPASSWORD_FILE': '/nowhere/secret'}, 'PGPASSWORD_FILE names /nowhere/secret'),
        ({'PGPASSWORD_FILE': '/dev/null'}, 'is empty'),
        ({'PGDATABASE': ''}, 'PGDATABASE is not set'),
        ({'PGDATABASE': 'x; drop'}, 'no database name that Odoo accepts'),
        ({'PHARMA_MODULES': 'a, b'}, 'no spaces'),
        ({'PGUSER': 'postgres'}, 'which Odoo refuses'),
        ({'WORKERS': 'many'}, 'WORKERS must be a whole number'),
    ],
)
def test_wrong_settings_are_refused_by_name(container, environment, message):
    """The message names the variable, and nothing is started."""
    done = container.run(**environment)
    assert done.returncode == 1
    assert message in done.stderr
    assert done.stderr.count('\n') == 1


# Database ---------------------------------------------------------------------------------------


def test_a_missing_database_is_refused(container):
    """A typing error in the name must not create an empty pharmacy."""
    done = container.run()
    assert done.returncode == 1
    assert "database 'pharma_no_such_database' does not exist" in done.stderr
    assert 'PHARMA_MODULES' in done.stderr
    assert not sql("SELECT 1 FROM pg_database WHERE datname = 'pharma_no_such_database'")


def test_a_silent_server_is_named_after_the_time_out(container, tmp_path):
    """The wait ends, and says for whom it waited."""
    done = container.run(PGHOST=str(tmp_path), DB_TIMEOUT='1')
    assert done.returncode == 1
    assert f'no database server at {tmp_path}:' in done.stderr
    assert 'within 1 s (DB_TIMEOUT)' in done.stderr


def test_first_start_fills_an_empty_database(container):
    """000-35: modules are installed, and Odoo's well-known first password does not work."""
    name = container.environment['PGDATABASE'] = f'pharma_first_{os.getpid()}'
    # Without the modules that install themselves, for speed: Odoo reads this by itself.
    container.environment |= {'PHARMA_MODULES': 'base', 'ODOO_SKIP_AUTO_INSTALL': 'True'}
    drop(name)
    try:
        done = container.run('odoo', '--stop-after-init', '--no-http')
        assert done.returncode == 0, done.stderr[-3000:]
        assert 'first start: installing base' in done.stderr
        [(state,)] = sql("SELECT state FROM ir_module_module WHERE name = 'base'", name)
        assert state == 'installed'
        note = container.folder / 'data' / 'first-login.txt'
        password = note.read_text().split('password: ')[1].strip()
        [(hashed,)] = sql("SELECT password FROM res_users WHERE login = 'admin'", name)
        assert pbkdf2_sha512.verify(password, hashed)
        assert not pbkdf2_sha512.verify('admin', hashed)
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        note.unlink()
        again = container.run('odoo', '--stop-after-init', '--no-http')
        assert again.returncode == 0
        assert 'first start' not in again.stderr
        assert not note.exists()
    finally:
        drop(name)


def test_an_interrupted_first_start_is_resumed(container):
    """A failure leaves a mark, and the next start installs instead of serving half a system."""
    calls = container.folder / 'calls'
    stub = container.folder / 'odoo'
    stub.write_text(f'#!/bin/sh\necho "$*" >>{calls}\ntest ! -e {container.folder}/fail\n')
    stub.chmod(0o755)
    container.environment |= {'ODOO_BIN': str(stub), 'PHARMA_MODULES': 'pharma_crm'}
    (container.folder / 'fail').touch()
    done = container.run()
    assert done.returncode == 1
    assert 'the next start tries again' in done.stderr
    (container.folder / 'fail').unlink()
    calls.unlink()
    assert container.run('--log-level=warn').returncode == 0
    install, password, serve = calls.read_text().splitlines()
    assert '-i base,pharma_crm' in install and '--stop-after-init' in install
    assert password.startswith('shell ')
    assert serve == '--log-level=warn'
    assert not list((container.folder / 'data').glob('.first-start-*'))


def test_upgrade_updates_our_modules_only(container, database):
    """`upgrade` names the installed modules of the suite and stops afterwards."""
    done = container.run('upgrade', PGDATABASE=database, ODOO_BIN='echo')
    assert done.returncode == 0, done.stderr
    words = done.stdout.split()
    modules = words[words.index('-u') + 1].split(',')
    assert 'pharma_crm' in modules
    assert all(name.startswith('pharma_') for name in modules)
    assert '--stop-after-init' in words
    assert '-u all' in container.run('upgrade', 'all', PGDATABASE=database, ODOO_BIN='echo').stdout


# Server and health ------------------------------------------------------------------------------


def test_the_server_is_watched(container, database):
    """From well to overdue, archived, waiting for modules, and ended by the check."""
    container.environment['PGDATABASE'] = database
    with container.server() as process:
        # The entry point has become Odoo, so signals arrive, and secrets are not on display.
        server = psutil.Process(process.pid)
        assert any('odoo-bin' in word for word in server.cmdline())
        assert 'PGPASSWORD' not in server.environ()

        late = "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - interval '1 hour'"
        sql(late, database)
        code, message = container.health()
        assert code == 1
        assert 'scheduled jobs stand still: the heartbeat is late by 60 min' in message
        assert container.health('--minutes', '0')[0] == 0, 'a server without jobs'
        assert container.health('--minutes', '90')[0] == 0, 'a patient operator'
        pid = str(process.pid)
        assert container.health('--pid', pid, '--terminate')[0] == 0, 'it has just been started'
        check_patience_with_long_jobs(container, database)

        sql("UPDATE ir_module_module SET state = 'to upgrade' WHERE name = 'web'", database)
        code, message = container.health('--pid', pid, '--terminate', '--minutes', '0.001')
        assert code == 1
        assert 'modules wait for installation or upgrade' in message
        sql("UPDATE ir_module_module SET state = 'installed' WHERE name = 'web'", database)

        sql('UPDATE ir_cron SET active = false', database)
        code, message = container.health('--pid', pid, '--terminate', '--minutes', '0.001')
        assert code == 1
        assert 'is archived' in message
        assert process.poll() is None, 'a restart would not have helped'

        sql(
            "UPDATE ir_cron SET active = true WHERE cron_name LIKE 'Pharma: heartbeat%'",
            database,
        )
        code, message = container.health('--pid', pid, '--terminate', '--minutes', '0.001')
        assert code == 1
        assert f'asking process {pid} to end' in message
        assert process.wait(60) == 0
        code, message = container.health()
        assert code == 1
        assert 'does not answer' in message


def check_patience_with_long_jobs(container, database):
    """The heartbeat may wait while a job is at work, but not for longer than a job may run."""
    with contextlib.closing(psycopg2.connect(dbname=database)) as connection:
        job = connection.cursor()
        job.execute("SELECT 1 FROM ir_cron WHERE cron_name NOT LIKE 'Pharma%' FOR NO KEY UPDATE")
        assert container.health('--minutes', '31')[0] == 0
        assert container.health('--minutes', '29')[0] == 1, 'a job may run 30 minutes'
    assert container.health('--minutes', '31')[0] == 1, 'no job is at work any more'


def test_a_database_that_is_down_is_noticed(container, database, tmp_path):
    """The check fails while PostgreSQL is away and recovers with it, without a restart."""
    door = tmp_path / 'door'
    door.mkdir()
    relay = Relay(door)
    container.environment |= {'PGDATABASE': database, 'PGHOST': str(door)}
    try:
        with container.server() as process:
            relay.shut()
            code, message = container.health()
            assert code == 1
            assert 'the database does not answer' in message
            code, message = container.health('--pid', str(process.pid), '--terminate')
            assert code == 1
            assert 'asking' not in message
            relay.open()
            wait_until(lambda: container.health()[0] == 0, 'the server is well again')
            assert process.poll() is None
    finally:
        with contextlib.suppress(OSError):
            relay.shut()


def test_a_database_without_the_heartbeat_is_unwell(container, database):
    """A wrong or half-restored database does not pass as healthy."""
    sql("DELETE FROM ir_model_data WHERE name = 'ir_cron_pharma_heartbeat'", database)
    container.environment['PGDATABASE'] = database
    with container.server('--minutes', '0'):
        code, message = container.health()
        assert code == 1
        assert 'install or update the module pharma_crm' in message
