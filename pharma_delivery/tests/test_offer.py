from itertools import count

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged('post_install', '-at_install')
class TestOffer(QualityCase):
    """Lots near their expiry, and who may be told of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = count(100)
        cls.today = cls.company._pharma_today()
        cls.company.pharma_expiry_warning_days = 90
        cls.group = cls.env['pharma.therapeutic.group'].create({'name': "Vitamins (test)"})
        cls.vitamin = cls._create_medicine(
            "Vitamin C 500 mg",
            list_price=1000,
            standard_price=600,
            therapeutic_group_id=cls.group.id,
        )
        cls.near = cls._create_lot(cls.vitamin, 'V1', cls._get_expiry(61), 300)
        cls.far = cls._create_lot(cls.vitamin, 'V2', cls._get_expiry(700), 100)
        # 100 a month: by hand, 61 days at 100 in 30.4 days are 200.66 sold, 99.34 left of V1
        month = fields.Date.start_of(cls.today, 'month')
        cls.env['pharma.product.month'].create(
            [
                {
                    'company_id': cls.company.id,
                    'warehouse_id': cls.warehouse.id,
                    'product_id': cls.vitamin.id,
                    'date': fields.Date.subtract(month, months=number),
                    'quantity': 100,
                }
                for number in (1, 2, 3)
            ]
        )
        cls.env.flush_all()

    @classmethod
    def _get_expiry(cls, days):
        # noon in Vietnam
        return f'{fields.Date.add(cls.today, days=days)} 05:00:00'

    def _get_row(self, lot):
        return self.env['pharma.expiry.report'].search([('lot_id', '=', lot.id)])

    def test_an_offer_proposes_what_is_not_reserved(self):
        """004-58: by hand, 99.34 of 300 will be left; 250 are held, so 50 are offered."""
        row = self._get_row(self.near)
        action = row.with_user(self.manager).action_offer()
        self.assertAlmostEqual(action['context']['default_quantity'], 99.34, 1)
        quant = self.env['stock.quant'].search(
            [('lot_id', '=', self.near.id), ('location_id.usage', '=', 'internal')]
        )
        # sudo: reserved by core only
        quant.sudo().reserved_quantity = 250
        self.env.flush_all()
        row.invalidate_recordset()
        action = self._get_row(self.near).with_user(self.manager).action_offer()
        self.assertEqual(action['context']['default_quantity'], 50)

    def _create_buyer(self, name, product=None, state='accepted', **vals):
        partner = self.env['res.partner'].create(
            {'name': name, 'phone': f'+84912300{next(self.numbers)}', **vals}
        )
        if state:
            self.env['pharma.contact.permission'].create(
                {
                    'partner_id': partner.id,
                    'purpose': 'advertising',
                    'channel': 'call',
                    'state': state,
                }
            )
        self._create_slip([(product or self.vitamin, 20)], partner)
        return partner

    def _create_offer(self, **vals):
        return (
            self.env['pharma.offer']
            .with_user(self.manager)
            .create({'lot_id': self.near.id, 'quantity': 50, **vals})
        )

    def test_what_will_be_left_is_worked_out_by_lot(self):
        """004-58: golden by hand: 300 until 61 days, 100 a month: 99.34 are left of the first."""
        row = self._get_row(self.near)
        self.assertEqual((row.days_left, row.quantity, row.value), (61, 300, 180000))
        self.assertEqual((row.sold_month, row.cover_months), (100, 3))
        self.assertAlmostEqual(row.quantity_left, 99.34, 2)
        self.assertEqual((row.band, row.is_near), ('quarter', True))
        far = self._get_row(self.far)
        self.assertEqual((far.quantity_left, far.is_near, far.cover_months), (0, False, 4))

    def test_the_day_is_that_of_the_company(self):
        """004-58: what ends today has no day left, yesterday's is expired, in the company's
        zone."""
        for days, band in ((0, 'month'), (-1, 'expired')):
            lot = self._create_lot(self.vitamin, f'T{days}', self._get_expiry(days), 1)
            self.env.flush_all()
            self.assertEqual((self._get_row(lot).days_left, self._get_row(lot).band), (days, band))

    def test_quarantine_and_recalls_are_not_offered(self):
        """004-58, 004-60: neither is in the list."""
        lot = self._create_lot(
            self.vitamin,
            'V3',
            self._get_expiry(30),
            10,
            self.warehouse.pharma_quarantine_location_id,
        )
        self.env.flush_all()
        self.assertFalse(self._get_row(lot))
        recall = self.env['pharma.recall'].create(
            {'title': "V1", 'reason': "x", 'lot_line_ids': [(0, 0, {'lot_id': self.near.id})]}
        )
        recall.action_start()
        self.env.flush_all()
        self.assertFalse(self._get_row(self.near))
        with self.assertRaisesRegex(UserError, "is recalled"):
            self._create_offer().action_find()

    def test_buyers_who_permit_it_are_found(self):
        """004-58, 004-30: An permits, Bao declined, Chi was not asked, Dan has never bought."""
        an = self._create_buyer("An")
        bao = self._create_buyer("Bao", state='declined')
        chi = self._create_buyer("Chi", state=False)
        dan = self._create_buyer("Dan", self.medicine)
        offer = self._create_offer()
        offer.action_find()
        lines = {line.partner_id: line for line in offer.line_ids}
        self.assertEqual(set(lines), {an, bao, chi})
        self.assertNotIn(dan, lines)
        self.assertTrue(lines[an].is_allowed)
        self.assertEqual((lines[an].quantity_bought, lines[an].quantity_proposed), (20, 20))
        self.assertEqual(lines[bao].refusal, "Declined")
        self.assertEqual(lines[chi].refusal, "Has not accepted advertising")
        self.assertEqual((offer.customer_count, offer.allowed_count), (3, 1))
        offer.action_find()
        self.assertEqual(offer.customer_count, 3)

    def test_no_more_is_proposed_than_there_is(self):
        """004-58: 50 among three who buy 20 each: 20, 20, 10."""
        for name in ("An", "Bich", "Cam"):
            self._create_buyer(name)
        offer = self._create_offer()
        offer.action_find()
        self.assertEqual(sorted(offer.line_ids.mapped('quantity_proposed')), [10, 20, 20])

    def test_buyers_of_the_group_are_found(self):
        """004-58: whoever bought another medicine of the group is found, too."""
        other = self._create_medicine("Vitamin B1", therapeutic_group_id=self.group.id)
        dan = self._create_buyer("Dan", other)
        offer = self._create_offer()
        offer.action_find()
        self.assertFalse(offer.line_ids)
        offer.scope = 'group'
        offer.action_find()
        self.assertEqual(offer.line_ids.partner_id, dan)

    def test_a_branch_offers_to_its_own_customers(self):
        """004-58: with a branch whoever bought there is found, with what he bought there; without
        one the buyers of all branches are."""
        branch = self.env['stock.warehouse'].create({'name': "Chi nhánh Huế", 'code': 'HUE'})
        an, bao = self._create_buyer("An"), self._create_buyer("Bao")
        self.env['sale.order'].search([('partner_id', '=', bao.id)]).warehouse_id = branch
        self._create_slip([(self.vitamin, 7)], bao)
        offer = self._create_offer(warehouse_id=branch.id, quantity=100)
        offer.action_find()
        line = offer.line_ids
        self.assertEqual((line.partner_id, line.quantity_bought, line.order_count), (bao, 20, 1))
        offer.warehouse_id = False
        offer.action_find()
        bought = {line.partner_id: line.quantity_bought for line in offer.line_ids}
        self.assertEqual(bought, {an: 20, bao: 27})

    def test_the_price_is_proposed(self):
        """004-58: 1000 less 20 % is 800; one's own price stays."""
        offer = self._create_offer()
        self.assertEqual(offer.price, 800)
        offer.price = 700
        self.assertEqual(offer.price, 700)

    def test_what_may_not_be_advertised_is_not_offered(self):
        """004-58: V13, V17: nothing controlled; prescription medicines to the trade by setting."""
        self.vitamin.product_tmpl_id.prescription_required = True
        with self.assertRaisesRegex(ValidationError, "prescription only"):
            self._create_offer()
        with self.assertRaisesRegex(UserError, "prescription only"):
            self._get_row(self.near).with_user(self.manager).action_offer()
        self.company.pharma_offer_prescription_trade = True
        patient = self._create_buyer("An", pharma_customer_type='retail')
        pharmacy = self._create_buyer("Nhà thuốc", pharma_customer_type='level2')
        offer = self._create_offer()
        offer.action_find()
        allowed = offer.line_ids.filtered('is_allowed').partner_id
        self.assertEqual(allowed, pharmacy)
        self.assertIn(patient, offer.line_ids.partner_id)
        self.vitamin.product_tmpl_id.control_class = 'narcotic'
        with self.assertRaisesRegex(ValidationError, "special control"):
            self._create_offer()

    def test_the_mailing_asks_once_more(self):
        """004-30: only those who permit it come into the mailing, which is advertising."""
        an = self._create_buyer("An", state=False, email='an@example.com')
        self._create_buyer("Bao", state=False, email='bao@example.com')
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': an.id,
                'purpose': 'advertising',
                'channel': 'email',
                'state': 'accepted',
            }
        )
        offer = self._create_offer(channel='email')
        offer.action_find()
        action = offer.action_send_mailing()
        wizard = self.env['pharma.customer.mailing'].browse(action['res_id'])
        self.assertEqual((wizard.partner_ids, wizard.purpose), (an, 'advertising'))
        refused = offer.line_ids.filtered(lambda line: not line.is_allowed)
        with self.assertRaisesRegex(UserError, "None of these"):
            refused.action_send_mailing()

    def test_rights(self):
        """000-36: offers are the managers'; clerks read the lots; another company's are hidden."""
        offer = self._create_offer()
        for user in (self.clerk, self.courier, self.pharmacist, self.stranger):
            self.assertFalse(offer.with_user(user).has_access('read'))
        row = self._get_row(self.near)
        self.assertTrue(row.with_user(self.clerk).quantity_left)
        with self.assertRaisesRegex(AccessError, "Only managers"):
            row.with_user(self.clerk).action_offer()
        self.assertFalse(row.with_user(self.courier).has_access('read'))
        other = self.env['res.company'].create({'name': "Other"})
        self.manager.write({'company_ids': [(4, other.id)], 'company_id': other.id})
        away = row.with_user(self.manager).with_context(allowed_company_ids=other.ids)
        self.assertFalse(away.search([('lot_id', '=', self.near.id)]))

    def test_the_last_day_is_that_of_the_company(self):
        """004-58: what ends on 1 March at 1 o'clock in Vietnam, 28 February at 18 in UTC, is
        offered until 28 February."""
        self.company.pharma_tz = 'Asia/Ho_Chi_Minh'
        lot = self._create_lot(self.vitamin, 'V9', '2031-02-28 18:00:00', 5)
        offer = self._create_offer(lot_id=lot.id)
        self.assertEqual(offer.date_end, fields.Date.to_date('2031-02-28'))

    def test_an_expired_lot_is_not_offered(self):
        """004-58: bad input: what ends today is told to nobody."""
        lot = self._create_lot(self.vitamin, 'V0', self._get_expiry(0), 5)
        with self.assertRaisesRegex(UserError, "too soon"):
            self._create_offer(lot_id=lot.id).action_find()
