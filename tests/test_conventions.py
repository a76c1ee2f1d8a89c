"""The project keeps to its own conventions (seconds, no Odoo, no database).

Each check is a function of the `conventions` package next to this file. Run without the Odoo
plugin of pytest, which asks for a database: python -m pytest -p no:odoo tests/test_conventions.py
"""

from pathlib import Path

import pytest

from tests.conventions import Tree, module_checks, tree_checks

TREE = Tree(Path(__file__).resolve().parent.parent)


def test_modules_are_found():
    """An empty list of modules would make every other test here green."""
    assert {'pharma_crm', 'pharma_care', 'pharma_callcenter', 'pharma_delivery'} <= {
        module.name for module in TREE.modules
    }


@pytest.mark.parametrize('check', module_checks.values(), ids=module_checks)
@pytest.mark.parametrize('module', TREE.modules, ids=lambda module: module.name)
def test_module(module, check):
    findings = list(check(module))
    if findings:
        pytest.fail('\n'.join(['', *findings]), pytrace=False)


@pytest.mark.parametrize('check', tree_checks.values(), ids=tree_checks)
def test_tree(check):
    findings = list(check(TREE))
    if findings:
        pytest.fail('\n'.join(['', *findings]), pytrace=False)
