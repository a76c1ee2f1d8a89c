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
