from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .common import NOW, CareCommon


@tagged('post_install', '-at_install')
class TestAlert(CareCommon):
    """Somebody asks before the supply ends, or is told to (004-62; decision 10).

    Today is 2026-03-02. The responsible is told 10 days before the end, the managers 7 days.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Case = cls.env['pharma.care.case']
        cls.env['pharma.care.assignment'].create(
            {'user_id': cls.care_user.id, 'partner_id': cls.customer.id}
        )

    def _run(self, days=0):
        """Run the job so many days after today; return [(user, message)] of who was told."""
        told = []
        Users = type(self.env['res.users'])

        def send(users, kind, message):
            self.assertEqual(kind, 'pharma_care.alert')
            told.extend((user, message['message']) for user in users)

        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        with (
            freeze_time(NOW + timedelta(days=days)),
            patch.object(Users, '_bus_send', send),
            commit,
        ):
            self.Case._cron_alert()
        self.env.invalidate_all()
        return [(user, text) for user, text in told if user in self.care_user + self.manager]

    def test_the_responsible_is_told_once(self):
        """30 tablets bought today: on the 20th day, and not again (004-62)."""
        case = self._create_case((self.metformin, 30))
        self.assertEqual(self._run(19), [])
        text = "Customers to contact before their supply ends: 1"
        self.assertEqual(self._run(20), [(self.care_user, text)])
        self.assertEqual(str(case.date_alerted), '2026-03-22')
        self.assertTrue(case.is_alert)
        self.assertEqual(self.Case.search([('is_alert', '=', True)]), case)
        self.assertEqual(self._run(20), [])
        self.assertEqual(self._run(22), [])

    def test_managers_are_told_if_that_does_not_help(self):
        """Seven days before the end, once (004-62)."""
        case = self._create_case((self.metformin, 30))
        self._run(20)
        text = "Customers whose supply ends and whom nobody has contacted: 1"
        self.assertEqual(self._run(23), [(self.manager, text)])
        self.assertEqual(str(case.date_escalated), '2026-03-25')
        self.assertEqual(self._run(24), [])

    def test_managers_are_told_where_nobody_is_responsible(self):
        """004-62, decision 27."""
        self._create_case((self.metformin, 30), partner_id=self.other_customer.id)
        text = "Customers to contact before their supply ends: 1"
        self.assertEqual(self._run(20), [(self.manager, text)])

    def test_nobody_is_told_twice(self):
        """004-62: neither the managers of whom nobody is responsible for, nor a manager of his
        own; of a customer with two orders once."""
        self._create_case((self.metformin, 30), partner_id=self.other_customer.id)
        third = self.customer.copy({'name': 'Third'})
        self.env['pharma.care.assignment'].create(
            {'user_id': self.manager.id, 'partner_id': third.id}
        )
        self._create_case((self.metformin, 30), (self.syrup, 3), partner_id=third.id)
        self._create_case((self.paracetamol, 124), partner_id=third.id)
        text = "Customers to contact before their supply ends: 2"
        self.assertEqual(self._run(20), [(self.manager, text)])
        self.assertEqual(self._run(22), [])
        self.assertEqual(self._run(23), [])
        with freeze_time(NOW + timedelta(days=23)):
            self.assertEqual(self.Case.with_user(self.manager).get_alert_count(), 2)

    def test_more_supply_ends_the_alert(self):
        """004-62: a larger quantity, or a part bought again; told anew when that ends."""
        case = self._create_case((self.metformin, 30))
        self._run(20)
        self.assertTrue(case.is_alert)
        case.order_id.order_line.product_uom_qty = 60
        self.assertFalse(case.is_alert)
        self.assertFalse(self.Case.search([('is_alert', '=', True)]))
        self.assertEqual(self._run(24), [])
        text = "Customers to contact before their supply ends: 1"
        self.assertEqual(self._run(50), [(self.care_user, text)])
        self.assertEqual(str(case.date_alerted), '2026-04-21')
        self.assertEqual(len(self._run(53)), 1)
        case.order_id.order_line.product_uom_qty = 61
        self.assertEqual(self._run(53), [])
        part = self._create_case(
            (self.metformin, 12), (self.syrup, 4), partner_id=self.other_customer.id
        )
        self._run(6)
        self.assertTrue(part.is_alert)
        self._create_case((self.metformin, 30), partner_id=self.other_customer.id)
        self.assertEqual(part.state, 'todo')
        self.assertFalse(part.is_alert)

    def test_nobody_is_told_at_night_or_while_dates_are_worked_out(self):
        """004-62: what is told before work is forgotten, and dates may still move."""
        self._create_case((self.metformin, 30))
        night = timedelta(days=20, hours=-3, seconds=-1) / timedelta(days=1)
        self.assertEqual(self._run(night), [])
        job = self.env['pharma.care.job'].create(
            {'kind': 'supply', 'company_id': self.company.id, 'total': 1}
        )
        self.assertEqual(self._run(20), [])
        job.state = 'done'
        self.assertEqual(len(self._run(20)), 1)

    def test_an_error_in_one_company_stops_no_other(self):
        """004-62: it is logged, and the others are told."""
        self.env['res.company'].create({'name': 'Broken', 'country_id': self.env.ref('base.vn').id})
        self._create_case((self.metformin, 30))
        tell = type(self.Case)._alert_company

        def fail(cases, company):
            if company.name == 'Broken':
                raise ValueError('Broken')
            return tell(cases, company)

        with (
            patch.object(type(self.Case), '_alert_company', fail),
            self.assertLogs('odoo.addons.pharma_care.models.pharma_care_case_alert', 'ERROR'),
        ):
            self.assertEqual(len(self._run(20)), 1)

    def test_a_contact_since_the_purchase_is_enough(self):
        """Of this case or another one of the customer (004-62)."""
        case = self._create_case((self.metformin, 30))
        other = self._create_case((self.syrup, 3))
        with freeze_time(NOW + timedelta(days=5)):
            other.with_user(self.care_user).record_entry(
                {'content': 'Is well.', 'date_next': '2026-04-01'}
            )
        self.assertEqual(self._run(20), [])
        self.assertFalse((case + other).filtered('date_alerted'))

    def test_a_contact_ends_the_alert(self):
        """004-62: red until somebody has spoken with the customer."""
        case = self._create_case((self.metformin, 30))
        self._run(20)
        with freeze_time(NOW + timedelta(days=21)):
            case.with_user(self.care_user).record_entry(
                {'content': 'Is well.', 'date_next': '2026-04-01'}
            )
        self.assertFalse(case.is_alert)
        self.assertFalse(self.Case.search([('is_alert', '=', True)]))
        self.assertEqual(self._run(25), [])

    def test_bought_again_ends_the_alert(self):
        """Who bought again needs no reminder of the earlier supply (004-62)."""
        case = self._create_case((self.metformin, 30))
        self._run(20)
        self._create_case((self.metformin, 30))
        self.assertFalse(case.is_alert)
        self.assertEqual(self._run(24), [])

    def test_days_of_the_group(self):
        """A therapeutic group has days of its own (004-62)."""
        self.group_chronic.care_alert_days = 5
        self._create_case((self.metformin, 30))
        self.assertEqual(self._run(24), [])
        self.assertEqual(len(self._run(25)), 1)

    def test_half_of_a_short_supply_is_taken_first(self):
        """12 days of syrup: not on the day of the purchase but on the sixth (004-62)."""
        self._create_case((self.syrup, 1))
        self.assertEqual(self._run(5), [])
        self.assertEqual(len(self._run(6)), 1)

    def test_what_ended_long_ago_is_not_told(self):
        """A first run over old cases does not flood anybody (004-62)."""
        self._create_case((self.metformin, 30))
        self.assertEqual(self._run(38), [])

    def test_days_without_interaction(self):
        """Since the last care of the customer, or the purchase; also as a filter (004-62)."""
        case = self._create_case((self.metformin, 30))
        with freeze_time(NOW + timedelta(days=8)):
            case.invalidate_recordset()
            self.assertEqual(case.days_since_contact, 8)
            over_week = self.Case.search([('days_since_contact', '>', 7)])
            self.assertEqual(over_week & case, case)
            self.assertFalse(self.Case.search([('days_since_contact', '>', 8)]) & case)
            self.assertIn(case, self.Case.search([('days_since_contact', '=', 8)]))
            self.assertNotIn(case, self.Case.search([('days_since_contact', '!=', 8)]))
            self.assertIn(case, self.Case.search([('days_since_contact', 'in', [7, 8])]))
            self.assertNotIn(case, self.Case.search([('days_since_contact', '>', 10**9)]))
            case.record_entry({'content': 'Is well.', 'date_next': '2026-04-01'})
            case.invalidate_recordset()
            self.assertEqual(case.days_since_contact, 0)
            self.assertFalse(self.Case.search([('days_since_contact', '>', 7)]) & case)

    def test_count_of_the_top_bar(self):
        """Each sees the number of his own; managers also those of nobody (004-62)."""
        self._create_case((self.metformin, 30))
        self._create_case((self.metformin, 30), partner_id=self.other_customer.id)
        self._run(20)
        with freeze_time(NOW + timedelta(days=20)):
            counts = [
                self.Case.with_user(user).get_alert_count()
                for user in (self.care_user, self.colleague, self.manager)
            ]
        self.assertEqual(counts, [1, 0, 1])

    def test_absurd_days_are_refused_by_name(self):
        """004-62: the message names the group and the field."""
        with self.assertRaisesRegex(ValidationError, "Diabetes.*'Contact before Supply Ends"):
            self.group_chronic.care_alert_days = -1
