"""XML that Odoo would skip without a word, and habits of older versions.

Most of them install without an error and fail later, in the browser or not at all.
"""

import re

from lxml import etree

from .tree import code_lines, module_check

TOP_TAGS = {'record', 'template', 'menuitem', 'asset', 'function', 'delete', 'data'}
INNER_TAGS = {
    'record': {'field'},
    'field': {'record', 'value'},
    'function': {'function', 'value'},
    'menuitem': {'menuitem'},
    'asset': {'bundle', 'field', 'path'},
    'data': TOP_TAGS,
    'odoo': TOP_TAGS,
}
FREE_FIELDS = ('xml', 'html')

PYTHON_HABITS = [
    (r'\b_sql_constraints\b', 'is ignored: use models.Constraint or models.UniqueIndex'),
    (r'\bname_get\b', 'is never called: override _compute_display_name'),
    (r'\b_name_search\b', 'is never called: override _search_display_name'),
    (r'''\btype\s*=\s*['"]json['"]''', "is deprecated: use type='jsonrpc'"),
    (r'\bself\._(?:cr|uid|context)\b', 'is deprecated: use self.env.cr, .uid, .context'),
    (r'(?<!\w)read_group\(', 'is deprecated: use _read_group'),
    (r'\bgroup_operator\b', 'is deprecated: use aggregator'),
    (r'\bodoo\.osv\b|\bosv\.expression\b', 'is deprecated: use odoo.fields.Domain'),
    (r'\buser_has_groups\b', 'is gone: use env.user.has_group'),
    (r'\bcheck_access_(?:rights|rule)\b', 'is deprecated: use check_access or has_access'),
    (r'\bgroups_id\b', 'is gone: use group_ids'),
    (r'\bstates=\{', 'is ignored: use readonly, invisible and required in the view'),
    (r'\btoggle_active\b', 'is deprecated: use action_archive and action_unarchive'),
    (r'\bcr\.commit\(', 'breaks the transaction: let the framework or _commit_progress do it'),
    (r'^\s*from odoo import .*(?<!\w)_(?!\w)', 'loses translations: use self.env._'),
    (r'''['"](?:list|tree|form|kanban|,|\s)*\btree\b,?[\w,]*['"]''', "view type is 'list' now"),
    (r'<tree\b', 'is gone: use <list>'),
    (r'\bt-(?:esc|raw)\b', 'is outdated: use t-out'),
]
JS_HABITS = [
    (r'\bodoo\.define\b', 'is gone: write an ES module'),
    (r'\bpublicWidget\b', 'is gone: use Interaction of @web/public/interaction'),
    (r'\bt-(?:esc|raw)\b', 'is outdated: use t-out'),
    (r'\bextra_trigger\b', 'is gone from tours: make it a step of its own'),
    (r'''['"]tree['"]''', "view type is 'list' now"),
]
GONE_TAGS = {
    'tree': 'use list',
    'report': 'use a record of ir.actions.report',
    'act_window': 'use a record of ir.actions.act_window',
}
GONE_ATTRIBUTES = {
    't-esc': 'use t-out',
    't-raw': 'use t-out',
    'attrs': 'use invisible, readonly, required with an expression',
    'states': 'use invisible with an expression',
    'groups_id': 'use group_ids',
}


@module_check
def xml_is_well_formed(module):
    """Every XML file can be parsed and declares its encoding."""
    for path in sorted(module.path.rglob('*.xml')):
        content = path.read_bytes()
        try:
            etree.fromstring(content)
        except etree.XMLSyntaxError as error:
            yield f'{module.where(path, error.lineno)}: {error.msg}: correct it'
        if not content.startswith(b'<?xml '):
            yield f'{module.where(path)}:1: no XML header: start with <?xml version="1.0" ...?>'


@module_check
def xml_tags_are_known(module):
    """Odoo skips an unknown tag without a word, so a misspelt record is never created."""
    files = set(module.data_files())
    for path, root in module.xml():
        if path not in files:
            continue
        if root.tag != 'odoo':
            yield f'{module.where(path, root.sourceline)}: root is <{root.tag}>: use <odoo>'
            continue
        yield from _unknown_tags(module, path, root)


def _unknown_tags(module, path, parent):
    known = INNER_TAGS[parent.tag]
    for element in parent.iterchildren(tag=etree.Element):
        if element.tag not in known:
            yield (
                f'{module.where(path, element.sourceline)}: <{element.tag}> in <{parent.tag}> '
                f"is skipped by Odoo: use one of {', '.join(sorted(known))}"
            )
        elif element.tag in INNER_TAGS and element.get('type') not in FREE_FIELDS:
            yield from _unknown_tags(module, path, element)


@module_check
def no_old_habits_in_xml(module):
    """Views of older versions: some install and then fail in the browser."""
    for path, root in module.xml():
        for element in root.iter(tag=etree.Element):
            for found, advice in _xml_habits(element):
                yield f'{module.where(path, element.sourceline)}: {found} is outdated: {advice}'


def _xml_habits(element):
    if element.tag in GONE_TAGS:
        yield f'<{element.tag}>', GONE_TAGS[element.tag]
    for name, advice in GONE_ATTRIBUTES.items():
        if name in element.attrib:
            yield f'{name}=', advice
    if element.tag == 'button' and element.get('disabled', '1') not in ('1', 'True', 'disabled'):
        yield 'disabled= with an expression', 'it disables for good, use invisible'
    if element.get('t-name') == 'kanban-box':
        yield 'kanban-box', 'use t-name="card"'
    if 'oe_chatter' in element.get('class', ''):
        yield 'oe_chatter', 'use <chatter/>'
    if element.tag == 'xpath' and re.search(r'\btree\b', element.get('expr', '')):
        yield 'tree in an xpath', 'use list'
    if element.tag == 'group' and next(element.iterancestors('search'), None) is not None:
        for name in ('expand', 'string'):
            if name in element.attrib:
                yield f'<group {name}=> in a search', 'write <group> without it'
    if element.tag == 'field' and element.getparent() is not None:
        yield from _xml_field_habits(element)


def _xml_field_habits(element):
    name, parent = element.get('name'), element.getparent()
    if name == 'view_mode' and 'tree' in (element.text or ''):
        yield 'view_mode tree', 'write list'
    if parent.tag != 'record':
        return
    if name in ('view_type', 'groups_id', 'numbercall', 'doall'):
        yield f'field {name}', 'remove it (groups_id is group_ids now)'
    if parent.get('model') == 'res.groups' and name in ('category_id', 'users'):
        yield f'field {name} of a group', 'use privilege_id, user_ids'


@module_check
def no_old_habits_in_python(module):
    """Python of older versions, comments and docstrings apart."""
    patterns = [(re.compile(pattern), advice) for pattern, advice in PYTHON_HABITS]
    for path in module.python():
        in_tests = 'tests' in path.relative_to(module.path).parts
        try:
            lines = list(code_lines(path.read_text(encoding='utf-8')))
        except SyntaxError as error:
            yield f'{module.where(path, error.lineno)}: {error.msg}: correct it'
            continue
        for number, line in lines:
            for pattern, advice in patterns:
                match = pattern.search(line)
                # Tests of concurrency need transactions of their own.
                if match and not (in_tests and 'commit' in match[0]):
                    yield f'{module.where(path, number)}: {match[0].strip()} {advice}'


@module_check
def no_old_habits_in_javascript(module):
    """JavaScript of older versions."""
    for path in sorted((module.path / 'static').rglob('*.js')):
        if 'lib' in path.relative_to(module.path).parts:
            continue
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            for pattern, advice in JS_HABITS:
                match = re.search(pattern, line)
                if match and not line.lstrip().startswith(('//', '*')):
                    yield f'{module.where(path, number)}: {match[0]} {advice}'
