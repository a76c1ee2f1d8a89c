"""Merging translations: what is kept, what is dropped, what must not change.

Run without the Odoo plugin: python -m pytest -p no:odoo tests/test_merge_po.py
"""

import importlib.util
import io
import tarfile
from pathlib import Path

import polib
import pytest

from tests.conventions import translations

SCRIPT = Path(__file__).resolve().parent.parent / 'config' / 'setup' / 'merge_po.py'
SPEC = importlib.util.spec_from_file_location('merge_po', SCRIPT)
merge_po = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(merge_po)

EXPORT = '''msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"POT-Creation-Date: {date}\\n"

#. module: pharma_x
#. odoo-python
#: code:addons/pharma_x/b.py:0
#: code:addons/pharma_x/a.py:0
#, python-format
msgid "Thing of %(name)s"
msgstr ""

#. module: pharma_x
#: model:ir.model.fields,field_description:pharma_x.field_a__b
msgid "Day"
msgstr ""
'''


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / 'pharma_x'
    folder.mkdir()
    (folder / '__manifest__.py').write_text('{}')
    demo = tmp_path / 'addons' / 'pharma_demo'
    demo.mkdir(parents=True)
    (demo / '__manifest__.py').write_text('{}')
    return tmp_path


def archive(folder, text):
    path = folder / 'export.tgz'
    content = text.encode()
    with tarfile.open(path, 'w:gz') as file:
        info = tarfile.TarInfo('pharma_x/i18n/pharma_x.pot')
        info.size = len(content)
        file.addfile(info, io.BytesIO(content))
    return path


def test_files_of_addons_are_named_once():
    """Odoo meets them once more through the folder around addons/ (000-34)."""
    exported = EXPORT.replace(
        '#: code:addons/pharma_x/b.py:0\n',
        '#: code:addons/pharma_x/b.py:0\n#: code:addons/addons/pharma_x/b.py:0\n',
    )
    terms = merge_po.template('pharma_x', exported.format(date='2026-01-01'))
    places = [place for term in terms for place, _line in term.occurrences]
    assert 'code:addons/pharma_x/b.py' in places
    assert not [place for place in places if 'addons/addons' in place]


def export(folder, date='2026-01-01', extra=''):
    return archive(folder, EXPORT.format(date=date) + extra)


def test_demo_and_tests_are_not_translated(project):
    assert list(merge_po.modules(project)) == ['pharma_x']
    assert merge_po.UNTRANSLATED == translations.UNTRANSLATED, 'two lists of one thing'
    assert set(merge_po.LANGUAGES) == set(translations.LANGUAGES)


def test_template_changes_only_with_its_terms(project):
    path = project / 'pharma_x' / 'i18n' / 'pharma_x.pot'
    assert merge_po.merge(export(project), False, project) == 0
    first = path.read_bytes()
    assert b'2026' not in first
    assert first.index(b'"Day"') < first.index(b'"Thing of'), 'sorted by source'
    assert first.index(b'/a.py') < first.index(b'/b.py'), 'uses are sorted'
    assert b'python-format' in first
    assert merge_po.merge(export(project, '2027-02-02'), False, project) == 0
    assert path.read_bytes() == first


def test_translations_are_kept_and_left_overs_dropped(project):
    path = project / 'pharma_x' / 'i18n' / 'vi.po'
    path.parent.mkdir()
    path.write_text(
        'msgid "Day"\nmsgstr "Ngày"\n\nmsgid "Gone"\nmsgstr "Mất"\n\n'
        '#, fuzzy\nmsgid "Thing of %(name)s"\nmsgstr "?"\n',
        encoding='utf-8',
    )
    merge_po.merge(export(project), False, project)
    entries = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    assert entries == {'Day': 'Ngày', 'Thing of %(name)s': ''}
    assert 'fuzzy' not in path.read_text(encoding='utf-8')
    assert (path.parent / 'zh_CN.po').is_file()


def test_check_writes_nothing_and_names_what_changed(project, capsys):
    folder = project / 'pharma_x' / 'i18n'
    assert merge_po.merge(export(project), True, project) == 1
    assert not folder.exists()
    merge_po.merge(export(project), False, project)
    assert merge_po.merge(export(project, '2030-01-01'), True, project) == 0
    capsys.readouterr()
    changed = export(project, extra='\n#: code:addons/pharma_x/a.py:0\nmsgid "New"\nmsgstr ""\n')
    assert merge_po.merge(changed, True, project) == 1
    assert "pharma_x/i18n/pharma_x.pot: new term 'New'" in capsys.readouterr().out


def test_module_missing_in_the_database_is_told(project, capsys):
    (project / 'pharma_y').mkdir()
    (project / 'pharma_y' / '__manifest__.py').write_text('{}')
    assert merge_po.merge(export(project), True, project) == 1
    assert 'pharma_y: not installed' in capsys.readouterr().out
