from odoo.tests import tagged

from .common_email import CUSTOMER, FAILED, EmailCommon


@tagged('post_install', '-at_install')
class TestComplaintEmailHostile(EmailCommon):
    """Loops, giants, scripts and forged senders: handled, told, nothing lost."""

    def _count(self):
        return self.env['pharma.complaint'].search_count([])

    # === LOOPS === #
    def test_machines_get_no_acknowledgement(self):
        """000-22: what a machine sends is a ticket with a warning, and is never answered."""
        for headers in (
            {'Auto_Submitted': 'auto-replied'},
            {'Auto_Submitted': 'auto-generated; x=1'},
            {'Precedence': 'bulk'},
            {'Precedence': 'auto_reply'},
            {'X_Auto_Response_Suppress': 'DR, OOF, AutoReply'},
            {'List_Unsubscribe': '<mailto:off@news.example.com>'},
            {'X_Autoreply': 'yes'},
            {'Return_Path': '<>'},
            {'X_Odoo_Objects': 'sale.order-1'},
            {'sender': 'no-reply@shop.example.com'},
            {'sender': 'complaints@thuoc.example.com'},
        ):
            with self.subTest(headers=headers):
                ticket = self._receive(**headers)
                self.assertEqual(ticket.sender_warning, 'automatic')
                self.assertIn('A machine sent', ticket.sender_warning_text)
                self.assertFalse(self._new_mails)

    def test_a_person_is_no_machine(self):
        """000-22: 'Auto-Submitted: no' is what a person's programme may write."""
        ticket = self._receive(Auto_Submitted='no')
        self.assertFalse(ticket.sender_warning)
        self.assertEqual(self._sent(), ['an@khach.example.com'])

    def test_a_delivery_report_makes_no_ticket(self):
        """000-22: mailer-daemon and delivery reports are bounces, not complaints."""
        before = self._count()
        self.assertFalse(self._receive('MAILER-DAEMON@khach.example.com'))
        self.assertEqual(self._count(), before)

    def test_the_same_email_twice_is_one_ticket(self):
        """000-22: our own or a repeated Message-Id is ignored."""
        raw = self._write_mail()
        self.assertTrue(self._process(raw))
        self.assertFalse(self._process(raw))

    def test_a_flood_of_one_sender_is_stopped(self):
        """000-22: after 20 e-mails within two hours no more tickets are made of one sender's."""
        before = self._count()
        for number in range(30):
            self._receive(subject=f'Flood {number}')
        self.assertEqual(self._count() - before, 20)
        self.assertTrue(self._receive('binh@khach.example.com'), 'others still get through')

    def test_a_flood_is_detected_by_the_index(self):
        """000-22: the loop check reads one sender's tickets, not every ticket."""
        domain = self.env['pharma.complaint']._detect_loop_sender_domain('an@khach.example.com')
        self.assertEqual(domain, [('sender_normalized', '=', 'an@khach.example.com')])

    # === GIANTS === #
    def test_giant_files_are_named_and_not_kept(self):
        """000-22: files are kept as long as they fit; the others are named, and asked for."""
        self.company.pharma_ticket_mail_limit = 1
        files = [('ok.bin', b'x' * 700000), ('big.bin', b'x' * 700000), ('small.bin', b'x' * 1000)]
        ticket = self._receive(files=files)
        kept = ticket.message_ids.attachment_ids.mapped('name')
        self.assertEqual(sorted(kept), ['ok.bin', 'small.bin'])
        self.assertTrue(any('big.bin (683.59 Kb)' in note for note in self._notes(ticket)))
        body = str(self._new_mails.body_html)
        self.assertIn('big.bin', body)
        self.assertNotIn('ok.bin', body)

    def test_many_files_are_cut(self):
        """000-22: fifty files are kept, the names of twenty more are told and the rest counted."""
        files = [(f'f{number:02}.bin', b'x') for number in range(75)]
        ticket = self._receive(files=files)
        self.assertEqual(len(ticket.message_ids.attachment_ids), 50)
        self.assertTrue(any('and 5 more' in note for note in self._notes(ticket)))

    def test_a_giant_subject_is_one_short_line(self):
        """000-22: 10,000 characters, markup and line breaks of a subject do no harm."""
        ticket = self._receive(subject='<b>bad</b>   box ' + 'x' * 10000)
        self.assertEqual(len(ticket.name), 250)
        self.assertEqual(ticket.name[:18], '<b>bad</b> box xxx')
        raw = self._write_mail(subject='SUBJECT').replace(
            b'SUBJECT', b'=?utf-8?q?one=0D=0ABcc=3A_evil=40else=2Eexample?='
        )
        ticket = self._process(raw)
        self.assertEqual(ticket.name, 'one Bcc: evil@else.example')

    # === CONTENT === #
    def test_html_and_script_do_not_survive(self):
        """000-22: the ticket's text is plain, the message is cleaned."""
        ticket = self._receive(
            html='<p onclick="evil()">It <b>is</b> broken</p><script>evil()</script>'
            '<img src="x" onerror="evil()"/>'
        )
        body = str(ticket.message_ids.sorted('id')[:1].body)
        self.assertNotIn('evil', body)
        self.assertIn('broken', ticket.description)
        self.assertNotIn('<', ticket.description)

    def test_an_empty_email_is_a_ticket(self):
        """000-22: without subject and text it is named by its kind, and nothing is lost."""
        ticket = self._receive(subject='', body='')
        self.assertEqual(ticket.name, 'Complaint')
        self.assertFalse(ticket.description)

    def test_without_sender(self):
        """000-22: no From, or one without address: a ticket with a warning, of nobody."""
        for sender in (None, 'somebody without address', '<>'):
            with self.subTest(sender=sender):
                ticket = self._receive(sender)
                self.assertEqual(ticket.sender_warning, 'no_sender')
                self.assertFalse(ticket.partner_id)
                self.assertFalse(ticket.message_ids.sorted('id')[:1].author_id)
                self.assertFalse(self._new_mails)

    def test_broken_character_sets(self):
        """000-22: an unknown character set and bytes that fit none are read as far as possible."""
        raw = self._write_mail(body='Box broken').replace(
            b'charset="utf-8"', b'charset="x-klingon"'
        )
        ticket = self._process(raw)
        self.assertEqual(ticket.description, 'Box broken')
        raw = self._write_mail(body='Box BYTES').replace(b'BYTES', b'\xff\xfe\x00')
        ticket = self._process(raw)
        self.assertIn('Box', ticket.description)
        self.assertNotIn('\x00', str(ticket.message_ids.sorted('id')[:1].body))

    # === SENDERS === #
    def test_a_forged_customer_is_only_proposed(self):
        """000-22: the origin is refused: no customer, no author, no acknowledgement; a person who
        called the customer links him."""
        ticket = self._receive(Authentication_Results=FAILED)
        self.assertRecordValues(
            ticket,
            [
                {
                    'sender_warning': 'spoofed',
                    'partner_id': False,
                    'proposed_partner_id': self.customer.id,
                    'contact_name': 'Nguyễn Văn An',
                }
            ],
        )
        self.assertFalse(ticket.message_ids.sorted('id')[:1].author_id)
        self.assertFalse(self._new_mails)
        ticket.with_user(self.agent).action_accept_sender()
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertFalse(ticket.sender_warning)
        self.assertIn('made sure', self._notes(ticket)[-1])

    def test_a_proposal_can_be_refused(self):
        """000-22: it was somebody else: the proposal goes, the warning stays."""
        ticket = self._receive(Authentication_Results=FAILED)
        ticket.with_user(self.agent).action_refuse_sender()
        self.assertFalse(ticket.partner_id or ticket.proposed_partner_id)
        self.assertEqual(ticket.sender_warning, 'spoofed')

    def test_a_forged_employee_creates_nothing_in_his_name(self):
        """000-36: who claims to be an employee is neither author nor creator of the ticket."""
        self.agent.email = 'agent@thuoc.example.com'
        ticket = self._receive('agent@thuoc.example.com', Authentication_Results=FAILED)
        self.assertEqual(ticket.sender_warning, 'spoofed')
        self.assertEqual(ticket.create_uid, self.env.ref('base.user_root'))
        self.assertFalse(ticket.message_ids.sorted('id')[:1].author_id)

    def test_a_forged_stranger_is_not_answered(self):
        """000-22: an unknown sender whose origin is refused gets no acknowledgement."""
        ticket = self._receive('x@else.example.com', Authentication_Results='mx; spf=softfail')
        self.assertEqual(ticket.sender_warning, 'failed')
        self.assertFalse(self._new_mails)

    def test_verdicts_on_the_origin(self):
        """000-22: DMARC decides; without it a failed SPF or DKIM; only our own server's line."""
        for refused, text in (
            (False, 'mx; spf=pass; dkim=pass; dmarc=pass'),
            (False, 'mx; spf=fail; dkim=pass; dmarc=pass'),
            (False, 'mx; none'),
            (False, 'mx; spf=neutral; dkim=none'),
            (False, 'mx; spf=pass (sender said dmarc=fail); dmarc=pass'),
            (True, 'mx; spf=pass; dkim=pass; dmarc=fail'),
            (True, 'mx; spf=fail'),
            (True, 'mx; dkim=fail'),
            (True, 'mx; SPF = SoftFail'),
        ):
            with self.subTest(text=text):
                ticket = self._receive(subject=text, Authentication_Results=text)
                self.assertEqual(ticket.sender_warning == 'spoofed', refused)
        own = b'Authentication-Results: mx; dmarc=fail\n'
        forged = own + self._write_mail(Authentication_Results='mx; dmarc=pass')
        self.assertEqual(self._process(forged).sender_warning, 'spoofed')

    def test_answers_go_to_the_address_on_file(self):
        """000-22: Reply-To names another address: told in the ticket, not obeyed."""
        ticket = self._receive(Reply_To='evil@else.example.com')
        self.assertEqual(ticket.sender_warning, 'reply_to')
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(self._sent(), ['an@khach.example.com'])
        self.assertTrue(any('evil@else.example.com' in note for note in self._notes(ticket)))

    def test_several_senders(self):
        """000-22: of several addresses in From the first counts."""
        ticket = self._receive(f'{CUSTOMER}, other@else.example.com')
        self.assertEqual(ticket.sender_normalized, 'an@khach.example.com')

    def test_other_records_get_their_own_copy(self):
        """000-22: an e-mail to tickets and to another model goes the way of core there."""
        self.company.pharma_ticket_mail_limit = 0
        self.env['mail.alias'].create(
            {
                'alias_name': 'both-of-them',
                'alias_domain_id': self.domain.id,
                'alias_model_id': self.env['ir.model']._get_id('crm.lead'),
            }
        )
        self._receive(
            To='both-of-them@thuoc.example.com, complaints@thuoc.example.com',
            subject='Both',
            files=[('a.bin', b'x')],
        )
        lead = self.env['crm.lead'].search([('name', '=', 'Both')])
        ticket = self.env['pharma.complaint'].search([('name', '=', 'Both')])
        self.assertEqual(lead.message_ids.attachment_ids.mapped('name'), ['a.bin'])
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertFalse(ticket.message_ids.attachment_ids)

    def test_no_refusal_to_machines_and_forged_senders(self):
        """000-22: a flood is refused to its sender, but not to a machine or a forged address."""
        for number in range(20):
            self._receive(subject=f'Flood {number}')
        self._receive(subject='Once more')
        self.assertEqual(len(self._new_mails), 1, 'a person is told')
        for headers in ({'Auto_Submitted': 'auto-replied'}, {'Authentication_Results': FAILED}):
            with self.subTest(headers=headers):
                self.assertFalse(self._receive(subject='Once more', **headers))
                self.assertFalse(self._new_mails)

    def test_hand_made_tickets_do_not_block_a_sender_without_address(self):
        """000-22: tickets taken in by hand have no sender either, and are no flood."""
        for number in range(25):
            self._create_ticket(name=f'By hand {number}')
        self.assertTrue(self._receive('somebody without address'))

    def test_a_giant_text_is_cut(self):
        """000-22: of three million characters one million is kept, and the ticket says so."""
        ticket = self._receive(body='word ' * 600000)
        self.assertLess(len(str(ticket.message_ids.sorted('id')[:1].body)), 1100000)
        self.assertTrue(any('rest of the text' in note for note in self._notes(ticket)))
