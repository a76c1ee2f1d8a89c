"""The plugin of `make test` fails a run that pytest alone would call green."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PASSES = 'def test_passes():\n    assert True\n'
SILENT = {
    'skipped test': (
        'import pytest\n\n@pytest.mark.skip(reason="no browser")\ndef test_x():\n    pass\n',
        'no browser',
    ),
    'skip inside a test': (
        (
            'import unittest\n\nclass TestX(unittest.TestCase):\n'
            '    def test_x(self):\n        self.skipTest("no browser")\n'
        ),
        'no browser',
    ),
    'skipped class': (
        (
            'import unittest\n\n@unittest.skip("no browser")\nclass TestX(unittest.TestCase):\n'
            '    def test_x(self):\n        pass\n'
        ),
        'no browser',
    ),
    'skipped module': (
        'import pytest\n\npytest.skip("no browser", allow_module_level=True)\n',
        'no browser',
    ),
    'missing import': (
        'import pytest\n\npytest.importorskip("no_such_package")\n',
        'no_such_package',
    ),
    'warning of ours': (
        (
            'import logging\n\ndef test_x():\n'
            '    logging.getLogger("odoo.addons.pharma_crm.models.x").warning("half done")\n'
        ),
        'WARNING odoo.addons.pharma_crm.models.x: half done',
    ),
    'warning about ours': (
        (
            'import logging\n\ndef test_x():\n'
            '    logging.getLogger("odoo.registry").warning("model pharma.x has no table")\n'
        ),
        'WARNING odoo.registry: model pharma.x has no table',
    ),
}
HARMLESS = {
    'expected warning': (
        'import logging\nimport unittest\n\nclass TestX(unittest.TestCase):\n'
        '    def test_x(self):\n        with self.assertLogs("odoo.addons.pharma_crm"):\n'
        '            logging.getLogger("odoo.addons.pharma_crm").warning("half done")\n'
    ),
    "somebody else's warning": (
        'import logging\n\ndef test_x():\n    logging.getLogger("odoo.http").warning("slow")\n'
    ),
}


def run(folder, source, *plugins):
    """Run pytest in a process of its own on a file that passes and one with `source`."""
    (folder / 'test_passes.py').write_text(PASSES)
    (folder / 'test_case.py').write_text(source)
    command = [sys.executable, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-p', 'no:odoo']
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get('PYTHONPATH')]))
    return subprocess.run(
        [*command, *plugins],
        cwd=folder,
        env=os.environ | {'PYTHONPATH': path},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize('case', SILENT)
def test_what_passes_in_silence_fails(tmp_path, case):
    """Green without the plugin, red with it, and the reason is printed."""
    source, reason = SILENT[case]
    assert run(tmp_path, source).returncode == 0, 'pytest itself would have noticed'
    done = run(tmp_path, source, '-p', 'tests.strict_plugin')
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert 'count as failures' in done.stdout
    assert reason in done.stdout.split('count as failures')[1]


@pytest.mark.parametrize('case', HARMLESS)
def test_what_is_expected_passes(tmp_path, case):
    """A warning that a test waits for, and one that is none of ours, fail nothing."""
    done = run(tmp_path, HARMLESS[case], '-p', 'tests.strict_plugin')
    assert done.returncode == 0, done.stdout
    assert 'count as failures' not in done.stdout
