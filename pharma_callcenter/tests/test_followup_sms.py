from unittest.mock import patch

from odoo.tests import tagged

from .common_followup import FollowupCommon


@tagged('post_install', '-at_install')
class TestFollowupSms(FollowupCommon):
    """A follow-up by SMS through Odoo's own SMS module, with no gateway behind it.

    The suite does not need that module: where it is missing the text goes to the telephone.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.followup = cls._create_followup().with_user(cls.agent)
        cls.env['pharma.contact.permission'].search([]).unlink()

    def _compose(self):
        """Press the button as the agent and return the window with the text."""
        action = self.followup.action_sms()
        if 'sms.composer' not in self.env:
            self.assertTrue(action['params']['url'].startswith('sms:+84912345678?body='))
            return None
        self.assertEqual(action['res_model'], 'sms.composer')
        return self.env['sms.composer'].with_user(self.agent).with_context(**action['context'])

    def test_text_number_and_state(self):
        """000-43, 004-30: the text has the link, the number is the customer's, the follow-up is
        asked, and the contact is logged."""
        if (Composer := self._compose()) is None:
            return
        composer = Composer.create({})
        token = self.followup.sudo().survey_input_id.access_token  # sudo: agents read no surveys
        self.assertIn(token, composer.body)
        self.assertIn(self.company.name, composer.body)
        self.assertEqual(composer.recipient_single_number_itf, '+84912345678')
        self.assertTrue(composer.recipient_single_valid)
        self.assertEqual(self.followup.state, 'asked')
        log = self.env['pharma.contact.log'].search([('partner_id', '=', self.customer.id)])
        self.assertEqual((len(log), log.channel, log.purpose), (1, 'sms', 'survey'))

    def test_without_a_gateway_it_waits_in_the_queue(self):
        """000-43: nothing fails for the agent: the SMS stands in Odoo's queue, to be sent, and the
        link works meanwhile."""
        if (Composer := self._compose()) is None:
            return
        composer = Composer.create({})
        with patch.object(self.registry['sms.sms'], 'send'):
            composer.action_send_sms()
        # sudo: the queue is the administrator's
        sms = self.env['sms.sms'].sudo().search([('partner_id', '=', self.customer.id)])
        self.assertEqual(len(sms), 1)
        self.assertEqual((sms.number, sms.state), ('+84912345678', 'outgoing'))
        self.assertEqual(self.followup.state, 'asked')

    def test_who_declined_is_not_written_to(self):
        """004-30: no window, no text, the reason instead."""
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': self.customer.id,
                'purpose': 'survey',
                'channel': 'sms',
                'state': 'declined',
            }
        )
        action = self.followup.action_sms()
        self.assertEqual(action['tag'], 'display_notification')
        self.assertEqual(self.followup.state, 'skipped')
