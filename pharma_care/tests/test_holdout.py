from math import sqrt
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_effect import EffectCommon


@tagged('post_install', '-at_install')
class TestHoldout(EffectCommon):
    """Customers drawn to be observed stand in no list, whatever becomes of their orders (004-36).

    With the secret 'fixed' and half of all customers, the hash decides; the tests ask it first.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold_out()
        cls._draw()

    def test_new_orders(self):
        """004-36: the case of a drawn customer begins closed, the others as before; what there is
        of it is a record."""
        case = self._confirm_for(self.held).care_case_ids
        self._assert_in_no_list(case)
        self.assertEqual(len(case.line_ids), 1)
        self.assertEqual(self._confirm_for(self.cared).care_case_ids.state, 'todo')

    def test_function_and_statement_agree(self):
        """004-36, 004-42: many orders at once, and one by the function of the database."""
        orders = self.env['sale.order']
        for partner in (self.held, self.cared) * 15:
            orders |= self._create_order((self.metformin, 30), partner_id=partner.id)
        orders.action_confirm()
        for order in orders:
            is_held = order.partner_id == self.held
            self.assertEqual(order.care_case_ids.close_reason_id == self.observed, is_held)

    def test_no_other_door(self):
        """004-36: recomputed, assigned anew, another mode, bought again, cancelled and confirmed
        again, returned, moved: the case stays closed."""
        case = self._confirm_for(self.held).care_case_ids
        order = case.order_id
        self.Case._sync_orders(order)
        self._assert_in_no_list(case)
        self.Case._follow_customers(self.company, self.held.ids)
        self._assert_in_no_list(case)
        self._set_mode('customer')
        self._assign(self.user_a, partner_id=self.held)
        self._assert_in_no_list(case)
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assert_in_no_list(case)
        later = self._confirm_for(self.held).care_case_ids
        self._assert_in_no_list(case)
        self._assert_in_no_list(later)
        later.order_id._action_cancel()
        self.env.invalidate_all()
        self.assertEqual(later.close_reason_id, self.env.ref('pharma_care.close_reason_cancelled'))
        self._assert_in_no_list(case)
        later.order_id.action_draft()
        later.order_id.action_confirm()
        self._assert_in_no_list(later)
        order.order_line.product_uom_qty = 60
        self._assert_in_no_list(case)
        self.metformin.product_tmpl_id.care_interval_days = 2
        self._run_jobs()
        self._assert_in_no_list(case)
        self.held.pharma_region_id = self.region
        self._assert_in_no_list(case)

    def test_next_customer_and_alerts(self):
        """004-36, 004-50, 004-62: nobody gets the customer by 'Next Customer', and nobody is told
        that his supply ends; of another customer both happen."""
        self.Case.search([('state', '!=', 'done')])._write_closed(self.reason)
        held = self._confirm_for(self.held).care_case_ids
        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        with self._at('2026-04-02'), commit:
            self.Case._cron_alert()
            self.env.invalidate_all()
            self.assertFalse(held.date_alerted)
            self.assertNotIn('res_id', self.Case.with_user(self.user_a).action_next())
        self.assertFalse(held.claim_user_id)
        cared = self._confirm_for(self.cared).care_case_ids
        with self._at('2026-04-02'), commit:
            self.Case._cron_alert()
            self.env.invalidate_all()
            self.assertTrue(cared.date_alerted)
            action = self.Case.with_user(self.user_a).action_next()
        self.assertEqual(action['res_id'], cared.id)

    def test_returned_and_delivered_anew(self):
        """004-36: what came back closes the case for that reason."""
        case = self._confirm_for(self.held).care_case_ids
        delivery = case.order_id.picking_ids
        delivery.move_ids.quantity = 30
        delivery.button_validate()
        self._assert_in_no_list(case)
        wizard = self.env['stock.return.picking'].create({'picking_id': delivery.id})
        wizard.product_return_moves.quantity = 30
        wizard.product_return_moves.to_refund = True
        returned = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        returned.move_ids.quantity = 30
        returned.button_validate()
        self.env.invalidate_all()
        self.assertEqual(case.state, 'done')
        self.assertEqual(case.close_reason_id, self.env.ref('pharma_care.close_reason_returned'))

    def test_merged_customers(self):
        """004-36: cases that were observed stay so when their customer is merged into another."""
        case = self._confirm_for(self.held).care_case_ids
        self.env['base.partner.merge.automatic.wizard']._merge(
            (self.held | self.cared).ids, self.cared
        )
        self.env.invalidate_all()
        self.assertEqual(case.partner_id, self.cared)
        self._assert_held(case)

    def test_nobody_opens_or_records_by_mistake(self):
        """004-36: the case is not reopened by hand; whoever has the customer on the telephone
        books an appointment."""
        case = self._confirm_for(self.held).care_case_ids
        with self.assertRaisesRegex(UserError, 'appointment'):
            case.with_user(self.user_a).action_reopen()
        with self.assertRaisesRegex(UserError, 'appointment'):
            case.with_user(self.user_a).record_entry(
                {'content': 'Asked.', 'date_next': '2026-03-20'}
            )
        today = self.company._pharma_today()
        booked = self.Case.with_user(self.user_a)._book_appointment(self.held, today, self.user_a)
        self.assertEqual(booked.state, 'todo')
        self._assert_held(case)

    def test_another_share_and_the_end(self):
        """004-36: old cases stay as they are, new ones follow the new share; who was drawn stays
        drawn when the share grows."""
        case = self._confirm_for(self.held).care_case_ids
        open_case = self._confirm_for(self.cared).care_case_ids
        partners = self.env['res.partner'].create([{'name': f'More {n}'} for n in range(60)])
        self.company.care_holdout_percent = 20
        few = self.Case._get_held_out(self.company, partners)
        self.company.care_holdout_percent = 50
        self.assertLess(few, self.Case._get_held_out(self.company, partners))
        self.company.care_holdout_percent = 0
        self._assert_held(case)
        self.assertEqual(open_case.state, 'todo')
        self.assertEqual(self._confirm_for(self.held).care_case_ids.state, 'todo')
        self.assertEqual(self.company.care_holdout_to, self.company._pharma_today())
        salt = self.company.sudo().care_holdout_salt  # sudo: nobody reads the secret
        self.company.care_holdout_percent = 50
        self.assertEqual(str(self.company.care_holdout_from), '2026-03-03')
        self._set_holdout_from(self.company, '2026-03-02')
        self.assertFalse(self.company.care_holdout_to)
        self.assertEqual(self.company.sudo().care_holdout_salt, salt)
        self.assertEqual(self._confirm_for(self.held).care_case_ids.close_reason_id, self.observed)

    def test_orders_of_before(self):
        """004-36: only orders of the first day and later are observed."""
        self._set_holdout_from(self.company, '2026-03-02')
        old = self._buy('2026-03-01', (self.metformin, 30), partner_id=self.held.id)
        self.assertEqual(old.state, 'todo')
        self._assert_held(self._confirm_for(self.held).care_case_ids)

    def test_who_is_never_drawn(self):
        """004-36: wholesale partners and their contacts, and key customers."""
        held = self.held | self.second_held
        hospital = self.env['res.partner'].create(
            {'name': 'Hospital', 'is_company': True, 'pharma_customer_type': 'level1'}
        )
        self.held.parent_id = hospital
        group = self.env['pharma.customer.group'].create({'name': 'Key', 'care_always': True})
        self.second_held.pharma_customer_group_id = group
        self.env.flush_all()
        self.assertFalse(self.Case._get_held_out(self.company, held))
        for partner in held:
            self.assertEqual(self._confirm_for(partner).care_case_ids.state, 'todo')

    def test_the_draw_is_fair(self):
        """004-36: of 4,000 customers and a fixed secret, 20 per cent are drawn within three
        standard deviations; another company draws others."""
        partners = self.env['res.partner'].create([{'name': f'C{n}'} for n in range(4000)])
        self.company.care_holdout_percent = 20
        drawn = self.Case._get_held_out(self.company, partners)
        margin = 3 * sqrt(4000 * 0.2 * 0.8)
        self.assertAlmostEqual(len(drawn), 800, delta=margin)
        self.other_company.care_holdout_percent = 20
        self._set_holdout_from(self.other_company, '2026-01-01')
        others = self.Case._get_held_out(self.other_company, partners)
        # independent draws have 4 per cent in common
        self.assertAlmostEqual(len(drawn & others), 160, delta=4 * sqrt(4000 * 0.04 * 0.96))

    def test_the_secret(self):
        """004-36: it is random, and nobody reads it, also no administrator."""
        company = self.env['res.company'].create(
            {'name': 'New', 'care_holdout_percent': 10, 'care_holdout_from': '2026-03-02'}
        )
        self.assertEqual(len(company.sudo().care_holdout_salt), 32)
        admin = self.env.ref('base.user_admin')
        self.assertNotIn('care_holdout_salt', self.env['res.company'].with_user(admin).fields_get())
        for day in (False, '2026-03-01'):
            with self.assertRaisesRegex(ValidationError, "'Drawn From'"):
                company.care_holdout_from = day
        company.care_holdout_percent = 0
        with self.assertRaisesRegex(ValidationError, "tomorrow at the earliest"):
            company.write({'care_holdout_percent': 5, 'care_holdout_from': '2026-03-02'})
        # who begins with a share and names no day begins tomorrow
        company = self.env['res.company'].create({'name': 'Newer', 'care_holdout_percent': 10})
        self.assertEqual(str(company.care_holdout_from), '2026-03-03')
        self.assertFalse(self.Case._get_held_out(company, self.held))

    def test_sides_stay(self):
        """004-36: with care are all who might have been drawn and were not; what side a case was
        on stays when it ends."""
        held = self._buy('2025-10-01', (self.metformin, 30), partner_id=self.held.id)
        cared = self._buy('2025-10-01', (self.metformin, 30), partner_id=self.cared.id)
        hospital = self._buy(
            '2025-10-01',
            (self.metformin, 30),
            partner_id=self.env['res.partner']
            .create({'name': 'Hospital', 'pharma_customer_type': 'level2'})
            .id,
        )
        self._update_effects()

        def get_sides():
            self.env.invalidate_all()
            return [
                self.Effect.search([('case_id', '=', case.id)]).arm
                for case in (held, cared, hospital)
            ]

        self.assertEqual(get_sides(), ['holdout', 'care', False])
        # drawn, and cared for nevertheless: to the care of the others he does not belong
        self.Effect.search([('case_id', '=', held.id)]).unlink()
        held.write({'state': 'todo', 'close_reason_id': False})
        self._update_effects()
        self.assertEqual(get_sides(), [False, 'care', False])
        self.Effect.search([('case_id', '=', held.id)]).unlink()
        held._write_closed(self.observed)
        self._update_effects()
        self.company.care_holdout_percent = 0
        self.company.care_holdout_to = '2025-06-01'
        self._update_effects()
        self.assertEqual(get_sides(), ['holdout', 'care', False])
        self.assertEqual(self._get_effect(held).contact, 'holdout')

    def test_two_orders_of_a_pair(self):
        """004-36: an order of several lines, one by SQL alone, begins closed as a whole."""
        order = self._create_order((self.metformin, 30), (self.syrup, 1), partner_id=self.held.id)
        order.write({'order_line': [Command.create({'product_id': self.paracetamol.id})]})
        order.action_confirm()
        self._assert_in_no_list(order.care_case_ids)
