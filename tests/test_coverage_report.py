"""The coverage page: what counts as proof, and what is refused.

Run without the Odoo plugin: python -m pytest -p no:odoo tests/test_coverage_report.py
"""

import pytest

from tests import coverage_report

REQUIREMENTS = """# R

## Source 000: first

- **000-01** One.
- **000-02** Two.

## Source 004: fourth

- **004-01** A.
- **004-02** B.
- **004-03** C.
"""
# Ids stand in strings here, which are no proof of the suite's own requirements.
TEST = '''class TestX:
    def test_a(self):
        """It holds (004-01..02)."""

    def test_b(self):
        # 000-01
        x = '004-03'

    def helper(self):
        """000-02"""
'''
TOUR = '''/**
 * Walks (004-03).
 */
registry.category('web_tour.tours').add('pharma_walk', {
    // 000-02
    steps: () => [],
});
'''


@pytest.fixture
def project(tmp_path):
    def write(verdicts='', files=()):
        contents = {'docs/requirements.md': REQUIREMENTS, 'docs/coverage.toml': verdicts}
        for name, text in {**contents, **dict(files)}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding='utf-8')
        return tmp_path

    return write


def state(text, requirement):
    row = next(line for line in text.splitlines() if line.startswith(f'| {requirement} |'))
    return row.split(' | ')[2]


def test_ranges_and_lookalikes():
    assert coverage_report.ids_in('x 004-08..10, 000-03') == [
        '004-08', '004-09', '004-10', '000-03',
    ]  # fmt: skip
    assert coverage_report.ids_in('2004-01 004-011 1004-01-02 004-01-02') == []
    assert coverage_report.ids_in('000-01..000-02') == ['000-01', '000-02']


def test_docstrings_comments_and_tours_are_proof(project):
    root = project(files={'m/tests/test_x.py': TEST, 'addons/n/static/tests/tours/walk.js': TOUR})
    tests = coverage_report.find_tests(root)
    tour = 'addons/n/static/tests/tours/walk.js::pharma_walk'
    assert tests == {
        '000-01': ['m/tests/test_x.py::test_b'],
        '000-02': [tour],
        '004-01': ['m/tests/test_x.py::test_a'],
        '004-02': ['m/tests/test_x.py::test_a'],
        '004-03': [tour],
    }


def test_verdicts(project):
    text = coverage_report.report(
        project(
            '[[partly]]\nids = ["004-01"]\nmissing = "half"\n'
            '[[later]]\nids = ["000-01"]\nwhere = "pharma_x"\nwhy = "calls"\n'
            '[[partly]]\nids = ["000-02"]\nmissing = "all"\n'
            '[[outside]]\nids = ["004-03"]\nwhy = "org"\n'
            '[screens]\n"004-02" = "A > B"\n"004-03" = "C > D"\n',
            {'m/tests/test_x.py': TEST},
        )
    )
    assert state(text, '004-01') == 'partly'
    assert state(text, '004-02') == 'covered'
    assert state(text, '004-03') == 'outside'
    assert state(text, '000-01') == 'partly', 'a test of something later proves a part'
    assert state(text, '000-02') == 'not yet', 'partly is a ceiling, not a claim'
    assert 'A > B |' in text
    assert 'C > D' not in text, 'no screen without a test'
    assert '| **all** | 1 | 2 | 1 | 0 | 1 | 5 |' in text


@pytest.mark.parametrize(
    ('verdicts', 'files', 'message'),
    [
        ('[[covered]]\nids = ["004-01"]\n', {}, 'called covered'),
        ('[[later]]\nids = ["004-01"]\n', {}, "say 'why'"),
        ('[[later]]\nids = ["004-99"]\nwhy = "x"\n', {}, 'no such id'),
        ('[[maybe]]\nids = ["004-01"]\n', {}, 'none of'),
        (
            '[[later]]\nids = ["004-01"]\nwhy = "x"\n[[outside]]\nids = ["004-01"]\nwhy = "x"\n',
            {},
            'two verdicts',
        ),
        ('', {'tests/test_y.py': 'def test_y():\n    """004-77"""\n'}, 'no such id'),
        ('', {'docs/requirements.md': REQUIREMENTS + '- **004-01** A.\n'}, 'occurs twice'),
    ],
)
def test_wrong_claims_are_refused(project, capsys, verdicts, files, message):
    assert coverage_report.main([], project(verdicts, files)) == 2
    assert message in capsys.readouterr().err


def test_tests_of_one_file_share_a_line(project):
    other = TEST.replace('# 000-01', '# 004-02')
    text = coverage_report.report(project(files={'m/tests/test_x.py': other}))
    assert '`m/tests/test_x.py::test_a`, `::test_b` |' in text


def test_check_notices_a_stale_page(project):
    root = project()
    assert coverage_report.main(['--check'], root) == 1
    assert coverage_report.main([], root) == 0
    assert coverage_report.main(['--check'], root) == 0
    project(files={'m/tests/test_x.py': TEST})
    assert coverage_report.main(['--check'], root) == 1


def test_the_page_of_this_project_is_up_to_date(capsys):
    assert coverage_report.main(['--check']) == 0, capsys.readouterr().err
