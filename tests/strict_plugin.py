"""pytest plugin of `make test`: what would pass in silence fails here.

* a skipped test is a failure, and so is a file that skips itself while it is imported: a browser
  that is missing must not look like a green journey;
* a warning logged by a module of the suite is a failure, unless the test expects it with
  ``assertLogs``.
"""

import logging
from pathlib import Path

import pytest

ROOT = str(Path(__file__).resolve().parents[1])


class _Collector(logging.Handler):
    """Keeps warnings that come from, or speak of, the suite's own modules."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        """Keep the record when it is ours; `assertLogs` keeps expected ones away from here."""
        text = record.getMessage()
        ours = record.name.startswith(('odoo.addons.pharma', 'odoo.addons.test_pharma'))
        if (
            ours
            or 'pharma' in text
            or record.pathname.startswith((f'{ROOT}/pharma', f'{ROOT}/addons'))
        ):
            self.lines.append(f'{record.levelname} {record.name}: {text}')


_collector = _Collector()
_skipped = []


def pytest_sessionstart(session):
    """Listen to everything that is logged from now on."""
    logging.getLogger().addHandler(_collector)


def pytest_runtest_logreport(report):
    """Remember what was skipped."""
    if report.skipped:
        _skipped.append(f'{report.nodeid}: {report.longrepr}')


def pytest_collectreport(report):
    """Remember files that skipped themselves: none of their tests is ever reported."""
    if report.skipped:
        _skipped.append(f'{report.nodeid}: {report.longrepr}')


def pytest_sessionfinish(session, exitstatus):
    """Turn skips and warnings into a failed run."""
    if (_skipped or _collector.lines) and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Say what failed the run."""
    for title, lines in (('skipped', _skipped), ('log warnings of ours', _collector.lines)):
        if lines:
            terminalreporter.section(f'{title} count as failures', red=True)
            for line in dict.fromkeys(lines):
                terminalreporter.write_line(line)
