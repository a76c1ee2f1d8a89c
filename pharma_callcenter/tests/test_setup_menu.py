from odoo.tests import tagged

from .common import ComplaintCommon

MOST = 8


@tagged('post_install', '-at_install')
class TestSetupMenu(ComplaintCommon):
    """What supervisors set up fits on the screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.env.ref('pharma_callcenter.pharma_config_complaint_menu')

    def test_the_set_up_is_short(self):
        """000-24, 000-34: a section of its own beside Tickets, with eight entries at most; a
        dropdown shows everything below it in one go."""
        self.assertEqual(self.root.parent_id, self.env.ref('pharma_crm.pharma_menu_root'))
        below = self.env['ir.ui.menu'].search([('id', 'child_of', self.root.id)]) - self.root
        entries = below.with_user(self.supervisor)._filter_visible_menus()
        self.assertTrue(entries)
        self.assertLessEqual(len(entries), MOST, entries.mapped('name'))

    def test_it_is_for_supervisors(self):
        """000-36: agents and the staff of departments do not see it."""
        for user in (self.agent, self.clerk):
            self.assertFalse(self.root.with_user(user)._filter_visible_menus(), user.login)
