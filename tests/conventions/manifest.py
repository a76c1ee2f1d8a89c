"""The manifest: keys, version, arrows between modules, files and their order."""

import re

from .tree import MANIFEST, module_check

CORE_DEPENDS = {
    'pharma_crm': {
        'sale_management', 'sale_stock', 'product_expiry', 'crm', 'phone_validation', 'contacts',
        'base_import',
    },
    'pharma_care': set(),
    'pharma_callcenter': {'survey', 'rating', 'resource', 'hr'},
    'pharma_delivery': {'stock_picking_batch', 'stock_delivery'},
}  # fmt: skip
# Modules of addons/ that somebody chooses to install; all others there are glue.
CHOSEN = {
    'pharma_asterisk', 'pharma_channel', 'pharma_dashboard', 'pharma_demo', 'pharma_device',
    'pharma_forecast', 'pharma_marketing', 'pharma_portal', 'pharma_vigilance', 'pharma_zalo',
    'test_pharma',
}  # fmt: skip
# These look at everything and nothing looks at them.
ENDS = {'pharma_demo', 'test_pharma'}
VERSION = re.compile(r'19\.0\.\d+\.\d+\.\d+')
AUTHOR = 'Pharma Suite maintainers'
STEPS = (
    ('groups', re.compile(r'security/\w+_groups\.xml')),
    ('access rights', re.compile(r'security/ir\.model\.access\.csv')),
    ('record rules', re.compile(r'security/')),
    ('data', re.compile(r'data/')),
    ('wizards', re.compile(r'wizard/')),
    ('reports', re.compile(r'report/')),
    ('menus', re.compile(r'views/\w*menus\.xml')),
    ('views', re.compile(r'views/')),
)
ORDER = ('groups', 'access rights', 'record rules', 'data', 'wizards', 'reports', 'views', 'menus')


@module_check
def manifest_keys(module):
    """The manifest is a dict and says who, under which licence, in which version."""
    where = module.where(module.path / MANIFEST)
    values = module.manifest
    if not values:
        yield f'{where}:1: no dict of literals: write one, as in the neighbouring modules'
        return
    for key in ('name', 'summary', 'category', 'depends'):
        if not values.get(key):
            yield f"{where}:1: '{key}' is missing: add it"
    if values.get('author') != AUTHOR:
        yield f"{where}:{module.manifest_line('author')}: author is not '{AUTHOR}': set it"
    if values.get('license') not in ('LGPL-3', 'AGPL-3'):
        yield (
            f"{where}:{module.manifest_line('license')}: license is not LGPL-3: set it "
            '(AGPL-3 only for a bridge to an AGPL module)'
        )
    elif values['license'] == 'AGPL-3' and not (module.is_addon and values.get('auto_install')):
        yield (
            f"{where}:{module.manifest_line('license')}: AGPL-3 outside a bridge: "
            'use LGPL-3, or make it an auto_install module in addons/'
        )
    if not VERSION.fullmatch(str(values.get('version'))):
        yield (
            f"{where}:{module.manifest_line('version')}: version {values.get('version')!r} is not "
            '19.0.major.minor.patch: write for example 19.0.1.0.0'
        )


@module_check
def dependencies_point_one_way(module):
    """Siblings never depend on each other, nothing depends upwards, the core list is short."""
    ours = {m.name: m for m in module.tree.modules}
    if module.is_addon:
        yield from _addon_dependencies(module, ours)
        return
    allowed = set() if module.name == 'pharma_crm' else {'pharma_crm'}
    allowed |= CORE_DEPENDS.get(module.name, set())
    for name in module.manifest.get('depends', []):
        if name not in allowed:
            line = module.where(module.path / MANIFEST, module.manifest_line(f"'{name}'"))
            why = 'what needs both is glue in addons/' if name in ours else (
                'a new core dependency is a decision: add it to CORE_DEPENDS and docs/design.md'
            )  # fmt: skip
            yield f'{line}: {module.name} may not depend on {name}: {why}'


def _addon_dependencies(module, ours):
    depends = module.manifest.get('depends', [])
    where = module.where(module.path / MANIFEST)
    for name in ENDS.intersection(depends) - {module.name}:
        if module.name not in ENDS:
            yield (
                f"{where}:{module.manifest_line(name)}: nothing may depend on {name}: "
                'it looks at everything itself'
            )
    if not any(name in ours for name in depends):
        yield (
            f"{where}:{module.manifest_line('depends')}: depends on no module of the suite: "
            'name the ones it extends'
        )
    if module.name not in CHOSEN and not module.manifest.get('auto_install'):
        yield (
            f'{where}:1: glue without auto_install: set it, or list the module in CHOSEN '
            'if people are to install it on purpose'
        )


@module_check
def data_files_are_loaded(module):
    """Each file of a data folder is in the manifest and the other way round."""
    where = module.where(module.path / MANIFEST)
    listed = module.manifest.get('data', []) + module.manifest.get('demo', [])
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f'{where}:{module.manifest_line(name)}: {name} is listed twice: keep the first'
    for name in listed:
        if not (module.path / name).is_file():
            yield (
                f'{where}:{module.manifest_line(name)}: {name} does not exist: '
                'add the file or remove the line'
            )
    for path in module.data_files():
        if path.relative_to(module.path).as_posix() not in listed:
            yield f'{module.where(path)}:1: never loaded: add it to data of {where}'


@module_check
def data_files_are_in_order(module):
    """Groups, access rights, rules, data, wizards, reports, views, menus."""
    last, last_name = -1, ''
    for name in module.manifest.get('data', []):
        step = next((step for step, pattern in STEPS if pattern.match(name)), None)
        line = module.where(module.path / MANIFEST, module.manifest_line(name))
        if step is None:
            yield f'{line}: {name} lies in no known folder: move it to views, data, ...'
        elif ORDER.index(step) < last:
            yield f"{line}: {name} ({step}) after {last_name}: the order is {', '.join(ORDER)}"
        else:
            last, last_name = ORDER.index(step), name


@module_check
def no_demo_data(module):
    """Demo records live in pharma_demo alone, which builds them through the real flows."""
    if module.name == 'pharma_demo':
        return
    where = module.where(module.path / MANIFEST)
    if module.manifest.get('demo'):
        yield f"{where}:{module.manifest_line('demo')}: demo data: move it to addons/pharma_demo"
    if (module.path / 'demo').exists():
        yield f"{module.where(module.path / 'demo')}:1: demo folder: move it to addons/pharma_demo"
