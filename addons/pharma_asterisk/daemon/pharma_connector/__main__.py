"""python -m pharma_connector --config FILE [--check | --once]"""

import argparse
import asyncio
import logging
import signal
import sqlite3
import sys

from .check import check
from .config import ConfigError, load
from .odoo import OdooError
from .service import Connector

DEFAULT = '/etc/pharma-connector.toml'


async def serve(config):
    """Run until told to stop."""
    connector = asyncio.create_task(Connector(config).run())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, connector.cancel)
    try:
        await connector
    except asyncio.CancelledError:
        logging.getLogger(__name__).info('stopped')


async def once(config):
    """Read the log and send it."""
    await Connector(config).once()


def main():
    """Command line; the exit status is 0 when everything was well."""
    parser = argparse.ArgumentParser(prog='pharma_connector', description=__doc__)
    parser.add_argument('--config', default=DEFAULT)
    parser.add_argument('--check', action='store_true', help='test everything, say what is wrong')
    parser.add_argument('--once', action='store_true', help='read the log, send it, and end')
    parser.add_argument('--verbose', action='store_true')
    arguments = parser.parse_args()
    logging.basicConfig(
        level=logging.DEBUG if arguments.verbose else logging.INFO,
        format='%(asctime)s %(levelname)s %(name)s: %(message)s',
    )
    try:
        config = load(arguments.config)
        if arguments.check:
            wrong = asyncio.run(check(config, sys.stdout.write))
            return 1 if wrong else 0
        asyncio.run(once(config) if arguments.once else serve(config))
    except (ConfigError, OdooError) as error:
        sys.stderr.write(f'pharma_connector: {error}\n')
        return 1
    except (sqlite3.OperationalError, PermissionError) as error:
        sys.stderr.write(f'pharma_connector: the journal {config.journal}: {error}\n')
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
