"""Where modules and files are found, and how checks are registered."""

import ast
import io
import os
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

MANIFEST = '__manifest__.py'
# Folders whose XML and CSV files are data that Odoo loads, in no particular order.
DATA_FOLDERS = ('views', 'security', 'data', 'report', 'wizard')
TEXT_SUFFIXES = {
    '.cfg', '.conf', '.css', '.csv', '.html', '.in', '.ini', '.js', '.json', '.md', '.po', '.pot',
    '.py', '.rst', '.scss', '.service', '.sh', '.sql', '.toml', '.txt', '.xml', '.yaml', '.yml',
}  # fmt: skip
TEXT_NAMES = {'Dockerfile', 'LICENSE', 'Makefile', 'odoo-bin', 'run'}

module_checks = {}
tree_checks = {}


def module_check(function):
    """Register `function(module)`; it runs once per module."""
    module_checks[function.__name__] = function
    return function


def tree_check(function):
    """Register `function(tree)`; it runs once for the whole project."""
    tree_checks[function.__name__] = function
    return function


@dataclass(frozen=True)
class Tree:
    """A checkout."""

    root: Path

    @cached_property
    def modules(self):
        """Modules at the root and in `addons/`, sorted by name."""
        manifests = [*self.root.glob(f'*/{MANIFEST}'), *self.root.glob(f'addons/*/{MANIFEST}')]
        return sorted((Module(self, path.parent) for path in manifests), key=lambda m: m.name)

    @cached_property
    def texts(self):
        """Every text file of the project, hidden folders and caches apart; `.ci` counts."""
        found = []
        for folder, names, files in os.walk(self.root):
            names[:] = sorted(
                n for n in names if n in ('.ci', '.github') or n[0] != '.' and n != '__pycache__'
            )
            found += [
                Path(folder, name)
                for name in sorted(files)
                if name in TEXT_NAMES or Path(name).suffix in TEXT_SUFFIXES
            ]
        return found

    def where(self, path, line=None):
        """Return 'folder/file:line' relative to the root."""
        shown = Path(path).relative_to(self.root).as_posix()
        return f'{shown}:{line}' if line else shown


@dataclass(frozen=True)
class Module:
    """One Odoo module."""

    tree: Tree
    path: Path

    @property
    def name(self):
        return self.path.name

    @property
    def is_addon(self):
        """Whether it lives in `addons/`: what one may leave out."""
        return self.path.parent != self.tree.root

    @cached_property
    def manifest(self):
        """The manifest as a dict, empty when it cannot be read (`manifest_keys` says so)."""
        try:
            values = ast.literal_eval((self.path / MANIFEST).read_text(encoding='utf-8'))
        except (SyntaxError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def where(self, path, line=None):
        return self.tree.where(path, line)

    def manifest_line(self, text):
        """Line of the manifest on which `text` occurs, 1 if it does not."""
        lines = (self.path / MANIFEST).read_text(encoding='utf-8').splitlines()
        return next((i for i, line in enumerate(lines, 1) if text in line), 1)

    def python(self, tests=True):
        """Python files, with or without those of `tests/`."""
        return [
            path
            for path in sorted(self.path.rglob('*.py'))
            if tests or 'tests' not in path.relative_to(self.path).parts
        ]

    def data_files(self):
        """XML and CSV files of the data folders."""
        return sorted(
            path
            for folder in DATA_FOLDERS
            for path in (self.path / folder).rglob('*')
            if path.suffix in ('.xml', '.csv')
        )

    def xml(self):
        """(path, root element) of every well-formed XML file of the module."""
        for path in sorted(self.path.rglob('*.xml')):
            root = parse_xml(path)
            if root is not None:
                yield path, root


def parse_xml(path):
    """Root element, None when the file is not well-formed (`xml_is_well_formed` says so)."""
    try:
        return etree.fromstring(path.read_bytes())
    except etree.XMLSyntaxError:
        return None


def parse_python(path):
    """Syntax tree, an empty one when the file does not compile (ruff says so)."""
    try:
        return ast.parse(path.read_text(encoding='utf-8'))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def comment_lines(source):
    """Numbers of the lines that carry a comment."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0] for token in tokens if token.type == tokenize.COMMENT}


def code_lines(source):
    """Yield (number, line) of Python source with comments and docstrings blanked.

    Strings stay, since `'tree,form'` is one; what only talks about an old habit is no finding.
    """
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(source)):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text and isinstance(node.value.value, str):
            for number in range(node.lineno, node.end_lineno + 1):
                lines[number - 1] = ''
    yield from enumerate(lines, 1)
