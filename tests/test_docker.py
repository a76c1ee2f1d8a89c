"""The container files and the samples in config/, read without a container engine.

What is checked here: that the files parse, that everything they name exists, and the rules a
production stack must keep. The entry point and the health check are run for real in
test_docker_server.py. No image is built and no container is started by any test.
"""

import configparser
import os
import pathlib
import re
import shutil
import subprocess

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
DOCKER = ROOT / 'docker'
CONFIG = ROOT / 'config'
COMPOSE = [DOCKER / 'compose.yaml', DOCKER / 'compose.scale.yaml']
SHELL = ['entrypoint', 'postgres-init', 'postgres-primary', 'postgres-replica', 'pgbouncer-start']


def load(path):
    return yaml.safe_load(path.read_text())


def expand(value):
    """Replace ${NAME:-default} by its default, as an empty .env file would."""
    return re.sub(r'\$\{\w+(?::-([^}]*))?\}', lambda match: match[1] or '', value)


def services():
    """All services, the override merged into the base as far as these tests look."""
    merged = {}
    for path in COMPOSE:
        for name, service in load(path)['services'].items():
            known = merged.setdefault(name, {})
            for key, value in service.items():
                if isinstance(value, list) and key in known:
                    known[key] = known[key] + value
                elif isinstance(value, dict) and key in known:
                    known[key] = {**known[key], **value}
                else:
                    known[key] = value
    return merged


SERVICES = services()


@pytest.mark.parametrize('name', SERVICES)
def test_every_service_is_watched_and_comes_back(name):
    """A service without a health check or a restart policy stays down unseen."""
    assert SERVICES[name].get('restart') == 'always'
    assert SERVICES[name]['healthcheck']['test'][0] == 'CMD'
    assert SERVICES[name].get('image') or SERVICES[name].get('build')


@pytest.mark.parametrize('name', SERVICES)
def test_images_are_pinned_to_a_version(name):
    """'latest' is another program every month."""
    image = SERVICES[name].get('image')
    if image:
        tag = expand(image).partition(':')[2]
        assert re.match(r'\d', tag), image
    for text in re.findall(r'^FROM (\S+)', str(SERVICES[name].get('build', '')), re.MULTILINE):
        assert re.search(r':\d', text), text


@pytest.mark.parametrize('name', SERVICES)
def test_ports_are_published_on_this_machine_only(name):
    """What the world reaches is the operator's decision, not a default; databases never."""
    for port in SERVICES[name].get('ports', []):
        assert expand(port).startswith('127.0.0.1:'), port
        assert name in ('odoo', 'nginx')


@pytest.mark.parametrize('path', COMPOSE, ids=lambda path: path.name)
def test_everything_that_is_named_exists(path):
    """Mounted files, build files, services and secrets that a compose file names are there."""
    content = load(path)
    for service in content['services'].values():
        for volume in service.get('volumes', []):
            source = expand(volume).partition(':')[0]
            if source in ('./tls',):  # the operator's certificate, see docker/README.md
                continue
            if source.startswith('.'):
                assert (DOCKER / source).exists(), source
            else:
                assert source in {k for p in COMPOSE for k in load(p)['volumes']}, source
        build = service.get('build')
        if build and 'dockerfile' in build:
            assert (DOCKER / build['context'] / build['dockerfile']).is_file()
        for other in service.get('depends_on', {}):
            assert other in SERVICES
        for secret in service.get('secrets', []):
            assert secret in {k for p in COMPOSE for k in load(p)['secrets']}
    names = set(re.findall(r'\$\{(\w+)', path.read_text()))
    documented = set(re.findall(r'^#(\w+)=', (DOCKER / '.env.example').read_text(), re.MULTILINE))
    assert names - documented <= {'PROXY_MODE', 'PGHOST_ODOO'}, 'missing in .env.example'


def test_dockerfile_copies_what_exists():
    """COPY names files of the repository, and the build context lets them through."""
    text = (DOCKER / 'Dockerfile').read_text()
    allowed = (DOCKER / 'Dockerfile.dockerignore').read_text()
    for line in re.findall(r'^COPY (.+)$', text, re.MULTILINE):
        words = [word for word in line.split() if not word.startswith('--')]
        if '--from=' in line or words[0] == '.':
            continue
        for source in words[:-1]:
            assert (ROOT / source).is_file(), source
            assert f'!{source}\n' in allowed, source
    assert re.findall(r'^USER (\w+)$', text, re.MULTILINE)[-1] == 'odoo'
    assert 'HEALTHCHECK' in text


def test_nobody_finds_a_password_in_the_repository():
    """No secret has a value or a default; the files that hold them are ignored by git.

    000-35: passwords are parameters of the installation.
    """
    secret = re.compile(r'passw|secret|token', re.IGNORECASE)
    for service in SERVICES.values():
        for name, value in service.get('environment', {}).items():
            if secret.search(name):
                assert name.endswith('_FILE'), name
                assert str(value).startswith('/run/secrets/'), value
    for path in [*DOCKER.glob('*'), *CONFIG.glob('*.sample'), DOCKER / '.env.example']:
        if path.is_file() and path.suffix != '.md':
            for line in path.read_text().splitlines():
                match = re.match(r'\s*(?:admin_passwd|db_password|\w*PASSWORD)\s*=\s*(\S+)', line)
                if match:
                    assert re.match(r'False$|\$|"?\$', match[1]), f'{path.name}: {line}'
    ignored = (DOCKER / '.gitignore').read_text()
    assert '/.env' in ignored and '/secrets/' in ignored


@pytest.mark.parametrize('name', SHELL)
def test_shell_scripts_are_sound(name):
    """Every script parses, passes shellcheck, and may be executed."""
    path = DOCKER / name
    assert os.access(path, os.X_OK)
    subprocess.run(['bash', '-n', path], check=True)
    checker = shutil.which('shellcheck')
    assert checker, 'shellcheck is missing: install config/requirements-dev.txt'
    done = subprocess.run([checker, path], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_health_check_is_linted():
    """Its name has no ending by which the linter would find it."""
    for command in (['ruff', 'check', '-q'], ['ruff', 'format', '--check', '-q']):
        done = subprocess.run(
            [*command, DOCKER / 'healthcheck'], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_nginx_sample_keeps_its_promises():
    """Websocket, limits and headers are there, and the braces are balanced."""
    text = re.sub(r'#.*', '', (CONFIG / 'nginx.conf.sample').read_text())
    assert text.count('{') == text.count('}')
    for needle in (
        'proxy_set_header X-Odoo-Database "";',
        'location /websocket',
        'limit_req zone=login',
        'proxy_set_header X-Forwarded-Host $public_host;',
        'client_max_body_size',
        'Strict-Transport-Security',
        'location ^~ /web/database',
    ):
        assert needle in text, needle
    limited = re.search(r'location ~ (\S+) {\s*limit_req zone=login', text)[1]
    for door in (
        '/web/login',
        '/vi/web/login',
        '/web/login/totp',
        '/web/session/authenticate',
        '/web/reset_password',
        '/jsonrpc',
        '/xmlrpc/2/common',
    ):
        assert re.search(limited, door), f'passwords may be guessed at {door}'
    for page in ('/web/login_successful', '/web/dataset/call_kw', '/json/2/res.partner/read'):
        assert not re.search(limited, page), f'work would be slowed down at {page}'
    for port in (8080, 8443):
        assert f'_PORT:-{port}}}' in (DOCKER / 'compose.scale.yaml').read_text()
        assert str(port) in text, 'the redirect to TLS leads to another port'
    timeout = int(re.search(r'proxy_read_timeout (\d+)s', text)[1])
    odoo = read_ini(CONFIG / 'odoo.conf.sample')['options']
    assert int(odoo['limit_time_real']) < timeout, 'nginx would give up before Odoo does'


def test_nobody_is_cut_off_when_the_server_stops():
    """The engine waits longer than the longest request before it kills the server."""
    grace = re.fullmatch(r'(\d+)m', SERVICES['odoo']['stop_grace_period'])[1]
    longest = re.search(r'LIMIT_TIME_REAL:-(\d+)', (DOCKER / 'entrypoint').read_text())[1]
    assert int(grace) * 60 > int(longest)


def test_pooler_keeps_notifications():
    """LISTEN is lost in transaction mode, so the database 'postgres' is served per session."""
    pools = read_ini(CONFIG / 'pgbouncer.ini.sample')
    assert 'pool_mode=session' in pools['databases']['postgres']
    assert pools['pgbouncer']['pool_mode'] == 'transaction'


def test_service_sample_restarts_and_is_watched():
    """systemd brings the server back, and a timer runs the health check that exists."""
    service = read_ini(CONFIG / 'pharma.service.sample')['Service']
    assert service['Restart'] == 'always'
    assert service['User'] == 'odoo'
    longest = int(read_ini(CONFIG / 'odoo.conf.sample')['options']['limit_time_real'])
    assert int(service['TimeoutStopSec']) > longest, 'a request would be cut off'
    health = read_ini(CONFIG / 'pharma-health.service.sample')['Service']['ExecStart']
    assert (ROOT / re.search(r'/opt/pharma/(\S+)', health)[1]).is_file()
    assert '--terminate' in health
    assert 'OnUnitInactiveSec' in read_ini(CONFIG / 'pharma-health.timer.sample')['Timer']


def test_odoo_takes_every_option_of_the_sample(tmp_path):
    """Unknown options and wrong values are only warnings for Odoo; here they are failures."""
    text = (CONFIG / 'odoo.conf.sample').read_text()
    for name in ('list_db', 'proxy_mode', 'workers', 'dbfilter', 'limit_time_real_cron'):
        assert f'\n{name} = ' in text
    # Also what the sample offers as a comment, with a value where it has none.
    text = re.sub(r'^;(\w+ =)(.*)$', lambda m: m[1] + (m[2] or ' x'), text, flags=re.MULTILINE)
    sample = tmp_path / 'odoo.conf'
    sample.write_text(re.sub(r'^(addons_path|data_dir) = .*$', '', text, flags=re.MULTILINE))
    code = (
        'import sys; from odoo.tools import config;'
        ' config.parse_config(["-c", sys.argv[1]], setup_logging=True);'
        ' assert config["db_replica_port"] == 5432 and config["list_db"] is False'
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'ODOO_'))}
    command = ['python', '-c', code, str(sample)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert 'WARNING' not in done.stderr, done.stderr


def test_indexes_name_every_file():
    """config/README.md and docker/README.md list what lies beside them."""
    for folder in (CONFIG, DOCKER):
        index = (folder / 'README.md').read_text()
        for path in folder.iterdir():
            if path.is_file() and path.name not in ('README.md', '.gitignore', '.env'):
                assert path.name in index, f'{path.name} is missing in {folder.name}/README.md'


def test_every_variable_of_the_image_is_described():
    """Whoever runs the image elsewhere finds each setting in docker/README.md."""
    index = (DOCKER / 'README.md').read_text()
    own = {'SECONDS', 'BASH_SOURCE', 'FIRST_PASSWORD'}
    for path in (DOCKER / 'entrypoint', DOCKER / 'healthcheck'):
        text = path.read_text()
        names = re.findall(r'\$\{([A-Z_]+):?-', text) + re.findall(r"environ.get\('(\w+)'", text)
        assert names
        for name in set(names) - own:
            assert f'`{name}`' in index, name


def read_ini(path):
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    parser.optionxform = str
    parser.read_string(path.read_text())
    return parser
