from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common_handling import HandlingCommon

SECRET = 'Rash on both arms'


@tagged('post_install', '-at_install')
class TestComplaintMergeContacts(HandlingCommon):
    """Tickets of two contacts of one company are joined: neither reads the other's words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env['res.partner'].create({'name': 'Clinic', 'is_company': True})
        cls.first_contact, cls.second_contact = cls.env['res.partner'].create(
            [
                {'name': 'Lan', 'parent_id': company.id, 'email': 'lan@clinic.example.com'},
                {'name': 'Minh', 'parent_id': company.id, 'email': 'minh@clinic.example.com'},
            ]
        )
        cls.lan, cls.minh = (
            mail_new_test_user(
                cls.env,
                contact.email,
                name=contact.name,
                groups='base.group_portal',
                partner_id=contact.id,
            )
            for contact in (cls.first_contact, cls.second_contact)
        )
        cls.first = cls._create_ticket(
            partner_id=cls.first_contact.id, user_id=cls.agent.id, description='Box open'
        )
        cls.second = cls._create_ticket(
            partner_id=cls.second_contact.id,
            user_id=cls.agent.id,
            description=SECRET,
            product_id=cls.metformin.id,
            lot_id=cls.lot.id,
        )
        cls.own, cls.answer = cls._talk(cls.first, cls.lan, 'Lan asks')
        cls.theirs, cls.their_answer = cls._talk(cls.second, cls.minh, SECRET)
        cls.their_mail = cls.second.message_post(
            body=SECRET,
            message_type='email',
            subtype_xmlid='mail.mt_comment',
            author_id=cls.second_contact.id,
            attachments=[('rash.jpg', b'jpg')],
        )
        cls.loose = cls.env['ir.attachment'].create(
            {'name': 'loose.jpg', 'res_model': cls.second._name, 'res_id': cls.second.id}
        )
        cls.hidden = cls.theirs + cls.their_answer + cls.their_mail

    @classmethod
    def _talk(cls, ticket, user, text):
        """What the customer writes in the portal and what he is answered there."""
        ticket.message_subscribe(user.partner_id.ids)
        asked = ticket.message_post(
            body=text,
            author_id=user.partner_id.id,
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
        )
        answered = ticket.with_user(cls.agent).message_post(
            body=f'Answer: {text}', message_type='comment', subtype_xmlid='mail.mt_comment'
        )
        return asked, answered.with_env(cls.env)

    def _merge(self, **values):
        tickets = self.first + self.second
        self._wizard('merge', self.agent, tickets, target_id=self.first.id, **values)
        self.env.flush_all()
        self.env.invalidate_all()

    def _seen(self, user):
        """Words that a portal user finds in all messages of both tickets."""
        Message = self.env['mail.message'].with_user(user)
        return Message.search(
            [('model', '=', 'pharma.complaint'), ('res_id', 'in', (self.first + self.second).ids)]
        )

    def test_before_joining_each_reads_his_own(self):
        """000-36: the customer reads what he said and was told."""
        self.assertEqual(self._seen(self.lan).ids, (self.answer + self.own).ids)
        self.assertEqual(set(self._seen(self.minh).ids), set(self.hidden.ids))

    def test_the_customer_reads_his_own_words_alone(self):
        """000-23, 000-36: what another contact said and was told is not found, not read by its
        number, not among files, and not in the fields of the ticket."""
        files = self.their_mail.attachment_ids + self.loose
        self._merge()
        self.assertEqual(self._seen(self.lan).ids, (self.answer + self.own).ids)
        everything = self.env['mail.message'].search(
            [('model', '=', 'pharma.complaint'), ('res_id', '=', self.first.id)]
        )
        told = everything.filtered(lambda message: SECRET in (message.body or ''))
        self.assertEqual(len(told), 4, 'three messages, and the note of what he said first')
        for message in told.with_user(self.lan):
            kind = message.sudo().message_type  # sudo: to name it
            with self.subTest(type=kind), self.assertRaises(AccessError):
                message.read(['body'])
        for file in files.with_user(self.lan):
            with self.assertRaises(AccessError):
                file.read(['datas'])
        ticket = self.first.with_user(self.lan)
        ticket.invalidate_recordset()
        values = []
        for name in ticket.fields_get():
            with suppress(AccessError):
                values += ticket.read([name])
        self.assertIn('Box open', str(values))
        for secret in (SECRET, 'Metformin', 'L-001', 'Minh'):
            self.assertNotIn(secret, str(values))

    def test_the_other_contact_reads_nothing_of_the_customer(self):
        """000-36: he does not follow the ticket that stays; its answers do not reach him."""
        self._merge()
        self.assertNotIn(self.second_contact, self.first.message_partner_ids)
        self.assertIn(self.first_contact, self.first.message_partner_ids)
        self.assertFalse(self._seen(self.minh) & (self.answer + self.own))
        with self.assertRaises(AccessError):
            self.first.with_user(self.minh).read(['name'])
        for message in (self.answer + self.own).with_user(self.minh):
            with self.assertRaises(AccessError):
                message.read(['body'])

    def test_the_staff_loses_nothing(self):
        """000-23: all that was said stands in the ticket that goes on, with its files and with what
        the other contact spoke of; the agent reads them."""
        files = self.their_mail.attachment_ids + self.loose
        self._merge()
        messages = self.first.with_user(self.agent).message_ids
        self.assertLessEqual(set(self.hidden.ids), set(messages.ids))
        note = messages.filtered(lambda message: 'for the staff alone' in message.body)
        for word in ('Minh', SECRET, 'Metformin', 'L-001'):
            self.assertIn(word, note.body)
        self.assertEqual(messages.attachment_ids.ids, files.sorted('id', reverse=True).ids)
        self.assertEqual(set(files.with_user(self.agent).mapped('name')), {'rash.jpg', 'loose.jpg'})
        self.assertEqual(self.first.description, 'Box open')
        self.assertFalse(self.first.product_id)

    def test_the_window_says_so(self):
        """000-23: whoever joins is told which contacts go on unheard, and by whose ticket."""
        Wizard = self.env['pharma.complaint.merge'].with_user(self.agent)
        tickets = self.first + self.second
        with Form(Wizard.with_context(default_ticket_ids=tickets.ids)) as form:
            form.target_id = self.first
            self.assertEqual(form.other_contacts, 'Minh')
            form.target_id = self.second
            self.assertEqual(form.other_contacts, 'Lan')
        same = self._create_ticket(partner_id=self.first_contact.id, user_id=self.agent.id)
        with Form(Wizard.with_context(default_ticket_ids=(self.first + same).ids)) as form:
            self.assertFalse(form.other_contacts)

    def test_one_customer_keeps_his_words(self):
        """000-23: two tickets of the same contact are joined as before: he reads all of it."""
        same = self._create_ticket(partner_id=self.first_contact.id, user_id=self.agent.id)
        asked, answered = self._talk(same, self.lan, 'Once more')
        self._wizard('merge', self.agent, self.first + same, target_id=self.first.id)
        self.env.flush_all()
        self.assertEqual(
            set(self._seen(self.lan).ids), set((self.own + self.answer + asked + answered).ids)
        )

    def test_a_stranger_in_the_ticket_of_nobody(self):
        """000-36: somebody else who wrote in a ticket without customer stays internal, too."""
        nobody = self._create_ticket(partner_id=False, phone='0999', user_id=self.agent.id)
        asked, _answered = self._talk(nobody, self.minh, SECRET)
        self._wizard('merge', self.agent, self.first + nobody, target_id=self.first.id)
        self.env.flush_all()
        self.assertNotIn(asked, self._seen(self.lan))
