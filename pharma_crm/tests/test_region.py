import unicodedata
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged, users
from odoo.tests.common import warmup
from odoo.tools import SQL

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestRegion(CustomersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hanoi = cls.env.ref('base.state_vn_VN-HN')
        cls.saigon = cls.env.ref('base.state_vn_VN-SG')
        cls.delta = cls.env.ref('pharma_crm.region_vn_red_river')
        cls.southeast = cls.env.ref('pharma_crm.region_vn_southeast')
        cls.mekong = cls.env.ref('pharma_crm.region_vn_mekong')

    def test_every_state_has_one_region(self):
        """004-29, 004-63: each Vietnamese and Chinese state of the base data has its region."""
        Region = self.env['pharma.region']
        for country, count in ((self.vietnam, 34), (self.china, 34)):
            states = self.env['res.country.state'].search([('country_id', '=', country.id)])
            self.assertEqual(len(states), count)
            for state in states:
                regions = Region.search([('state_ids', 'in', state.ids)])
                self.assertEqual(len(regions), 1, state.name)
                self.assertEqual(regions.country_id, country)
                self.assertFalse(regions.child_ids, 'states belong to the leaves')

    @warmup
    def test_names_of_a_page_in_two_queries(self):
        """004-29, 004-53: names by their path cost the same however deep the tree is."""
        leaf = self.delta
        for level in range(4):
            leaf = leaf.create({'name': f'Level {level}', 'parent_id': leaf.id})
        regions = self.env['pharma.region'].browse((leaf + self.mekong + self.southeast).ids)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            names = regions.mapped('display_name')
        self.assertEqual(
            names[0], 'Vietnam / North / Red River Delta / Level 0 / Level 1 / Level 2 / Level 3'
        )

    def test_a_column_shows_the_name_alone(self):
        """004-53: where the path would be cut off, the region is told by its own name."""
        short = self.delta.with_context(pharma_short_name=True)
        self.assertEqual(short.display_name, 'Red River Delta')
        self.assertEqual(self.delta.display_name, 'Vietnam / North / Red River Delta')

    def test_region_from_the_address(self):
        """004-29: the region follows from the state, else from the country."""
        self.assertEqual(self._create_partner(state_id=self.hanoi.id).pharma_region_id, self.delta)
        self.assertEqual(
            self._create_partner().pharma_region_id, self.env.ref('pharma_crm.region_vn')
        )
        self.assertFalse(self._create_partner(country_id=False).pharma_region_id)
        self.assertFalse(
            self._create_partner(country_id=self.env.ref('base.fr').id).pharma_region_id
        )

    def test_most_specific_rule_wins(self):
        """004-29: longer zip prefix, zip, city, state rule, list of states, in this order."""
        Region = self.env['pharma.region']
        names = ('State Rule', 'City', 'Zip', 'Longer Zip')
        by_state, by_city, by_zip, by_longer_zip = Region.create([{'name': n} for n in names])
        address = {'state_id': self.saigon.id, 'city': 'thu duc', 'zip': '700 123'}
        partner = self._create_partner(**address)
        self.assertEqual(partner.pharma_region_id, self.southeast)
        for region, vals in (
            (by_state, {'state_id': self.saigon.id}),
            (by_city, {'city': 'Thu Duc'}),
            (by_zip, {'zip_prefix': '70'}),
            (by_longer_zip, {'zip_prefix': '7001', 'sequence': 99}),
        ):
            self.env['pharma.region.rule'].create({'region_id': region.id, **vals})
            self.assertEqual(self._create_partner(**address).pharma_region_id, region)
        self.assertEqual(partner.pharma_region_id, self.southeast, 'rules act when asked to')

    def test_empty_rule_is_refused(self):
        """004-29: a rule that matches everything is a mistake."""
        for vals in ({}, {'city': '  '}, {'zip_prefix': ' '}, {'city': ' ', 'zip_prefix': ' '}):
            with self.assertRaisesRegex(ValidationError, 'would match every address'):
                self.env['pharma.region.rule'].create({'region_id': self.delta.id, **vals})

    def test_city_in_either_unicode_form(self):
        """004-29: accents typed as one character or as letter plus mark name the same city."""
        name = 'Đà Nẵng'
        composed, decomposed = (unicodedata.normalize(form, name) for form in ('NFC', 'NFD'))
        self.assertNotEqual(composed, decomposed)
        rule = self.env['pharma.region.rule'].create({'region_id': self.mekong.id, 'city': 'X'})
        for rule_city, city in ((composed, decomposed), (decomposed, composed)):
            rule.city = rule_city
            partner = self._create_partner(city=f' {city}')
            self.assertEqual(partner.pharma_region_id, self.mekong)

    def test_archived_region_takes_nobody(self):
        """004-29: neither a form nor the job assigns a region that is out of use."""
        Region = self.env['pharma.region']
        region = Region.create({'name': 'Capital', 'state_ids': self.hanoi.ids})
        self.env['pharma.region.rule'].create({'region_id': region.id, 'city': 'Hanoi'})
        region.active = False
        address = (self.vietnam.id, self.hanoi.id, 'Hanoi', False)
        # the job looks at archived customers, too, and fills the cache first
        found = Region.with_context(active_test=False)._match_address(*address)
        self.assertEqual(found, self.delta.id)
        self.assertEqual(Region._match_address(*address), self.delta.id)

    def test_full_name_is_translated(self):
        """004-29: each employee reads the path of a region in his own language."""
        self.env['res.lang']._activate_lang('vi_VN')
        north = self.env.ref('pharma_crm.region_vn_north')
        for region, name in ((north.parent_id, 'VN vi'), (north, 'North vi'), (self.delta, 'D vi')):
            region.with_context(lang='vi_VN').name = name
        delta = self.delta.with_context(lang='vi_VN')
        self.assertEqual(delta.complete_name, 'VN vi / North vi / D vi')
        self.assertEqual(delta.display_name, 'VN vi / North vi / D vi')
        self.assertEqual(self.delta.complete_name, 'Vietnam / North / Red River Delta')
        for region, path in ((delta, 'North vi / D vi'), (self.delta, 'North / Red River Delta')):
            self.assertEqual([row[0] for row in region.name_search(path, operator='=')], delta.ids)

    @users('pharma_user')
    def test_correction_by_hand_stays_until_the_address_changes(self):
        """004-29: a hand correction survives everything but another address."""
        partner = self.env['res.partner'].create(
            {'name': 'Lan', 'country_id': self.vietnam.id, 'state_id': self.hanoi.id}
        )
        self.assertFalse(partner.pharma_region_manual)
        with Form(partner) as form:
            form.pharma_region_id = self.mekong
        self.assertTrue(partner.pharma_region_manual)
        partner.write({'state_id': self.hanoi.id, 'city': False, 'zip': False, 'name': 'Lan 2'})
        self.assertEqual(partner.pharma_region_id, self.mekong, 'the same address again')
        with Form(partner) as form:
            form.state_id = self.saigon
        self.assertEqual(partner.pharma_region_id, self.southeast)
        self.assertFalse(partner.pharma_region_manual)

    def test_region_given_at_creation_is_kept(self):
        """004-29: an import may name the region."""
        partner = self._create_partner(state_id=self.hanoi.id, pharma_region_id=self.mekong.id)
        self.assertEqual(partner.pharma_region_id, self.mekong)
        self.assertTrue(partner.pharma_region_manual)

    def test_job_sorts_customers_and_spares_corrections(self):
        """004-29: changed rules are applied by a job with progress; hand corrections stay."""
        partner = self._create_partner(state_id=self.hanoi.id)
        corrected = self._create_partner(state_id=self.hanoi.id, pharma_region_id=self.mekong.id)
        region = self.env['pharma.region'].create({'name': 'Capital', 'country_id': False})
        self.env['pharma.region.rule'].create({'region_id': region.id, 'state_id': self.hanoi.id})
        message = region.with_user(self.pharma_manager).action_apply_to_customers()
        total = region._get_apply_job()['total']
        self.assertIn(f'{total} customers', message['params']['message'])
        again = region.action_apply_to_customers()['params']['message']
        self.assertEqual(again, f'0 of {total} customers are sorted.')
        with self.enter_registry_test_mode():
            self.env.ref('pharma_crm.ir_cron_pharma_region_apply').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(partner.pharma_region_id, region)
        self.assertEqual(corrected.pharma_region_id, self.mekong)
        self.assertFalse(region._get_apply_job(), 'the job is done')

    def test_interrupted_job_goes_on_where_it_stopped(self):
        """004-29: a job that runs out of time keeps its progress."""
        partners = self.Partner.create(
            [{'name': f'Customer {number}', 'country_id': self.vietnam.id} for number in range(5)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE res_partner SET pharma_region_id = NULL WHERE id IN %s", partners._ids)
        )
        self.env.invalidate_all()
        Region = self.env['pharma.region']
        Region._set_apply_job(last=partners[0].id - 1, done=0, total=5)
        with (
            patch('odoo.addons.pharma_crm.models.pharma_region.BATCH_SIZE', 2),
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=0),
        ):
            Region._cron_apply_to_customers()
            self.assertEqual(Region._get_apply_job()['done'], 2)
            self.assertEqual(
                partners.mapped(lambda partner: bool(partner.pharma_region_id)),
                [True, True, False, False, False],
            )
            for _run in range(3):
                Region._cron_apply_to_customers()
        self.assertFalse(Region._get_apply_job())
        self.assertTrue(all(partner.pharma_region_id for partner in partners))

    def test_what_waits_for_its_region_does_not_keep_the_old_rules(self):
        """004-29: customers sorted in the middle of a change leave no outdated rules behind."""
        region = self.env['pharma.region'].create({'name': 'Test'})
        rule = self.env['pharma.region.rule'].create({'region_id': region.id, 'city': 'Testville'})
        waiting = self._create_partner(city='Elsewhere')
        field = waiting._fields['pharma_region_id']
        for change, city in (
            (lambda: rule.write({'city': 'Newtown'}), 'Testville'),
            (region.unlink, 'Newtown'),
        ):
            self.env.add_to_compute(field, waiting)
            change()
            self.assertNotEqual(self._create_partner(city=city).pharma_region_id, region)

    def test_progress_leaves_the_caches_of_all_workers_alone(self):
        """004-29: a job of hundreds of batches does not slow down everybody's screens."""
        Region = self.env['pharma.region']
        Region._start_apply()
        with patch.object(self.registry, 'clear_cache') as clear_cache:
            Region._set_apply_job(last=1000, done=1000, total=2000)
            self.assertEqual(Region._get_apply_job(), {'last': 1000, 'done': 1000, 'total': 2000})
            Region._set_apply_job()
            self.assertFalse(Region._get_apply_job())
            self.env.flush_all()
        clear_cache.assert_not_called()

    def test_branch_has_the_region_of_its_address(self):
        """004-53: a branch lies in the region of its address."""
        address = self._create_partner('Branch Hanoi', state_id=self.hanoi.id)
        warehouse = self.env['stock.warehouse'].create(
            {'name': 'Hanoi', 'code': 'HN1', 'partner_id': address.id}
        )
        self.assertEqual(warehouse.pharma_region_id, self.delta)
        address.state_id = self.saigon
        self.assertEqual(warehouse.pharma_region_id, self.southeast)

    def test_region_counts_and_opens_its_customers(self):
        """004-55: a region opens its customers, those of the regions below included."""
        north = self.env.ref('pharma_crm.region_vn_north')
        before = north.partner_count
        partner = self._create_partner(state_id=self.hanoi.id)
        north.invalidate_recordset(['partner_count'])
        self.assertEqual(north.partner_count, before + 1)
        self.assertIn(partner, self.Partner.search(north.action_view_partners()['domain']))

    def test_region_tree_has_no_cycle(self):
        """004-29: a region cannot lie within itself."""
        self.assertEqual(self.delta.complete_name, 'Vietnam / North / Red River Delta')
        with self.assertRaisesRegex(ValidationError, r"'North'.*'Parent'.*Choose"):
            self.env.ref('pharma_crm.region_vn_north').parent_id = self.delta
