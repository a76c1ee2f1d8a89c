from datetime import date

from odoo.tests import tagged

from .common_effect import EffectCommon


@tagged('post_install', '-at_install')
class TestFiguresChanges(EffectCommon):
    """Figures stay right when customers and orders are merged or deleted, and when an interval
    changes (000-13, 004-36, 004-41)."""

    def _merge(self, *partners):
        self.env['base.partner.merge.automatic.wizard']._merge(
            [partner.id for partner in partners], partners[0]
        )
        self.env.invalidate_all()

    def test_effect_of_merged_customers(self):
        """004-36: what the duplicate bought is what the kept customer bought again; a care of
        either counts for both."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        double = self._buy('2025-11-05', (self.metformin, 30), partner_id=self.other_customer.id)
        self._care(double, '2025-11-01 03:00:00')
        # 30 tablets of 1 October end on the 31st
        self.assertRecordValues(
            self._get_effect(case),
            [{'date_end': date(2025, 10, 31), 'is_bought': False, 'contact': 'none'}],
        )
        self._merge(self.customer, self.other_customer)
        self.assertRecordValues(
            self._get_effect(case), [{'is_bought': True, 'contact': 'contacted', 'entry_count': 1}]
        )
        effects = self.Effect.search([('partner_id', '=', self.customer.id)])
        self.assertEqual(effects.case_id, case | double)

    def test_effect_of_deleted_orders(self):
        """004-36: a purchase that is deleted was none: neither a case, nor the one bought again."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        again = self._buy('2025-11-05', (self.metformin, 30))
        self.assertTrue(self._get_effect(case).is_bought)
        for order in again.order_id:
            order._action_cancel()
            order.unlink()
        effect = self._get_effect(case)
        self.assertFalse(effect.is_bought)
        case.order_id._action_cancel()
        case.order_id.unlink()
        self._update_effects()
        self.assertFalse(self.Effect.search([('partner_id', '=', self.customer.id)]))

    def test_adherence_of_deleted_orders(self):
        """000-13: the deleted purchase covers no day: 21 days of 10 November to 2 March, 113 days,
        instead of 42."""
        self._buy('2025-11-10', (self.metformin, 21))
        second = self._buy('2025-12-20', (self.metformin, 21))
        row = self._get_figures()
        self.assertRecordValues(row, [{'fill_count': 2, 'days_covered': 42}])
        second.order_id._action_cancel()
        second.order_id.unlink()
        self.env.invalidate_all()
        self.assertRecordValues(self._get_figures(), [{'fill_count': 1, 'days_covered': 21}])

    def test_adherence_of_deleted_customers(self):
        """000-13: the figures go with the customer, and the night finds nothing to do."""
        case = self._buy('2025-11-10', (self.metformin, 21))
        row = self._get_figures()
        self.assertTrue(row)
        case.order_id._action_cancel()
        case.order_id.unlink()
        partner_id = self.customer.id
        self.customer.unlink()
        self.assertFalse(row.exists())
        self.Adherence._update(self.company, partner_id, partner_id, None)
        self.assertFalse(self.Adherence.search([('partner_id', '=', partner_id)]))

    def test_three_merged_customers(self):
        """000-13: of three duplicates each has figures of the same group: one row stays."""
        third = self.env['res.partner'].create({'name': 'Third'})
        for partner, day in (
            (self.customer, '2025-11-01'),
            (self.other_customer, '2025-12-01'),
            (third, '2026-01-01'),
        ):
            self._buy(day, (self.metformin, 30), partner_id=partner.id)
            self._get_figures(partner=partner)
        self._merge(self.customer, self.other_customer, third)
        rows = self.Adherence.search([('partner_id', '=', self.customer.id)])
        self.assertEqual(sorted(rows.mapped('window')), ['180', '365'])
        # 1 November, 1 December and 1 January, 30 days each, none of them the same
        self.assertEqual(set(rows.mapped('days_covered')), {90})

    def test_a_changed_interval_and_who_was_not_reached(self):
        """004-41, 004-56: an attempt is no care: the case still follows the interval; a cared for
        one does not."""
        case = self._create_case((self.metformin, 10))
        cared = self._create_case((self.metformin, 10), partner_id=self.other_customer.id)
        case.with_user(self.user_a).record_entry(
            {'content': '', 'response_type_id': self.no_answer.id}
        )
        cared.with_user(self.user_a).record_entry({'content': 'Well.', 'date_next': '2026-03-09'})
        self.assertEqual(case.date_due, date(2026, 3, 12))
        self.metformin.care_interval_days = 2
        self._run_jobs()
        # ten tablets of 2 March at two days each
        self.assertEqual(case.date_due, date(2026, 3, 22))
        self.assertEqual(cared.date_due, date(2026, 3, 9))

    def test_a_changed_interval_leaves_adherence_of_the_past(self):
        """000-13, 004-41: closed lines keep the days they were reckoned with."""
        case = self._buy('2025-11-10', (self.metformin, 21))
        case._write_closed(self.reason)
        self.assertEqual(self._get_figures().days_covered, 21)
        self.metformin.care_interval_days = 2
        self._run_jobs()
        self.assertEqual(self._get_figures().days_covered, 21)
