"""Tests that look at the suite from outside Odoo share the set-up's own tools."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / 'config' / 'setup'))
