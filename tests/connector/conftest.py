"""The connector's own package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'addons/pharma_asterisk/daemon'))
