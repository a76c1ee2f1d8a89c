"""The modules of this folder, and the set-up's tools."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
for path in (HERE, HERE.parents[1] / 'config' / 'setup'):
    sys.path.insert(0, str(path))
