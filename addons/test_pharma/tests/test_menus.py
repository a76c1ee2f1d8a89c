from odoo.tests import tagged

from .common import SuiteCase


@tagged('post_install', '-at_install')
class TestMenus(SuiteCase):
    """A menu that somebody sees can be opened by that somebody."""

    def test_every_visible_menu_opens(self):
        """Each role may read the model behind every menu of the suite that it sees, and the
        action's views load for it (000-36)."""
        menus = self.own_records('ir.ui.menu').filtered('action')
        self.assertTrue(menus)
        for role, user in self.users.items():
            visible = menus.with_user(user)._filter_visible_menus()
            for menu in visible:
                action = menu.action.sudo()  # the action's name and modes, not its data
                if action._name != 'ir.actions.act_window':
                    continue
                with self.subTest(role=role, menu=menu.sudo().complete_name):
                    model = self.env[action.res_model].with_user(user)
                    self.assertTrue(model.has_access('read'))
                    modes = [(view_id, mode) for view_id, mode in action.views]
                    modes.append((action.search_view_id.id, 'search'))
                    views = model.get_views(modes, {'toolbar': True})
                    self.assertEqual(set(views['views']), {mode for _view, mode in modes})

    def test_an_outsider_sees_no_menu(self):
        """Somebody without a role of the suite sees none of its menus (000-36)."""
        outsider = (
            self.env['res.users']
            .with_context(no_reset_password=True)
            .create(
                {
                    'name': 'Outsider',
                    'login': 'test_outsider',
                    'group_ids': [self.env.ref('base.group_user').id],
                }
            )
        )
        self.assertFalse(self.own_records('ir.ui.menu').with_user(outsider)._filter_visible_menus())
