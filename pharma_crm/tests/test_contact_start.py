from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestContactStart(CustomersCommon):
    """The buttons of a customer ask what the contact is for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lan = cls._create_partner(phone='0912 345 678', email='lan@example.com')

    def _start(self, channel):
        action = getattr(self.lan.with_env(self.env), f'action_pharma_{channel}')()
        self.assertEqual(action['res_model'], 'pharma.contact.start')
        form = Form(self.env['pharma.contact.start'].with_context(**action['context']))
        return form.save()

    @users('pharma_user')
    @freeze_time('2026-11-21 05:00:00')
    def test_purpose_is_chosen_for_each_contact(self):
        """004-06, 004-30: nothing is assumed; the purpose chosen is the one checked and logged."""
        for channel in ('call', 'sms', 'email'):
            wizard = self._start(channel)
            domain = [('partner_id', '=', self.lan.id), ('channel', '=', channel)]
            self.assertFalse(self.env['pharma.contact.log'].search(domain), 'not begun yet')
            with self.assertRaisesRegex(UserError, 'has not accepted'):
                wizard.action_advertising()
            wizard.action_care()
            wizard.action_survey()
            logs = self.env['pharma.contact.log'].search(domain)
            self.assertEqual(sorted(logs.mapped('purpose')), ['care', 'survey'])

    @users('pharma_user')
    @freeze_time('2026-11-21 05:00:00')
    def test_number_is_handed_over_and_the_question_closed(self):
        """004-06: after the answer the telephone gets the number and the dialog goes."""
        action = self._start('call').action_care()
        self.assertEqual(action['params'], {'url': 'tel:+84912345678'})

    @users('pharma_user')
    def test_own_screens_have_no_links_past_the_check(self):
        """004-30: lists of customers and numbers show numbers as text, not as links."""
        for model, xmlid, view_type in (
            ('res.partner', 'pharma_customer_view_list', 'list'),
            ('pharma.partner.phone', 'pharma_partner_phone_view_list', 'list'),
            ('pharma.partner.phone', 'pharma_partner_phone_view_form', 'form'),
        ):
            view = self.env.ref(f'pharma_crm.{xmlid}')
            arch = etree.fromstring(self.env[model].get_view(view.id, view_type)['arch'])
            widgets = {node.get('widget') for node in arch.iter('field')}
            self.assertFalse(widgets & {'phone', 'email'}, xmlid)
