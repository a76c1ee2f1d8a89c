from urllib.parse import parse_qs, urlsplit

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestDecline(CustomersCommon, HttpCase):
    """A customer ends e-mails of a purpose by a link, and nobody else does (004-30, 004-73)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lan = cls._create_partner('Lan', email='lan@example.com')
        cls.nam = cls._create_partner('Nam', email='nam@example.com')
        cls.token = cls._get_token(cls.lan)

    @classmethod
    def _get_token(cls, partner, purpose='advertising'):
        url = partner._pharma_decline_url(purpose, partner.email, cls.other_company)
        return parse_qs(urlsplit(url).query)['token'][0]

    def _get_lines(self, partner=None):
        self.env.invalidate_all()
        return self.env['pharma.contact.permission'].search(
            [('partner_id', '=', (partner or self.lan).id)]
        )

    def _ask(self, token):
        return self.url_open(f'/pharma/decline?token={token}')

    def _confirm(self, token, page=None):
        page = page or self._ask(self.token)
        csrf = html.fromstring(page.text).xpath("//input[@name='csrf_token']/@value")
        data = {'token': token, 'csrf_token': csrf[0] if csrf else ''}
        return self.url_open('/pharma/decline', data=data)

    def test_declining_after_a_question(self):
        """004-73: following the link asks only; the button declines that purpose by e-mail."""
        page = self._ask(self.token)
        self.assertEqual(page.status_code, 200)
        self.assertIn('l***@example.com', page.text)
        self.assertIn('If you press the button', page.text, 'it reads as if nothing was done yet')
        self.assertIn('Other Chain', page.text, 'who wrote, whatever company the customer is of')
        self.assertNotIn('Lan', page.text.replace('lang', ''))
        self.assertFalse(self._get_lines(), 'programs that check e-mails follow links, too')
        answer = self._confirm(self.token, page)
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn('If you press', answer.text)
        self.assertRecordValues(
            self._get_lines(),
            [
                {
                    'purpose': 'advertising',
                    'channel': 'email',
                    'state': 'declined',
                    'source': 'website',
                    'note': 'Link in an e-mail to lan@example.com',
                }
            ],
        )
        history = self.env['pharma.contact.permission.history'].search(
            [('partner_id', '=', self.lan.id)]
        )
        self.assertEqual(history.mapped('state_to'), ['declined'])
        self.assertFalse(self._get_lines(self.nam))

    def test_an_acceptance_is_taken_back(self):
        """004-73: what was accepted becomes declined; other purposes stay as they are."""
        for purpose in ('advertising', 'survey'):
            self.env['pharma.contact.permission'].create(
                {
                    'partner_id': self.lan.id,
                    'purpose': purpose,
                    'channel': 'email',
                    'state': 'accepted',
                }
            )
        self._confirm(self.token)
        states = {line.purpose: line.state for line in self._get_lines()}
        self.assertEqual(states, {'advertising': 'declined', 'survey': 'accepted'})
        first = self._get_lines().filtered(lambda line: line.state == 'declined').date
        self._confirm(self.token)
        declined = self._get_lines().filtered(lambda line: line.state == 'declined')
        self.assertEqual(declined.date, first, 'pressed twice, the first refusal is the proof')

    def test_other_tokens_do_nothing(self):
        """000-36: nothing, broken, cut off, far too long, and of a stranger's making."""
        other = self._get_token(self.nam)
        for token in ('', 'x', self.token[:-4], self.token[:40] + other[40:], 'A' * 5000, '%00'):
            with self.subTest(token=token[:20]):
                page = self._ask(token)
                self.assertEqual(page.status_code, 404)
                self.assertIn('This link does not work', page.text)
                self.assertEqual(self._confirm(token).status_code, 404)
        for odd in (None, 5, ['x'], b'x'):
            self.assertIsNone(self.env['res.partner']._pharma_read_decline(odd))
        self.assertFalse(self._get_lines() + self._get_lines(self.nam))

    def test_no_form_of_another_page(self):
        """000-36: without the page's own secret nothing is declined."""
        with mute_logger('odoo.http'):
            answer = self.url_open('/pharma/decline', data={'token': self.token})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._get_lines())

    def test_merged_and_deleted_customers(self):
        """004-73: of a merged customer the link holds for whoever has the address; else it ends."""
        token = self._get_token(self.nam)
        self.nam.unlink()
        self.assertEqual(self._ask(token).status_code, 404)
        heir = self._create_partner('Heir', email='nam@example.com')
        self._confirm(token)
        self.assertEqual(self._get_lines(heir).state, 'declined')
