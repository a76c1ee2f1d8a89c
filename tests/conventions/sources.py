"""Python, rights and tests of a module."""

import ast
import csv
import re

from .tree import comment_lines, module_check, parse_python, tree_check

MAX_LINES = 300
# Longer files, each with the reason why it is not cut into two.
LONG_FILES = {}
MODEL_BASES = {'Model', 'TransientModel'}
TAGS = {'post_install', '-at_install'}


@module_check
def files_stay_short(module):
    """One model, one subject per file; what grows longer wants to be two."""
    for path in [*module.python(), *sorted((module.path / 'static').rglob('*.js'))]:
        if 'lib' in path.relative_to(module.path).parts:
            continue
        count = len(path.read_text(encoding='utf-8').splitlines())
        if count >= MAX_LINES and module.where(path) not in LONG_FILES:
            yield (
                f'{module.where(path, count)}: {count} lines: cut it below {MAX_LINES}, '
                'or add it to LONG_FILES with the reason'
            )


@tree_check
def long_files_are_long(tree):
    """An exception that is no longer needed goes."""
    for name in LONG_FILES:
        path = tree.root / name
        count = len(path.read_text(encoding='utf-8').splitlines()) if path.is_file() else 0
        if count < MAX_LINES:
            yield f'{name}:1: {count} lines: remove it from LONG_FILES'


@module_check
def sudo_has_a_reason(module):
    """A sudo() without a reason is a hole until the opposite is shown.

    The comment stands on its line, above it, or above the statement that it is part of.
    """
    for path in module.python(tests=False):
        source = path.read_text(encoding='utf-8')
        comments = comment_lines(source)
        starts = {}
        for node in ast.walk(parse_python(path)):
            if isinstance(node, ast.stmt) and not hasattr(node, 'body'):
                starts.update(dict.fromkeys(range(node.lineno, node.end_lineno + 1), node.lineno))
        for number, line in enumerate(source.splitlines(), 1):
            if '.sudo(' in line.split('#')[0]:
                reasons = range(starts.get(number, number) - 1, number + 1)
                if not comments.intersection(reasons):
                    yield f'{module.where(path, number)}: sudo() without a reason: add a comment'


def _access_rows(module):
    path = module.path / 'security' / 'ir.model.access.csv'
    if not path.is_file():
        return path, []
    with path.open(encoding='utf-8', newline='') as file:
        return path, list(csv.DictReader(file))


@module_check
def access_rows_have_a_group(module):
    """A row without a group opens the model to everybody, the portal included."""
    path, rows = _access_rows(module)
    for number, row in enumerate(rows, 2):
        if not (row.get('group_id:id') or row.get('group_id/id')):
            yield f"{module.where(path, number)}: {row.get('id')} has no group: name one"


def own_models(module):
    """Yield (path, line, name) of each model that the module creates, abstract ones apart."""
    for path in module.python(tests=False):
        for node in ast.walk(parse_python(path)):
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {getattr(base, 'attr', getattr(base, 'id', None)) for base in node.bases}
            values = {
                target.id: statement.value
                for statement in node.body
                if isinstance(statement, ast.Assign)
                for target in statement.targets
                if isinstance(target, ast.Name)
            }
            name = _literal(values.get('_name'))
            inherits = _literal(values.get('_inherit')) or []
            inherits = [inherits] if isinstance(inherits, str) else inherits
            if bases & MODEL_BASES and name and name not in inherits:
                yield path, node.lineno, name


def _literal(node):
    try:
        return ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None


@module_check
def models_have_access_rights(module):
    """Wizards and SQL reports count too: without a row nobody but the system reads them."""
    path, rows = _access_rows(module)
    known = {(row.get('model_id:id') or row.get('model_id/id') or '') for row in rows}
    known = {name.split('.')[-1] for name in known}
    for source, line, name in own_models(module):
        if 'model_' + name.replace('.', '_') not in known:
            yield (
                f'{module.where(source, line)}: {name} has no access rights: '
                f'add a row per role to {module.where(path)}'
            )


def _imported(path):
    names = set()
    for node in ast.walk(parse_python(path)):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names} | {node.module}
    return names


@module_check
def test_files_are_imported(module):
    """Odoo runs what tests/__init__.py imports; a forgotten file is green for ever."""
    init = module.path / 'tests' / '__init__.py'
    files = sorted((module.path / 'tests').rglob('test_*.py'))
    names = _imported(init) if init.is_file() else set()
    for path in files:
        if path.parent != init.parent:
            yield f'{module.where(path)}:1: Odoo does not look here: move it to tests/'
        elif path.stem not in names:
            yield f'{module.where(path)}:1: never run: import it in {module.where(init)}'


@module_check
def tests_are_their_own_and_tagged(module):
    """Odoo runs only methods written in the file's own classes; all of ours run post_install."""
    for path in sorted((module.path / 'tests').glob('test_*.py')):
        classes = [n for n in parse_python(path).body if isinstance(n, ast.ClassDef)]
        with_tests = [node for node in classes if _own_tests(node)]
        if not with_tests:
            yield f'{module.where(path)}:1: no test method of its own: write one or rename the file'
        for node in with_tests:
            if not _tags(node) >= TAGS:
                yield (
                    f'{module.where(path, node.lineno)}: {node.name} is not tagged: '
                    "add @tagged('post_install', '-at_install')"
                )


def _own_tests(node):
    return [
        item
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name.startswith('test_')
    ]


def _tags(node):
    return {
        argument.value
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, 'id', '') == 'tagged'
        for argument in decorator.args
        if isinstance(argument, ast.Constant)
    }


@module_check
def readme_is_complete(module):
    """What it is for, how to set it up, how to use it, what it cannot do."""
    path = module.path / 'README.md'
    if not path.is_file():
        yield f'{module.where(path)}:1: missing: write it as in the neighbouring modules'
        return
    text = path.read_text(encoding='utf-8')
    wanted = ('What it does', 'Configuration', 'Usage', 'Known limits')
    found = re.findall(r'^## (.+?)\s*$', text, re.MULTILINE)
    for title in wanted:
        if title not in found:
            yield f"{module.where(path)}:1: section '## {title}' is missing: write it"
    if [title for title in found if title in wanted] != [t for t in wanted if t in found]:
        yield f"{module.where(path)}:1: sections in another order: {', '.join(wanted)}"


@module_check
def icon_is_there(module):
    """The Apps screen and the root menu show it; a module for tests only needs none."""
    path = module.path / 'static' / 'description' / 'icon.png'
    if module.name.startswith('test_'):
        return
    if not path.is_file():
        yield f'{module.where(path)}:1: missing: add a 140 x 140 PNG'
    elif not path.read_bytes().startswith(b'\x89PNG'):
        yield f'{module.where(path)}:1: no PNG: save it as one'


@module_check
def description_is_there(module):
    """The Apps screen shows it; without one Odoo takes README.md for another markup and complains
    with every update."""
    path = module.path / 'static' / 'description' / 'index.html'
    if not path.is_file():
        yield f'{module.where(path)}:1: missing: say in a few lines of HTML what the module is for'
