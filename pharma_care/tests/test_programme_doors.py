from odoo.fields import Command
from odoo.tests import tagged

from .common_programme import ProgrammeCommon


@tagged('post_install', '-at_install')
class TestProgrammeDoors(ProgrammeCommon):
    """Who is left out of programmes, and that nobody is in one twice."""

    def test_observed_customers(self):
        """000-10, 004-36: who was drawn is never hit, by no kind of programme, and is counted for
        managers without a name in the preview."""
        self._hold_out()
        self._draw()
        self._add_figure(self.held, segment='lost')
        self._add_figure(self.cared, segment='lost')
        programme = self._create_programme('reactivation', [(0, 9)], is_segment_lost=True)
        shown = self._get_preview(programme)
        self.assertEqual(shown.partner_id, self.cared)
        self.assertRecordValues(
            shown.filtered(lambda row: row.reason == 'observed'),
            [{'count': 1, 'partner_id': False, 'part': '3_left_out'}],
        )
        programme.with_user(self.manager).action_start()
        hits = self._hits(programme)
        self.assertEqual(hits.filtered('case_id').partner_id, self.cared)
        self.assertEqual(programme.with_user(self.manager).observed_count, 1)
        # the button lists as many as it says, and nobody who is only observed
        action = programme.with_user(self.manager).action_view_hits()
        self.assertEqual(action['context'], {'search_default_hit': 1})
        self.assertFalse(self.held.care_case_ids)
        medicine = self._start()
        for partner in (self.held, self.cared):
            self._confirm_for(partner)
        self._night(medicine, '2026-03-02')
        self._night(medicine, '2026-03-09')
        hits = self._hits(medicine)
        self.assertEqual(hits.filtered('case_id').partner_id, self.cared)
        self._assert_held(self.held.care_case_ids)

    def test_drawn_while_waiting(self):
        """004-36: who is drawn before the first contact is left out then."""
        programme = self._start()
        partners = self.env['res.partner'].create([{'name': f'Buyer {n}'} for n in range(12)])
        for partner in partners:
            self._bought('2026-03-02', partner_id=partner.id)
        self._night(programme)
        self._hold_out(day='2026-03-05')
        hits = self._night(programme, '2026-03-09')
        with self._at('2026-03-09'):
            drawn = self.Case._get_held_out(self.company, hits.partner_id)
        self.assertTrue(drawn)
        self.assertEqual(hits.partner_id, partners)
        for hit in hits:
            expected = ('left_out', 'observed') if hit.partner_id in drawn else ('open', False)
            self.assertEqual((hit.state, hit.reason), expected)

    def test_permission(self):
        """004-30, 000-10: who declined the purpose is left out, as the call button would say."""
        self._add_figure(self.customer, segment='lost')
        self._add_figure(self.other_customer, segment='lost')
        self.customer.phone = '0912 345 001'
        self.other_customer.phone = '0912 345 002'
        self.env['pharma.contact.permission'].create(
            {'partner_id': self.customer.id, 'purpose': 'advertising', 'state': 'declined'}
        )
        values = {'is_segment_lost': True, 'repeat_days': 1}
        self.company.pharma_advertising_opt_in = False
        advertising = self._start('reactivation', [(0, 9)], purpose='advertising', **values)
        reasons = {hit.partner_id: hit.reason for hit in self._hits(advertising)}
        self.assertEqual(reasons, {self.customer: 'declined', self.other_customer: False})
        care = self._start('reactivation', [(0, 9)], purpose='care', **values)
        self.assertFalse(any(self._hits(care).mapped('reason')))
        self.company.pharma_advertising_opt_in = True
        opt_in = self._start('reactivation', [(0, 9)], purpose='advertising', **values)
        reasons = {hit.partner_id: hit.reason for hit in self._hits(opt_in)}
        self.assertEqual(reasons, {self.customer: 'declined', self.other_customer: 'not_asked'})

    def test_shared_and_blocked_numbers(self):
        """004-30: somebody with the same number declined; a number is on the do-not-call list."""
        self._add_figure(self.customer, segment='lost')
        self._add_figure(self.other_customer, segment='lost')
        self.customer.phone = '0912 345 001'
        self.other_customer.phone = '0912 345 002'
        family = self.env['res.partner'].create(
            {
                'name': 'Family',
                'phone': '0912 345 001',
                'country_id': self.env.ref('base.vn').id,
            }
        )
        self.env['pharma.contact.permission'].create(
            {'partner_id': family.id, 'purpose': 'advertising', 'state': 'declined'}
        )
        # sudo: as the administrator of the list
        self.env['phone.blacklist'].sudo().create({'number': '+84912345002'})
        self.company.pharma_advertising_opt_in = False
        programme = self._start(
            'reactivation', [(0, 9)], purpose='advertising', is_segment_lost=True
        )
        reasons = {hit.partner_id: hit.reason for hit in self._hits(programme)}
        self.assertEqual(reasons, {self.customer: 'declined', self.other_customer: 'blocked'})
        allowed = (self.customer | self.other_customer)._contact_allowed_batch(
            'advertising', 'call'
        )
        self.assertFalse(any(answer for answer, _reason in allowed.values()))

    def test_wholesale_partners(self):
        """000-10: only where the programme says so; they are not counted as left out."""
        self.customer.pharma_customer_type = 'level2'
        programme = self._start()
        both = self._start(with_wholesale=True)
        self._bought('2026-03-02')
        self.assertFalse(self._night(programme))
        self.assertEqual(self._get_preview(programme).reason, 'wholesale')
        self.assertEqual(self._night(both).state, 'waiting')

    def test_archived_customers(self):
        """000-10: not found, and not contacted if archived meanwhile."""
        programme = self._start()
        self._bought('2026-03-02')
        hit = self._night(programme)
        self.customer.active = False
        self._night(programme, '2026-03-09')
        self.assertRecordValues(hit, [{'state': 'left_out', 'reason': 'archived'}])

    def test_bought_meanwhile(self):
        """000-10: nobody is won back who came by himself."""
        self._add_figure(self.customer, segment='lost')
        programme = self._start('reactivation', [(3, 9)], is_segment_lost=True)
        hit = self._hits(programme)
        self._bought('2026-03-04')
        self._night(programme, '2026-03-05')
        self.assertRecordValues(hit, [{'state': 'left_out', 'reason': 'bought'}])

    def test_overlapping_programmes(self):
        """000-10: two programmes with one reason never make two cases; both go on by one care."""
        one, two = self._start(), self._start(first_of='group')
        birthday = self._start('birthday', [(0, 3)])
        self.customer.pharma_birthdate = '1960-03-09'
        order = self._bought('2026-03-02')
        order.care_case_ids._write_closed(self.reason)
        for programme in (one, two, birthday):
            self._night(programme)
        for programme in (one, two, birthday):
            self._night(programme, '2026-03-09')
        hits = self._hits(one) | self._hits(two) | self._hits(birthday)
        self.assertEqual(hits.mapped('state'), ['open'] * 3)
        case = hits.case_id
        self.assertEqual(len(case), 1)
        self.assertEqual(self.customer.care_case_ids, case | order.care_case_ids)
        self.assertEqual(case.programme_id, one)
        notice = case.programme_notice
        for programme in (one, two, birthday):
            self.assertIn(programme.name, notice)
        with self._at('2026-03-10'):
            case.with_user(self.care_user).record_entry(
                {'content': 'Well.', 'date_next': '2026-03-30', 'response_type_id': self.well.id}
            )
        self.assertEqual(hits.mapped('state'), ['waiting', 'waiting', 'done'])

    def test_two_companies(self):
        """000-36, 000-10: a purchase counts where it was made; a programme of all runs in each."""
        both = self._create_programme(company_id=False)
        self.manager.company_ids = self.env['res.company'].search([])
        both.with_user(self.manager).action_start()
        here = self._start()
        self._bought('2026-03-02')
        for company in (self.company, self.other_company):
            self._night(both, company=company)
        self.assertEqual(self._hits(both).company_id, self.company)
        self.assertEqual(len(self._hits(here)), 0)
        # what the other company's manager sees
        self.assertFalse(self._hits(both).with_user(self.outsider)._filtered_access('read'))
        self.customer.company_id = self.other_company
        again = self._start()
        self.assertFalse(self._night(again), "a customer of the other company")

    def _merge(self, source, target):
        self.env['base.partner.merge.automatic.wizard'].create({})._merge(
            (source | target).ids, target
        )
        self.env.invalidate_all()

    def test_merged_customers(self):
        """000-10, 001-02: one birthday, one silence, and the hits of both purchases stay."""
        for partner in (self.customer, self.other_customer):
            self._buy('2026-01-05', (self.plaster, 1), partner_id=partner.id)
            partner.pharma_birthdate = '1960-03-02'
            self._add_figure(partner, segment='lost', date_last='2026-01-05')
        medicine = self._start()
        birthday = self._start('birthday', [(0, 3)])
        lost = self._start('reactivation', [(0, 9)], is_segment_lost=True, repeat_days=30)
        self._bought('2026-03-02')
        self._bought('2026-03-02', partner_id=self.other_customer.id)
        self._night(medicine)
        self.assertEqual(len(self._hits(birthday)), 2)
        cared = self._hits(birthday).filtered(lambda hit: hit.partner_id == self.other_customer)
        cared.case_id.with_user(self.care_user).record_entry(
            {'content': 'Well.', 'date_next': '2026-03-30', 'response_type_id': self.well.id}
        )
        self._merge(self.other_customer, self.customer)
        self.assertRecordValues(
            self._hits(birthday),
            [{'id': cared.id, 'partner_id': self.customer.id, 'state': 'done'}],
        )
        self.assertEqual(len(self._hits(lost)), 1)
        self.assertEqual(len(self._hits(medicine)), 2)
        self.assertEqual(self._hits(medicine).partner_id, self.customer)
        for programme in (medicine, birthday, lost):
            known = self._hits(programme)
            self.assertEqual(self._night(programme, '2026-03-09'), known)
        self.assertEqual(len(self._hits(medicine).case_id), 1, "one call for both")

    def test_deleted_order(self):
        """000-10: what is gone ends."""
        programme = self._start()
        order = self._bought('2026-03-02')
        hit = self._night(programme)
        order._action_cancel()
        order.unlink()
        self._night(programme, '2026-03-09')
        self.assertRecordValues(hit, [{'state': 'left_out', 'reason': 'cancelled'}])

    def test_segment_filters_need_figures(self):
        """002-21: who has no figures yet is in no segment."""
        programme = self._start(is_segment_new=True, product_ids=[Command.set(self.metformin.ids)])
        self._bought('2026-03-02')
        self.assertFalse(self._night(programme))
