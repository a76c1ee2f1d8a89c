from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestTourCareAssign(HttpCase):
    """Journeys in the browser, each as the role whose work it is."""

    def test_manager_assigns_medicines_by_ticking(self):
        """Tree, tick, choose, add: two medicines have their user (004-47)."""
        new_test_user(self.env, login='tour_care_manager', groups='pharma_care.group_care_manager')
        employee = new_test_user(
            self.env,
            login='tour_care_employee',
            name='Tour Employee',
            groups='pharma_care.group_care_user',
        )
        group, other_group = self.env['pharma.therapeutic.group'].create(
            [{'name': 'Tour Group', 'code': 'TOURG'}, {'name': 'Elsewhere', 'code': 'TOURE'}]
        )
        products = self.env['product.template'].create(
            [
                {'name': name, 'therapeutic_group_id': where.id, 'care_interval_days': 1}
                for name, where in (
                    ('Tour Medicine A', group),
                    ('Tour Medicine B', group),
                    ('Tour Other', other_group),
                )
            ]
        )
        url = '/odoo/action-pharma_care.pharma_care_assign_product_action'
        self.start_tour(url, 'pharma_care_assign_tour', login='tour_care_manager')
        assignments = self.env['pharma.care.assignment'].search([('user_id', '=', employee.id)])
        self.assertEqual(assignments.product_tmpl_id, products[:2])

    def test_administrator_chooses_the_care_mode(self):
        """The setting is one radio button and Save (004-39)."""
        new_test_user(
            self.env,
            login='tour_care_admin',
            groups='base.group_system,pharma_care.group_care_manager',
        )
        url = '/odoo/action-pharma_crm.pharma_config_settings_action'
        self.start_tour(url, 'pharma_care_mode_tour', login='tour_care_admin')
        self.assertEqual(self.env.company.care_mode, 'product')

    def test_manager_sets_intervals_and_recomputes(self):
        """Both dialogs from opening to the message that tells the result (004-41, 004-42)."""
        new_test_user(self.env, login='tour_care_chief', groups='pharma_care.group_care_manager')
        group = self.env['pharma.therapeutic.group'].create({'name': 'Tour Group', 'code': 'TOURG'})
        product = self.env['product.product'].create(
            {'name': 'Tour Medicine', 'therapeutic_group_id': group.id}
        )
        url = '/odoo/action-pharma_care.pharma_care_interval_action'
        self.start_tour(url, 'pharma_care_interval_tour', login='tour_care_chief')
        self.assertEqual(product.care_interval_days, 4)
        order = self.env['sale.order'].create(
            {
                'partner_id': self.env['res.partner'].create({'name': 'Tour Customer'}).id,
                'order_line': [Command.create({'product_id': product.id})],
            }
        )
        order.action_confirm()
        order.care_case_ids.sudo().unlink()
        url = '/odoo/action-pharma_care.pharma_care_recompute_action'
        self.start_tour(url, 'pharma_care_recompute_tour', login='tour_care_chief')
        self.assertEqual(len(order.care_case_ids), 1)
