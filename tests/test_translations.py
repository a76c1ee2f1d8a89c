"""Committed translation templates hold exactly the terms of the source.

Needs a database in which all modules are installed: PHARMA_TEST_DB=name. Run without the Odoo
plugin: python -m pytest -p no:odoo tests/test_translations.py
"""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_templates_are_up_to_date():
    """A fresh export names no term that is new, gone or used elsewhere."""
    database = os.environ.get('PHARMA_TEST_DB')
    if not database:
        pytest.fail('PHARMA_TEST_DB names no database with the modules installed', pytrace=False)
    done = subprocess.run(
        ['bash', ROOT / 'config/setup/pot.sh', database, '--check'],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
