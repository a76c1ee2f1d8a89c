"""Settings: one TOML file, secrets from files or the environment where wanted."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import tomllib

LOOPBACK = ('127.0.0.1', '::1', 'localhost')


class ConfigError(Exception):
    """A setting is missing or wrong; the text says which and what to write."""


@dataclass
class AmiConfig:
    """How to reach the exchange."""

    user: str
    secret: str
    host: str = '127.0.0.1'
    port: int = 5038


@dataclass
class Config:
    """All settings, checked."""

    ami: AmiConfig
    url: str
    pbx: str
    secret: str
    queue_log: Path
    journal: Path
    api_key: str = ''
    wake_token: str = ''
    database: str = ''
    ca_file: str = ''
    dial_context: str = 'pharma-dial'
    dial_prefix: str = ''
    dial_seconds: int = 25
    finishing: tuple = ('wrapup',)
    keep_days: float = 2
    zone: ZoneInfo | None = None  # of the days by which calls are counted
    interval: float = 2
    recordings: Path | None = None
    recording_name: str = '{id}.wav'
    agents: dict = field(default_factory=dict)  # interface -> agent id, beside the queues' members


def load(path):
    """Read and check a file.

    :param path: of the TOML file
    :return: ``Config``
    :raise ConfigError: with what to correct
    """
    try:
        values = tomllib.loads(Path(path).read_text(encoding='utf-8'))
    except OSError as error:
        raise ConfigError(f'{path} cannot be read: {error.strerror}') from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f'{path} is no TOML: {error}') from error
    return build(values)


def build(values):
    """Return the ``Config`` of a file's values.

    :param dict values: sections asterisk, odoo, connector, agents
    :raise ConfigError: with what to correct
    """
    asterisk, odoo, own = (dict(values.get(k, {})) for k in ('asterisk', 'odoo', 'connector'))
    ami = AmiConfig(
        user=_need(asterisk, 'user', 'asterisk'),
        secret=_secret(asterisk, 'secret', 'asterisk', required=True),
        host=asterisk.pop('host', '127.0.0.1'),
        port=asterisk.pop('port', 5038),
    )
    if ami.host not in LOOPBACK:
        raise ConfigError(
            f'[asterisk] host = {ami.host}: the manager interface is not encrypted; run the '
            'connector on the host of the exchange and write 127.0.0.1'
        )
    config = Config(
        ami=ami,
        url=_need(odoo, 'url', 'odoo').rstrip('/'),
        pbx=_need(odoo, 'pbx', 'odoo'),
        secret=_secret(odoo, 'secret', 'odoo', required=True),
        api_key=_secret(odoo, 'api_key', 'odoo'),
        wake_token=_secret(odoo, 'wake_token', 'odoo'),
        queue_log=Path(asterisk.pop('queue_log', '/var/log/asterisk/queue_log')),
        journal=Path(own.pop('journal', '/var/lib/pharma-connector/journal.sqlite')),
        agents=dict(values.get('agents', {})),
    )
    folder = asterisk.pop('recordings', None)
    config.recordings = Path(folder) if folder else None
    zone = own.pop('tz', 'UTC')
    try:
        config.zone = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(f'[connector] tz = {zone} is no time zone') from error
    for section, names in (
        (odoo, ('database', 'ca_file')),
        (asterisk, ('dial_context', 'dial_prefix', 'dial_seconds', 'recording_name')),
        (own, ('finishing', 'keep_days', 'interval')),
    ):
        for name in names:
            if name in section:
                setattr(config, name, section.pop(name))
    unknown = [*asterisk, *odoo, *own, *(set(values) - {'asterisk', 'odoo', 'connector', 'agents'})]
    if unknown:
        raise ConfigError(f'unknown settings: {", ".join(sorted(unknown))}')
    _check(config)
    return config


def _check(config):
    url = urlsplit(config.url)
    if url.scheme not in ('http', 'https') or not url.hostname:
        raise ConfigError(f'[odoo] url = {config.url}: write it like https://odoo.example.com')
    if url.scheme == 'http' and url.hostname not in LOOPBACK:
        raise ConfigError(f'[odoo] url = {config.url}: customers\' numbers travel here, use https')
    if not re.fullmatch(r'[A-Za-z0-9_.-]{1,80}', config.dial_context):
        raise ConfigError('[asterisk] dial_context is no name of a context')
    try:
        config.recording_name.format(id='1.2', date='2026-03-02')
    except (KeyError, IndexError, ValueError) as error:
        raise ConfigError('[asterisk] recording_name knows {id} and {date} only') from error
    if not 0.1 <= config.interval <= 60 or not 0.1 <= config.keep_days <= 400:
        raise ConfigError('[connector] interval is 0.1 to 60 s, keep_days 0.1 to 400')


def _need(section, key, name):
    value = section.pop(key, None)
    if not value or not isinstance(value, str):
        raise ConfigError(f'[{name}] {key} is missing')
    return value


def _secret(section, key, name, required=False):
    """A secret stands in the file, in another one (key_file) or in the environment (key_env)."""
    value, path, variable = (section.pop(k, None) for k in (key, f'{key}_file', f'{key}_env'))
    try:
        value = Path(path).read_text(encoding='utf-8').strip() if path else value
    except OSError as error:
        raise ConfigError(f'[{name}] {key}_file = {path}: {error.strerror}') from error
    value = os.environ.get(variable) if variable else value
    if required and not value:
        raise ConfigError(f'[{name}] {key} is missing (or {key}_file, {key}_env)')
    return value or ''
