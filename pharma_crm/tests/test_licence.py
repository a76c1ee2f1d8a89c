from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestLicence(CustomersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pharmacy = cls._create_partner(
            'Pharmacy 24', is_company=True, user_id=cls.pharma_user.id
        )
        cls.gpp = cls.env.ref('pharma_crm.licence_type_gpp')

    def _create_licence(self, number, date_expiry, **vals):
        return self.env['pharma.licence'].create(
            {
                'partner_id': self.pharmacy.id,
                'type_id': self.gpp.id,
                'number': number,
                'date_expiry': date_expiry,
                **vals,
            }
        )

    @freeze_time('2026-11-21 05:00:00')
    def test_state_and_its_search(self):
        """004-17, 004-72: valid, ends soon (30 days), expired; the last day still counts."""
        expected = {
            'expired': self._create_licence('A', '2026-11-20'),
            'expiring': self._create_licence('B', '2026-11-21')
            + self._create_licence('C', '2026-12-21'),
            'valid': self._create_licence('D', '2026-12-22') + self._create_licence('E', False),
        }
        every = self.pharmacy.pharma_licence_ids
        for state, licences in expected.items():
            self.assertEqual(set(licences.mapped('state')), {state})
            found = every.search([('state', '=', state), ('id', 'in', every.ids)])
            self.assertEqual(set(found), set(licences))

    def test_day_ends_in_the_company_zone(self):
        """004-17: at 17:30 UTC the next day has begun in Vietnam."""
        licence = self._create_licence('A', '2026-11-21')
        with freeze_time('2026-11-21 16:30:00'):
            self.assertEqual(licence.state, 'expiring')
        licence.invalidate_recordset()
        with freeze_time('2026-11-21 17:30:00'):
            self.assertEqual(licence.state, 'expired')

    def test_responsible_is_reminded_once(self):
        """004-17, 004-72: one activity 30 days before the end, a new one after renewal."""
        licence = self._create_licence('A', '2026-12-21')
        cron = self.env.ref('pharma_crm.ir_cron_pharma_licence_reminder')

        def run(day):
            with freeze_time(f'{day} 05:00:00'), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            licence.invalidate_recordset()
            return len(licence.activity_ids)

        self.assertEqual(run('2026-11-20'), 0)
        self.assertEqual(run('2026-11-21'), 1)
        self.assertEqual(licence.activity_ids.user_id, self.pharma_user)
        self.assertEqual(str(licence.activity_ids.date_deadline), '2026-12-21')
        self.assertEqual(run('2026-11-22'), 1)
        licence.date_expiry = '2027-12-21'
        self.assertEqual(run('2027-11-20'), 1)
        self.assertEqual(run('2027-11-21'), 2)

    def test_reminder_days_are_a_setting(self):
        """004-17: the company says how early."""
        self.company.pharma_licence_reminder_days = 60
        licence = self._create_licence('A', '2026-12-21')
        with freeze_time('2026-11-01 05:00:00'):
            self.assertEqual(licence.state, 'expiring')

    def test_reminder_without_responsible(self):
        """004-17: without a responsible the author is reminded, else a manager."""
        self.pharmacy.user_id = False
        licence = self._create_licence('A', '2026-12-21')
        managers = self.env.ref('pharma_crm.group_pharma_manager').all_user_ids
        self.assertIn(licence._get_reminder_user(managers), managers)
        written = licence.with_user(self.pharma_user).copy({'number': 'B'})
        self.assertEqual(written._get_reminder_user(managers), self.pharma_user)

    def test_end_before_issue_is_refused(self):
        """004-17: dates in the right order."""
        with (
            self.assertRaises(CheckViolation),
            mute_logger('odoo.sql_db'),
            self.env.cr.savepoint(),
        ):
            self._create_licence('A', '2026-01-01', date_issued='2026-01-02')
