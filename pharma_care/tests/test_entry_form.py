from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_work import CareWorkCommon


@tagged('post_install', '-at_install')
class TestEntryForm(CareWorkCommon):
    """The screen on which a care is recorded, and what stands around it."""

    def _form(self, case, user):
        Entry = self.env['pharma.care.entry'].with_user(user)
        return Form(
            Entry.with_context(default_case_id=case.id), 'pharma_care.pharma_care_entry_view_form'
        )

    def test_care_is_recorded_in_one_form(self):
        """004-56: content, response, next date; the case moves on."""
        case = self._create_case()
        with self._form(case, self.care_user) as form:
            form.content = 'Feels well, asks about breakfast.'
            form.response_type_id = self.response
            form.date_next = self.today + timedelta(days=30)
        self.assertRecordValues(
            form.record,
            [
                {
                    'case_id': case.id,
                    'partner_id': self.customer.id,
                    'user_id': self.care_user.id,
                    'channel': 'call',
                    'is_final': False,
                }
            ],
        )
        self.assertEqual((case.state, case.date_due), ('ongoing', self.today + timedelta(days=30)))

    def test_form_asks_for_content_response_and_date(self):
        """004-56: an empty field is told before anything is sent."""
        form = self._form(self._create_case(), self.care_user)
        for name, value in (
            ('content', 'Feels well.'),
            ('response_type_id', self.response),
            ('date_next', self.today),
        ):
            with self.assertRaisesRegex(AssertionError, name):
                form.save()
            form[name] = value
        form.save()

    def test_no_more_care_asks_for_a_reason(self):
        """004-56: the tick 'no more care' replaces the date by a reason and ends the case."""
        case = self._create_case()
        form = self._form(case, self.care_user)
        form.content = 'Has moved.'
        form.response_type_id = self.response
        form.is_final = True
        with self.assertRaisesRegex(AssertionError, 'close_reason_id'):
            form.save()
        form.close_reason_id = self.reason
        form.save()
        self.assertEqual((case.state, case.close_reason_id), ('done', self.reason))

    def test_next_run_out_is_proposed(self):
        """004-45: a 90-day medicine bought with a 5-day one is proposed as the next date."""
        order = self._create_order(
            self.customer,
            (self._create_medicine('Amoxicillin'), 5),
            (self._create_medicine('Metformin'), 90),
        )
        form = self._form(order.care_case_ids, self.care_user)
        self.assertEqual(form.date_next, self.today + timedelta(days=90))
        self.assertEqual(form.date_proposed, form.date_next)
        self.assertEqual(form.date_today, self.today)

    def test_form_names_medicines_with_their_ends(self):
        """004-56: all medicines of the case stand there with the day on which they are used up."""
        order = self._create_order(
            self.customer,
            (self._create_medicine('Amoxicillin'), 5),
            (self._create_medicine('Metformin'), 90),
        )
        form = self._form(order.care_case_ids, self.care_user)
        lines = self.env['pharma.care.line'].browse(form.case_line_ids.ids)
        self.assertEqual(lines.product_id.mapped('name'), ['Amoxicillin', 'Metformin'])
        expected = [self.today + timedelta(days=days) for days in (5, 90)]
        self.assertEqual(lines.mapped('date_runout'), expected)

    def test_customer_card(self):
        """004-69: phone, age, date of birth, region and preferred medicines stand beside."""
        medicine = self._create_medicine('Metformin')
        region = self.env['pharma.region'].create({'name': 'Delta'})
        self.customer.write(
            {
                'phone': '0389 471 562',
                'pharma_birthdate': '1960-03-01',
                'pharma_region_id': region.id,
                'pharma_preferred_product_ids': [Command.link(medicine.product_tmpl_id.id)],
            }
        )
        with freeze_time('2026-03-02 03:00:00'):
            form = self._form(self._create_case(), self.care_user)
            self.assertEqual(form.partner_age, 66)
        self.assertEqual(form.partner_phone, self.customer.phone)
        self.assertEqual(form.partner_birthdate, fields.Date.to_date('1960-03-01'))
        self.assertEqual(form.region_id, region)
        self.assertEqual(len(form.partner_preferred_product_ids), 1)

    def test_history_of_case_and_customer(self):
        """004-56: earlier cares of this case, and those of the customer's others, are in sight."""
        case, other = self._create_case(), self._create_case()
        earlier = self._record(case, self.colleague)
        elsewhere = self._record(other, self.colleague)
        form = self._form(case, self.care_user)
        self.assertEqual(form.case_entry_ids.ids, earlier.ids)
        self.assertEqual(form.other_entry_ids.ids, elsewhere.ids)
        self.assertFalse(form.hidden_contacts)

    def test_hidden_contacts_are_counted_without_content(self):
        """004-35: that colleagues were in contact is told, not what was said."""
        hidden = self._create_case()
        self._record(hidden, self.colleague, content='Secret')
        self.company.care_mode = 'customer'
        own = self._create_case(
            visibility_mode='customer', user_ids=[Command.link(self.care_user.id)]
        )
        form = self._form(own, self.care_user)
        self.assertFalse(form.other_entry_ids.ids)
        self.assertIn('1 contact(s) by colleagues', form.hidden_contacts)

    def test_claim_of_a_colleague_is_told(self):
        """004-50: who opens a customer whom a colleague has reads who and until when."""
        case = self._create_case()
        case.with_user(self.colleague).action_open()
        self.assertIn('care_colleague', self._form(case, self.care_user).claim_notice)
        self.assertFalse(self._form(case, self.colleague).claim_notice)

    def test_declined_contact_is_told(self):
        """004-56: a customer who declined calls for care is marked before the call."""
        case = self._create_case()
        self.assertFalse(self._form(case, self.care_user).contact_refusal)
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': self.customer.id,
                'purpose': 'care',
                'channel': 'call',
                'state': 'declined',
            }
        )
        self.assertIn('declined', self._form(case, self.care_user).contact_refusal)

    def test_author_corrects_the_content(self):
        """004-56: a saved care is history; its author may correct what was said."""
        case = self._create_case()
        entry = self._record(case, self.care_user)
        view = 'pharma_care.pharma_care_entry_view_form'
        with Form(entry.with_user(self.care_user), view) as form:
            form.content = 'Takes it every morning.'
            with self.assertRaisesRegex(AssertionError, 'readonly'):
                form.date_next = self.today
        self.assertEqual(entry.content, 'Takes it every morning.')
        with self.assertRaisesRegex(AssertionError, 'readonly'):
            Form(entry.with_user(self.colleague), view).content = 'No.'

    def test_save_and_next_opens_the_next_customer_in_place(self):
        """004-50: after saving, the next customer takes the place of the form."""
        case = self._create_case(days=-3)
        following = self._create_case(self._create_customer('Tran Van Nam'))
        entry = self._record(case, self.care_user).with_user(self.care_user)
        action = entry.action_save_next()
        self.assertEqual(action['tag'], 'pharma_care_replace')
        self.assertEqual(action['params']['action']['context']['default_case_id'], following.id)
        self._record(following, self.care_user)
        action = entry.action_save_next()
        self.assertEqual(action['params']['next']['tag'], 'pharma_care_back')
        self.assertEqual(entry.action_save_back()['tag'], 'pharma_care_back')

    # === WHAT LISTS SHOW === #
    def test_count_of_cares_against_minimum_and_maximum(self):
        """004-46: '2 of 1-3', marked when outside, never blocking."""
        for count, least, most, text, is_outside in (
            (2, 1, 3, '2 of 1-3', False),
            (0, 1, 3, '0 of 1-3', True),
            (4, 1, 3, '4 of 1-3', True),
            (0, 1, 0, '0 of 1+', True),
            (1, 0, 3, '1 of up to 3', False),
            (2, 2, 2, '2 of 2', False),
            (2, 0, 0, '2', False),
        ):
            case = self._create_case(entry_count=count, care_count_min=least, care_count_max=most)
            with self.subTest(text=text):
                self.assertEqual(case.care_count_display, text)
                self.assertEqual(case.is_count_outside, is_outside)

    def test_lists_name_the_medicines(self):
        """004-51: a list says what the call is about, what runs out first in front."""
        order = self._create_order(
            self.customer,
            (self._create_medicine('Metformin'), 90),
            (self._create_medicine('Amoxicillin'), 5),
        )
        case = order.care_case_ids.with_user(self.care_user)
        self.assertEqual(case.medicine_names, 'Amoxicillin, Metformin')
