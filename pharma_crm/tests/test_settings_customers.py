from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestSettingsCustomers(CustomersCommon):
    def test_contact_rules_are_set_per_company(self):
        """004-30: hours and limits are settings of the company, with the legal defaults."""
        with Form(self.env['res.config.settings']) as form:
            self.assertEqual((form.pharma_call_hour_from, form.pharma_call_hour_to), (8, 17))
            self.assertEqual((form.pharma_sms_hour_from, form.pharma_sms_hour_to), (7, 22))
            self.assertEqual((form.pharma_call_daily_max, form.pharma_sms_daily_max), (1, 3))
            self.assertEqual(form.pharma_email_daily_max, 3)
            self.assertTrue(form.pharma_advertising_opt_in)
            form.pharma_call_hour_to = 18
            form.pharma_licence_reminder_days = 45
        form.record.execute()
        self.assertEqual(self.company.pharma_call_hour_to, 18)
        self.assertEqual(self.company.pharma_licence_reminder_days, 45)
        self.assertEqual(self.other_company.pharma_call_hour_to, 17)

    def test_hours_that_end_before_they_begin(self):
        """004-30: impossible hours name the company and the setting."""
        for vals in (
            {'pharma_call_hour_to': 7.5},
            {'pharma_call_hour_from': -1},
            {'pharma_sms_hour_to': 24.5},
        ):
            with self.assertRaisesRegex(ValidationError, f"'{self.company.name}', 'Hours of"):
                self.company.write(vals)

    def test_reminder_days_have_an_upper_limit(self):
        """004-17, 004-30: ten years ahead at most, said with the name of the setting."""
        self.company.pharma_licence_reminder_days = 3650
        with self.assertRaisesRegex(ValidationError, r"'Licence Reminder \(days\)'.*3650"):
            self.company.pharma_licence_reminder_days = 3651

    def test_day_of_a_company_begins_in_its_own_zone(self):
        """004-17: China has one legal time; a zone of the company's contact precedes UTC."""
        shanghai, paris = self.env['res.company'].create(
            [
                {'name': 'Shanghai', 'country_id': self.china.id},
                {'name': 'Nowhere'},
            ]
        )
        calendar = self.env['resource.calendar'].create({'name': 'UTC', 'tz': 'UTC'})
        (shanghai + paris).resource_calendar_id = calendar
        paris.partner_id.tz = 'Europe/Paris'
        self.assertEqual(shanghai._pharma_tz(), 'Asia/Shanghai')
        self.assertEqual(paris._pharma_tz(), 'Europe/Paris')
        calendar.tz = 'Asia/Tokyo'
        self.assertEqual(paris._pharma_tz(), 'Asia/Tokyo')
