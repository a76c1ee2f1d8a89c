"""What every module and every page of this project must keep to, as small functions.

A check takes a module (or the whole tree) and yields one line per finding:
`path:line: what is wrong: what to do`. It reads files only: no Odoo, no database, no network.
`tests/test_conventions.py` runs them, `tests/test_conventions_catch.py` proves that each of
them can fail.
"""

from .tree import Module, Tree, module_checks, tree_checks
from . import docs, habits, manifest, sources, suite, translations

__all__ = ['Module', 'Tree', 'module_checks', 'tree_checks']
