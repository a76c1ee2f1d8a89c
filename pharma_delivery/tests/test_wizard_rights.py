from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestWizardRights(VisitCase):
    """What somebody enters in a window is not for others, and not for another company."""

    def test_windows_are_read_by_their_user(self):
        """000-29, 000-36: cash and slips of a round taken back; core keeps them for an hour."""
        slip = self._create_slip()
        underway = self._underway(slip)
        self._send(self._prepare(slip, cash_amount=25000))
        wizard = (
            self.env['pharma.round.finish'].with_user(self.clerk).create({'batch_id': underway.id})
        )
        self.assertEqual(wizard.line_ids.picking_id, slip)
        other = self.env['res.company'].create({'name': "Another Company"})
        stranger = new_test_user(
            self.env,
            'stranger_wizard',
            groups='pharma_delivery.group_delivery_user',
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        colleague = new_test_user(
            self.env, 'colleague_wizard', groups='pharma_delivery.group_delivery_user'
        )
        for user in (stranger, colleague):
            for window in (wizard, wizard.line_ids):
                with self.subTest(user=user.login, window=window._name):
                    self.assertFalse(self.env[window._name].with_user(user).search([]))
                    with self.assertRaises(AccessError):
                        window.with_user(user).read(['id'])

    def test_every_window_has_a_rule(self):
        """000-36: none of the module is read by everybody of the role."""
        models = self.env['ir.model'].search(
            [('transient', '=', True), ('model', '=like', 'pharma.%')]
        )
        own = models.filtered(lambda model: 'pharma_delivery' in model.modules.split(', '))
        self.assertGreater(len(own), 8)
        for model in own:
            with self.subTest(model=model.model):
                rules = model.rule_ids.filtered(lambda rule: not rule.groups)
                self.assertTrue(rules)
