"""For each convention check, the smallest changes of the good project that break it."""

from tests.convention_project import (
    CSV_HEAD,
    DATA,
    HEAD,
    MODEL,
    PO,
    PO_HEAD,
    TEST,
    TITLES,
    entry,
    manifest,
    readme,
    small_module,
    view,
    xml,
)


def crm(**values):
    return {'pharma_crm/__manifest__.py': manifest(DATA, **values)}


def python(line):
    return {'pharma_crm/models/bad.py': f'def f(self, cr):\n    {line}\n'}


def arch(text):
    return {'pharma_crm/views/pharma_thing_views.xml': view(text)}


def body(text):
    return {'pharma_crm/views/pharma_thing_views.xml': xml(text)}


PYTHON = [
    ("_sql_constraints = [('a', 'unique(a)', 'b')]", '_sql_constraints'),
    ('return self.name_get()', 'name_get'),
    ("return route('/x', type='json')", "type='json'"),
    ('cr.commit()', 'cr.commit('),
    ('self._cr.execute("x")', 'self._cr'),
    ('self.read_group([], [], [])', 'read_group('),
    ("return fields.Float(group_operator='sum')", 'group_operator'),
    ('from odoo.osv import expression', 'odoo.osv'),
    ("return self.user_has_groups('x')", 'user_has_groups'),
    ("return fields.Char(states={'done': []})", 'states={'),
    ("return {'view_mode': 'tree,form'}", 'tree'),
    ("return '<tree/>'", '<tree'),
    ("return '<p t-esc=\"x\"/>'", 't-esc'),
    ("return self.check_access_rights('read')", 'check_access_rights'),
    ('return self.groups_id', 'groups_id'),
    ('from odoo import _, api', 'self.env._'),
    ('def _name_search(self): pass', '_name_search'),
    ('return self.toggle_active()', 'toggle_active'),
]
ARCHES = [
    ('<tree/>', '<tree>'),
    ('<list><field name="a" attrs="{}"/></list>', 'attrs='),
    ('<form><button name="a" states="draft"/></form>', 'states='),
    ('<form><button name="a" disabled="not b"/></form>', 'disabled='),
    ('<kanban><t t-name="kanban-box"/></kanban>', 'kanban-box'),
    ('<kanban><t t-name="card"><t t-esc="a"/></t></kanban>', 't-esc'),
    ('<kanban><t t-name="card"><t t-raw="a"/></t></kanban>', 't-raw'),
    ('<form><div class="oe_chatter"/></form>', 'oe_chatter'),
    ('<search><group expand="0"/></search>', 'expand'),
    ('<search><group string="Group By"/></search>', 'string'),
    ('<xpath expr="//tree/field"/>', 'xpath'),
]
BODIES = [
    ('<record id="a" model="x"><field name="view_mode">tree,form</field></record>', 'view_mode'),
    ('<record id="a" model="x"><field name="view_type">form</field></record>', 'view_type'),
    ('<record id="a" model="res.groups"><field name="users"/></record>', 'field users'),
    ('<report id="a" model="x"/>', '<report>'),
    ('<act_window id="a" model="x"/>', '<act_window>'),
]
BAD = [
    ('manifest_keys', {'pharma_crm/__manifest__.py': '{'}, 'no dict of literals'),
    ('manifest_keys', crm(author='Somebody'), 'author is not'),
    ('manifest_keys', crm(summary=None), "'summary' is missing"),
    ('manifest_keys', crm(license='GPL-3'), 'license is not'),
    ('manifest_keys', crm(license='AGPL-3'), 'AGPL-3 outside a bridge'),
    ('manifest_keys', crm(version='18.0.1.0.0'), 'version'),
    ('manifest_keys', crm(version='1.0'), 'version'),
    ('dependencies_point_one_way', crm(depends=['pharma_care']), 'may not depend on pharma_care'),
    ('dependencies_point_one_way', crm(depends=['website']), 'may not depend on website'),
    (
        'dependencies_point_one_way',
        small_module('pharma_delivery', manifest(depends=['pharma_crm', 'pharma_care'])),
        'pharma_delivery may not depend on pharma_care',
    ),
    (
        'dependencies_point_one_way',
        {'addons/pharma_fleet/__manifest__.py': manifest(depends=['pharma_crm', 'fleet'])},
        'glue without auto_install',
    ),
    (
        'dependencies_point_one_way',
        {'addons/pharma_fleet/__manifest__.py': manifest(depends=['fleet'], auto_install=True)},
        'depends on no module of the suite',
    ),
    (
        'dependencies_point_one_way',
        {'addons/pharma_fleet/__manifest__.py': manifest(depends=['pharma_demo'])},
        'nothing may depend on pharma_demo',
    ),
    ('data_files_are_loaded', {'pharma_crm/views/lost_views.xml': xml('')}, 'never loaded'),
    ('data_files_are_loaded', {'pharma_crm/views/pharma_crm_menus.xml': None}, 'does not exist'),
    (
        'data_files_are_loaded',
        {'pharma_crm/__manifest__.py': manifest([*DATA, DATA[0]])},
        'listed twice',
    ),
    (
        'data_files_are_in_order',
        {'pharma_crm/__manifest__.py': manifest([DATA[1], DATA[0], *DATA[2:]])},
        'security/pharma_crm_groups.xml (groups) after security/ir.model.access.csv',
    ),
    (
        'data_files_are_in_order',
        {'pharma_crm/__manifest__.py': manifest(['other/x.xml'])},
        'no known folder',
    ),
    ('no_demo_data', crm(demo=['data/x.xml']), 'demo data'),
    ('no_demo_data', {'pharma_crm/demo/x.xml': xml('')}, 'demo folder'),
    ('xml_is_well_formed', {'pharma_crm/views/pharma_crm_menus.xml': HEAD}, 'correct it'),
    ('xml_is_well_formed', {'pharma_crm/views/pharma_crm_menus.xml': '<odoo/>'}, 'no XML header'),
    ('xml_tags_are_known', body('<reccord id="a"/>'), '<reccord> in <odoo>'),
    ('xml_tags_are_known', body('<record id="a"><feild name="a"/></record>'), '<feild> in'),
    ('xml_tags_are_known', body('<record id="a"><record id="b"/></record>'), 'in <record>'),
    ('xml_tags_are_known', body('<asset id="a"><bundel/></asset>'), '<bundel> in <asset>'),
    ('xml_tags_are_known', body('<data><act_window id="a"/></data>'), '<act_window> in <data>'),
    (
        'xml_tags_are_known',
        {'pharma_crm/views/pharma_crm_menus.xml': '<?xml version="1.0"?>\n<openerp/>'},
        'use <odoo>',
    ),
    *(('no_old_habits_in_xml', arch(text), expected) for text, expected in ARCHES),
    *(('no_old_habits_in_xml', body(text), expected) for text, expected in BODIES),
    *(('no_old_habits_in_python', python(line), expected) for line, expected in PYTHON),
    (
        'no_old_habits_in_javascript',
        {'pharma_crm/static/src/thing/thing.js': "odoo.define('x', function () {});\n"},
        'thing.js:1: odoo.define',
    ),
    ('files_stay_short', {'pharma_crm/models/long.py': 'x = 1\n' * 300}, '300 lines'),
    ('files_stay_short', {'pharma_crm/static/src/long.js': 'x\n' * 301}, '301 lines'),
    ('long_files_are_long', {'pharma_crm/models/short.py': 'x = 1\n'}, 'short.py:1: 1 lines'),
    ('sudo_has_a_reason', python('self.sudo().unlink()'), 'bad.py:2: sudo()'),
    (
        'access_rows_have_a_group',
        {
            'pharma_crm/security/ir.model.access.csv': CSV_HEAD
            + 'access_pharma_thing_all,thing,model_pharma_thing,,1,0,0,0\n'
        },
        'csv:2: access_pharma_thing_all has no group',
    ),
    (
        'models_have_access_rights',
        {
            'pharma_crm/wizard/ask.py': MODEL.replace('models.Model', 'models.TransientModel')
            .replace('pharma.thing', 'pharma.thing.ask')
        },
        'ask.py:4: pharma.thing.ask has no access rights',
    ),
    ('test_files_are_imported', {'pharma_crm/tests/test_lost.py': TEST}, 'never run: import it'),
    ('test_files_are_imported', {'pharma_crm/tests/a/test_lost.py': TEST}, 'move it to tests/'),
    ('test_files_are_imported', {'pharma_crm/tests/__init__.py': None}, 'never run'),
    (
        'tests_are_their_own_and_tagged',
        {'pharma_crm/tests/test_thing.py': TEST.replace('def test_thing', 'def thing')},
        'no test method',
    ),
    (
        'tests_are_their_own_and_tagged',
        {'pharma_crm/tests/test_thing.py': TEST.replace("'post_install', ", '')},
        'TestThing is not tagged',
    ),
    ('readme_is_complete', {'pharma_crm/README.md': None}, 'missing'),
    ('readme_is_complete', {'pharma_crm/README.md': readme(*TITLES[:3])}, "'## Known limits'"),
    ('readme_is_complete', {'pharma_crm/README.md': readme(*TITLES[::-1])}, 'another order'),
    ('description_is_there', {'pharma_crm/static/description/index.html': None}, 'missing'),
    ('icon_is_there', {'pharma_crm/static/description/icon.png': None}, 'missing'),
    ('icon_is_there', {'pharma_crm/static/description/icon.png': b'<svg/>'}, 'no PNG'),
    ('translations_exist', {'pharma_crm/i18n/vi.po': None}, 'vi.po:1: missing'),
    ('translations_exist', {'pharma_crm/i18n/pharma_crm.pot': None}, 'pharma_crm.pot:1: missing'),
    (
        'translations_are_complete',
        {'pharma_crm/i18n/vi.po': PO + entry('Other', 'Khác')},
        "'Other' is left over",
    ),
    (
        'translations_are_complete',
        {'pharma_crm/i18n/vi.po': PO.replace('"Vật"', '""')},
        "'Things' has no translation",
    ),
    (
        'translations_are_complete',
        {'pharma_crm/i18n/vi.po': PO.replace('msgid "Things"', '#, fuzzy\nmsgid "Things"')},
        "'Things' has no translation",
    ),
    (
        'translations_are_complete',
        {'pharma_crm/i18n/zh_CN.po': PO_HEAD + entry('Things', '东西')},
        "'Thing of %(name)s' is missing",
    ),
    (
        'placeholders_are_kept',
        {'pharma_crm/i18n/vi.po': PO.replace('Vật của %(name)s', 'Vật của %(ten)s')},
        'vi.po:4: placeholders',
    ),
    ('links_resolve', {'docs/README.md': '# D\n\n[x](lost.md)\n'}, 'README.md:3: lost.md'),
    ('links_resolve', {'docs/README.md': '# D\n\n![x](lost.png)\n'}, 'lost.png'),
    ('links_resolve', {'docs/README.md': '# D\n\n[x](#nowhere)\n'}, 'no heading #nowhere'),
    ('images_are_used', {'docs/images/lost.png': b'\x89PNG'}, 'lost.png:1: shown on no page'),
    ('requirement_ids_exist', python('"(004-99)"'), 'bad.py:2: 004-99 is not in'),
    ('changelog_knows_versions', crm(version='19.0.2.0.0'), '`pharma_crm` 19.0.2.0.0'),
    ('changelog_knows_versions', {'CHANGELOG.md': None}, '`pharma_crm` 19.0.1.0.0'),
    # Put together here, so that this file holds no such path or host itself.
    ('no_machine_paths', {'Makefile': 'x:\n\tcat ' + '/ro' + 'ot/x\n'}, 'Makefile:2: /ro'),
    ('no_machine_paths', {'.ci/run': 'cd ' + '/wo' + 'rk/main\n'}, '.ci/run:1: /wo'),
    ('no_machine_paths', {'docs/x.md': 'see ' + '/ho' + 'me/me/x\n'}, 'docs/x.md:1: /ho'),
    ('hosts_are_known', {'config/x.txt': '--index-url https:' + '//mirror.lan/x\n'}, 'mirror.lan'),
    ('hosts_are_known', {'config/x.txt': 'py' + 'pi.org\n'}, 'leave the registry'),
    ('files_speak_of_the_product', {'docs/x.md': 'Lo' + 'rem ipsum.\n'}, 'docs/x.md:1'),
]  # fmt: skip
