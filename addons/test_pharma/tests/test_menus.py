from odoo.tests import new_test_user, tagged

from .common import SuiteCase

# Roles that see no menu of the suite: the program beside a PBX has no screen. A courier has the
# telephone's.
WITHOUT_MENU = {'connector'}


@tagged('post_install', '-at_install')
class TestMenus(SuiteCase):
    """A menu that somebody sees can be opened by that somebody."""

    def test_every_visible_menu_opens(self):
        """Each role sees menus of the suite, may read the model behind every one of them, and the
        action's views load for it (000-36)."""
        menus = self.own_records('ir.ui.menu').filtered('action')
        self.assertTrue(menus)
        for role, user in self.users.items():
            visible = self._visible(menus, user)
            with self.subTest(role=role):
                self.assertEqual(bool(visible), role not in WITHOUT_MENU)
            for menu in visible:
                action = menu.action
                if action._name != 'ir.actions.act_window':
                    continue
                with self.subTest(role=role, menu=menu.complete_name):
                    model = self.env[action.res_model].with_user(user)
                    self.assertTrue(model.has_access('read'))
                    modes = [(view_id, mode) for view_id, mode in action.views]
                    modes.append((action.search_view_id.id, 'search'))
                    views = model.get_views(modes, {'toolbar': True})
                    self.assertEqual(set(views['views']), {mode for _view, mode in modes})

    def test_an_outsider_sees_no_menu(self):
        """Somebody without a role of the suite sees none of its menus (000-36)."""
        outsider = new_test_user(self.env, login='test_outsider', groups='base.group_user')
        self.assertFalse(self._visible(self.own_records('ir.ui.menu'), outsider))

    def _visible(self, menus, user):
        """Return the menus that the client shows: those below a hidden one are hidden with it."""
        everything = self.env['ir.ui.menu'].with_context(active_test=False).search([])
        visible = everything.with_user(user)._filter_visible_menus()
        hidden = everything - visible.sudo()
        return menus.filtered(
            lambda menu: not any(str(h) in menu.parent_path.split('/') for h in hidden.ids)
        )
