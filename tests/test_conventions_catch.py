"""Each convention check can fail: a small good project passes, a small bad one is caught.

Run without the Odoo plugin: python -m pytest -p no:odoo tests/test_conventions_catch.py
"""

import pytest

from tests.convention_cases import BAD
from tests.convention_project import GOOD, PO_HEAD, entry
from tests.conventions import Tree, module_checks, tree_checks
from tests.conventions.sources import LONG_FILES


def build(root, changes=()):
    """Write the good project below `root`, then the changes: {path: content, None deletes}."""
    for name, content in {**GOOD, **dict(changes)}.items():
        path = root / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Tree(root)


def findings(tree, check):
    """All findings of one check, whichever kind it is."""
    if check in tree_checks:
        return list(tree_checks[check](tree))
    return [line for module in tree.modules for line in module_checks[check](module)]


@pytest.mark.parametrize('check', [*module_checks, *tree_checks])
def test_good_project_passes(tmp_path, check):
    """A check that complains about the good project is too strict."""
    assert findings(build(tmp_path), check) == []


@pytest.mark.parametrize(
    ('check', 'changes', 'expected'),
    BAD,
    ids=[f'{check}-{number}' for number, (check, *_rest) in enumerate(BAD)],
)
def test_bad_project_is_caught(tmp_path, monkeypatch, check, changes, expected):
    """The finding names the file and says what is wrong."""
    if check == 'long_files_are_long':
        monkeypatch.setitem(LONG_FILES, 'pharma_crm/models/short.py', 'a reason')
    found = findings(build(tmp_path, changes), check)
    assert any(expected in line for line in found), found
    assert all(' ' in line and ':' in line for line in found)


def test_every_check_has_a_bad_case():
    """A new check comes with the case that proves it."""
    assert {case[0] for case in BAD} == {*module_checks, *tree_checks}


def test_comments_and_docstrings_are_no_findings(tmp_path):
    """Words about an old habit are no old habit."""
    text = '"""Once there was name_get and _sql_constraints."""\nx = 1  # not self._cr\n'
    tree = build(tmp_path, {'pharma_crm/models/words.py': text})
    assert findings(tree, 'no_old_habits_in_python') == []


def test_strict_lookalikes_are_no_findings(tmp_path):
    """_read_group, the new names and commits of concurrency tests are right."""
    tree = build(
        tmp_path,
        {
            'pharma_crm/models/right.py': (
                'def f(self):\n'
                '    self._read_group([], ["partner_id"])\n'
                '    self.formatted_read_group([])\n'
                '    states = {"open": 1}\n'
                '    return self.env.cr, self.group_ids, "street"\n'
            ),
            'pharma_crm/tests/concurrency.py': 'def f(cr):\n    cr.commit()\n',
        },
    )
    assert findings(tree, 'no_old_habits_in_python') == []


@pytest.mark.parametrize(
    ('source', 'target', 'kept'),
    [
        ('Call %(name)s.', '\u547c\u53eb%(name)s\u3002', True),
        ('%(rate).2f of %(count)d. Done', '%(count)d: %(rate).2f', True),
        ('%(rate).2f of all', '%(rate).1f', False),
        ('Call %(name)s.', '\u547c\u53eb%(name)d\u3002', False),
    ],
)
def test_a_full_stop_belongs_to_no_placeholder(tmp_path, source, target, kept):
    """The stop after a placeholder may become another one; the precision of a number may not."""
    text = PO_HEAD + entry(source, target)
    tree = build(tmp_path, {'pharma_crm/i18n/zh_CN.po': text})
    assert (findings(tree, 'placeholders_are_kept') == []) is kept


@pytest.mark.parametrize(
    'reason',
    [
        '# ids only\nx = self.sudo().y',
        'x = self.sudo().y  # ids only',
        '# ids only\nx = (\n    self.z\n    .sudo()\n    .y\n)',
        'x = (\n    self.z\n    # ids only\n    .sudo()\n)',
    ],
)
def test_a_reason_for_sudo_may_stand_in_several_places(tmp_path, reason):
    """On the line, above it, above the statement."""
    tree = build(tmp_path, {'pharma_crm/models/reason.py': reason + '\n'})
    assert findings(tree, 'sudo_has_a_reason') == []
