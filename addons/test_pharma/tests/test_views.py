from lxml import etree

from odoo.tests import tagged

from .common import SuiteCase

# Every view type that Odoo 19 Community opens; `tree` saves without an error and opens nothing.
MODES = {'list', 'form', 'kanban', 'calendar', 'pivot', 'graph', 'activity', 'search', 'hierarchy'}


@tagged('post_install', '-at_install')
class TestViews(SuiteCase):
    """What is stored as a view can be shown."""

    def test_action_modes_exist(self):
        """Each mode of an action is a view type, and the model has or can generate it."""
        for action in self.own_records('ir.actions.act_window'):
            with self.subTest(action=action.get_external_id()[action.id]):
                modes = action.view_mode.split(',')
                self.assertLessEqual(set(modes), MODES)
                for mode in set(modes) & {'kanban', 'calendar', 'hierarchy'}:
                    domain = [('model', '=', action.res_model), ('type', '=', mode)]
                    self.assertTrue(self.env['ir.ui.view'].search_count(domain), mode)

    def test_actions_help_beginners(self):
        """Each window that can be empty says what it is for."""
        for action in self.own_records('ir.actions.act_window').filtered(
            lambda a: a.target != 'new' and a.res_model != 'res.config.settings'
        ):
            with self.subTest(action=action.get_external_id()[action.id]):
                self.assertIn('o_view_nocontent', action.help or '')

    def test_own_models_have_list_form_and_search(self):
        """Each model that a menu opens has a list, a form and a search of its own."""
        menus = self.own_records('ir.ui.menu').filtered('action')
        models = {m.action.res_model for m in menus if m.action._name == 'ir.actions.act_window'}
        self.assertTrue(models)
        for name in sorted(models):
            if self.env[name]._transient or name == 'res.config.settings':
                continue
            for mode in ('list', 'form', 'search'):
                domain = [('model', '=', name), ('type', '=', mode)]
                self.assertTrue(
                    self.env['ir.ui.view'].search_count(domain), f'{name}: no {mode} view'
                )

    def test_anchors_have_names(self):
        """Groups with content and notebook pages of our forms carry names to extend them by."""
        for view in self.own_records('ir.ui.view').filtered(lambda v: v.type == 'form'):
            arch = etree.fromstring(view.arch_db)
            for node in arch.iter('page'):
                with self.subTest(view=view.xml_id, line=node.sourceline):
                    self.assertTrue(node.get('name'))
