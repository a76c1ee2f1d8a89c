from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
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

    def test_reminder_goes_to_somebody_who_may_open_it(self):
        """004-17: a responsible without the suite cannot act on the licence, so a manager does."""
        plain = self.users_by_login['plain_user']
        self.pharmacy.user_id = plain
        licence = self._create_licence('A', '2026-12-21')
        self.assertEqual(licence.user_id, plain)
        managers = self.pharma_manager
        self.assertEqual(licence._get_reminder_user(managers), managers)
        self.pharmacy.company_id = self.company
        outsider = self.users_by_login['other_user']
        licence.user_id = outsider
        self.assertEqual(licence._get_reminder_user(outsider + managers), managers)

    def test_same_end_date_again_reminds_nobody_anew(self):
        """004-17: an import that repeats the date leaves the mark, a renewal takes it off."""
        same = self._create_licence('A', '2026-12-21', date_reminded_expiry='2026-12-21')
        other = self._create_licence('B', '2025-12-21', date_reminded_expiry='2025-12-21')
        (same + other).write({'date_expiry': '2026-12-21'})
        self.assertEqual(str(same.date_reminded_expiry), '2026-12-21')
        self.assertFalse(other.date_reminded_expiry)

    @freeze_time('2026-11-21 05:00:00')
    def test_issue_in_the_future_is_refused(self):
        """004-17: a licence that does not exist yet is a slip of the pen."""
        self._create_licence('A', False, date_issued='2026-11-21')
        with self.assertRaisesRegex(ValidationError, "'B'.*'Issued on'"):
            self._create_licence('B', False, date_issued='2026-11-22')

    def test_licence_is_entered_once(self):
        """004-17: the same licence of the same holder twice would be reminded of twice."""
        licence = self._create_licence('A', False)
        with (
            self.assertRaisesRegex(ValidationError, "'a'.*'Pharmacy 24'.*'Number'"),
            self.env.cr.savepoint(),
        ):
            self._create_licence(' a', '2026-12-21')
        self.assertEqual(licence.copy().number, 'A (copy)')
        # offices number their licences independently: another holder may have the same number
        other = self._create_partner('Pharmacy 25')
        self._create_licence('A', False, partner_id=other.id)
        licence.active = False
        self._create_licence('A', '2027-12-21')
