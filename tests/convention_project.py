"""A tiny good project that keeps every convention, and the pieces to build a bad one."""

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<odoo>\n'
FOOT = '\n</odoo>\n'


def manifest(data=(), **values):
    """Source of a manifest; a value of None leaves the key out."""
    values = {
        'name': 'Thing',
        'summary': 'Keeps things',
        'version': '19.0.1.0.0',
        'category': 'Pharma',
        'author': 'Pharma Suite maintainers',
        'license': 'LGPL-3',
        'depends': ['crm'],
        'data': list(data),
        **values,
    }
    lines = (f'    {key!r}: {value!r},\n' for key, value in values.items() if value is not None)
    return '{\n' + ''.join(lines) + '}\n'


def xml(body):
    return HEAD + body + FOOT


def view(arch):
    return xml(
        '<record id="v" model="ir.ui.view">\n<field name="arch" type="xml">\n'
        f'{arch}\n</field>\n</record>'
    )


def entry(msgid, msgstr):
    return f'msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


def readme(*titles):
    return '# Thing\n\n' + ''.join(f'## {title}\n\nText.\n\n' for title in titles)


DATA = [
    'security/pharma_crm_groups.xml',
    'security/ir.model.access.csv',
    'security/pharma_thing_security.xml',
    'data/pharma_thing_data.xml',
    'views/pharma_thing_views.xml',
    'views/pharma_crm_menus.xml',
]
TITLES = ('What it does', 'Configuration', 'Usage', 'Known limits')
CSV_HEAD = 'id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n'
MODEL = (
    'from odoo import fields, models\n\n\n'
    'class PharmaThing(models.Model):\n'
    "    _name = 'pharma.thing'\n"
    "    _description = 'Thing'\n"
)
TEST = (
    'from odoo.tests import TransactionCase, tagged\n\n\n'
    "@tagged('post_install', '-at_install')\n"
    'class TestThing(TransactionCase):\n'
    '    def test_thing(self):\n'
    '        """004-12"""\n'
)
PO_HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
POT = PO_HEAD + entry('Thing of %(name)s', '') + entry('Things', '')
PO = PO_HEAD + entry('Thing of %(name)s', 'Vật của %(name)s') + entry('Things', 'Vật')
GLUE = manifest(depends=['pharma_crm', 'fleet'], auto_install=True)


def small_module(path, source):
    """Files of a module without data or models."""
    name = path.split('/')[-1]
    return {
        f'{path}/__manifest__.py': source,
        f'{path}/README.md': readme(*TITLES),
        f'{path}/static/description/index.html': '<p>What it is for.</p>\n',
        f'{path}/static/description/icon.png': b'\x89PNG',
        f'{path}/i18n/{name}.pot': POT,
        f'{path}/i18n/vi.po': PO,
        f'{path}/i18n/zh_CN.po': PO,
    }


GOOD = {
    **small_module('pharma_crm', manifest(DATA)),
    **small_module('pharma_care', manifest(depends=['pharma_crm'])),
    **small_module('addons/pharma_fleet', GLUE),
    'pharma_crm/security/pharma_crm_groups.xml': xml('<record id="g" model="res.groups"/>'),
    'pharma_crm/security/ir.model.access.csv': (
        CSV_HEAD + 'access_pharma_thing_user,thing,model_pharma_thing,group_pharma_user,1,0,0,0\n'
    ),
    'pharma_crm/security/pharma_thing_security.xml': xml('<data noupdate="1"/>'),
    'pharma_crm/data/pharma_thing_data.xml': xml(
        '<function model="pharma.thing" name="go"><value eval="[1]"/></function>'
    ),
    'pharma_crm/views/pharma_thing_views.xml': view('<list><field name="name"/></list>'),
    'pharma_crm/views/pharma_crm_menus.xml': xml('<menuitem id="m"/>'),
    'pharma_crm/models/pharma_thing.py': MODEL,
    'pharma_crm/static/src/thing/thing.js': 'export const thing = 1;\n',
    'pharma_crm/tests/__init__.py': 'from . import test_thing\n',
    'pharma_crm/tests/test_thing.py': TEST,
    'docs/README.md': '# Docs\n\n## A part\n\n[here](#a-part) ![shot](shot.png)\n',
    'docs/requirements.md': '- **004-12** Groups.\n',
    'docs/shot.png': b'\x89PNG',
    'CHANGELOG.md': (
        '- `pharma_crm` 19.0.1.0.0: x\n- `pharma_care` 19.0.1.0.0: x\n'
        '- `pharma_fleet` 19.0.1.0.0: x\n'
    ),
}
