from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_handling import HandlingCommon

SECRET = 'HIV test positive'


@tagged('post_install', '-at_install')
class TestComplaintDoors(HandlingCommon):
    """Back doors to tickets: defaults, windows, names, ratings, other companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._create_ticket(
            user_id=cls.stranger.id, name=SECRET, description=SECRET, phone='0909 111 222'
        )

    def _as(self, user, model='pharma.complaint', **defaults):
        context = {f'default_{name}': value for name, value in defaults.items()}
        return self.env[model].with_user(user).with_context(**context)

    def _own_values(self, name):
        return ['open'] if name == 'purchase_state' else []

    def test_defaults_are_no_door_to_what_buttons_write(self):
        """000-24, 002-14, 004-68: neither the context nor defaults of a user write answers, the
        pharmacist's word, the waiver of a proof, or what an e-mail told."""
        doors = {
            'date_last_answer': '2026-03-02 03:00:00',
            'answer_count': 3,
            'is_see_doctor': True,
            'see_doctor_user_id': self.pharmacist.id,
            'pharmacist_state': 'answered',
            'pharmacist_answer': 'Take two',
            'pharmacist_answer_user_id': self.pharmacist.id,
            'proof_waiver_id': self.supervisor.id,
            'proof_waiver_reason': 'Because',
            'cancel_reason_id': self.reason.id,
            'merged_into_id': self.foreign.id,
            'reopen_count': 7,
            'proposed_partner_id': self.other_customer.id,
            'sender_warning': 'spoofed',
            'purchase_state': 'proven',
        }
        ticket = self._as(self.agent, **doors).create({'name': 'Door'})
        for name in doors:
            with self.subTest(field=name, door='context'):
                self.assertIn(
                    ticket.with_env(self.env)[name] or False, [False, *self._own_values(name)]
                )
        for name, value in doors.items():
            if name != 'date_last_answer':
                self.env['ir.default'].with_user(self.agent).set(
                    'pharma.complaint', name, value, user_id=True
                )
        ticket = self._as(self.agent).create({'name': 'Door'})
        for name in doors:
            with self.subTest(field=name, door='default of the user'):
                self.assertIn(
                    ticket.with_env(self.env)[name] or False, [False, *self._own_values(name)]
                )

    def test_defaults_of_followups_and_proposals(self):
        """000-43, 001-15: a default of a user is no answer of a customer and no decision."""
        mine = self._create_ticket(user_id=self.agent.id)
        Default = self.env['ir.default'].with_user(self.agent)
        Default.set('pharma.followup', 'rating', 5.0, user_id=True)
        Default.set('pharma.followup', 'state', 'done', user_id=True)
        Default.set('pharma.proposal', 'state', 'accepted', user_id=True)
        followup = self._as(self.agent, 'pharma.followup').create({'complaint_id': mine.id})
        self.assertFalse(followup.with_env(self.env).rating)
        self.assertEqual(followup.with_env(self.env).state, 'planned')
        proposal = self._as(self.agent, 'pharma.proposal').create({'name': 'Bigger boxes'})
        self.assertEqual(proposal.with_env(self.env).state, 'new')

    def test_defaults_of_tasks_and_questions(self):
        """002-15, 001-12: a ticket of others is no default, buttons' fields neither."""
        for model, values in (
            ('pharma.complaint.task', {'name': 'x', 'user_id': self.agent.id}),
            ('pharma.complaint.question', {'name': 'x'}),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._as(self.agent, model, complaint_id=self.foreign.id).create(values)
            state = 'done' if 'task' in model else 'answered'
            with self.subTest(model=model, field='state'):
                record = self._as(self.agent, model, state=state).create(
                    values | {'complaint_id': self._create_ticket(user_id=self.agent.id).id}
                    if 'task' in model
                    else values
                )
                self.assertIn(record.with_env(self.env).state, ('todo', 'open'))

    def test_windows_show_nothing_of_other_tickets(self):
        """000-36: whoever puts the number of another ticket into a window reads nothing of it."""
        windows = {
            'pharma.complaint.answer': ('ticket_id', {'body': 'x'}, ['phone', 'solution']),
            'pharma.complaint.split': ('ticket_id', {'description': 'x'}, ['remaining']),
            'pharma.proposal.collect': ('complaint_id', {}, ['text', 'name']),
            'pharma.complaint.ask': ('ticket_id', {'question': 'x'}, ['ticket_id']),
            'pharma.complaint.task.ask': (
                'complaint_id',
                {'name': 'x', 'user_id': self.agent.id},
                ['complaint_id'],
            ),
        }
        self.foreign.solution = SECRET
        for model, (link, values, names) in windows.items():
            with self.subTest(model=model):
                try:
                    wizard = self._as(self.agent, model).create({link: self.foreign.id, **values})
                    text = str(wizard.read(names))
                except AccessError:
                    text = ''
                self.assertNotIn(SECRET, text)
                self.assertNotIn('0909', text)
            with self.subTest(model=model, door='onchange'):
                spec = {name: {} for name in [link, *names]}
                spec[link] = {'fields': {'display_name': {}}}
                try:
                    text = str(
                        self._as(self.agent, model).onchange(
                            {link: self.foreign.id, **values}, [link], spec
                        )
                    )
                except AccessError:
                    text = ''
                self.assertNotIn(SECRET, text)
                self.assertNotIn('0909', text)

    def test_links_show_the_number_only(self):
        """000-36, 000-23: a ticket that names one of a colleague shows its number, not what the
        customer said."""
        again = self._as(self.agent).create(
            {'partner_id': self.customer.id, 'name': 'Late', 'original_id': self.foreign.id}
        )
        self.env.invalidate_all()
        shown = again.read(['original_id'])[0]['original_id'][1]
        self.assertNotIn(SECRET, shown)
        self.assertIn(self.foreign.number, shown)
        self.env.invalidate_all()
        shown = again.with_user(self.supervisor).read(['original_id'])[0]['original_id'][1]
        self.assertIn(SECRET, shown)

    def test_a_ticket_stays_in_its_company_and_keeps_its_number(self):
        """000-36, 003-17: nobody gets rid of a ticket by another company or number."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        mine = self._create_ticket(user_id=self.agent.id)
        for values in ({'company_id': company.id}, {'number': 'T1'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                mine.with_user(self.agent).write(values)

    def test_nobody_rates_himself(self):
        """000-43: who answers a ticket cannot write what its customer thinks of it."""
        mine = self._create_ticket(user_id=self.agent.id)
        mine._rating_get_access_token(self.customer)
        rating = mine.rating_ids
        for ticket in (mine, self.foreign):
            with self.assertRaises(AccessError):
                ticket.with_user(self.agent).rating_apply(5, token=rating.access_token)
        self.assertFalse(mine.followup_ids)

    def test_a_salesman_without_the_suite_reads_his_order(self):
        """000-36: who has no role in the suite exports and reads orders as before."""
        salesman = new_test_user(
            self.env, 'plain_salesman', groups='sales_team.group_sale_salesman_all_leads'
        )
        order = self.env['sale.order'].create({'partner_id': self.customer.id})
        if salesman.has_group('pharma_crm.group_pharma_user'):
            self.skipTest("every salesman has a role in the suite")
        self.assertTrue(order.with_user(salesman).read())

    def test_merged_customers_take_their_tickets_along(self):
        """001-02: tickets of a duplicate are the kept customer's, and his company's."""
        company = self.env['res.partner'].create({'name': 'Pharmacy A', 'is_company': True})
        kept = self.env['res.partner'].create({'name': 'An', 'parent_id': company.id})
        ticket = self._create_ticket(partner_id=self.other_customer.id)
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((kept + self.other_customer).ids, kept)
        ticket.invalidate_recordset()
        self.assertEqual(ticket.partner_id, kept)
        self.assertEqual(ticket.commercial_partner_id, company)

    def test_a_customer_moved_to_another_company_takes_his_tickets_along(self):
        """000-23: the card of the new company shows them."""
        company = self.env['res.partner'].create({'name': 'Pharmacy A', 'is_company': True})
        self.customer.parent_id = company
        self.assertEqual(self.foreign.commercial_partner_id, company)

    def test_the_customer_may_not_write_in_others_tickets(self):
        """000-36, 002-24: the portal user posts in his own tickets only, and to nobody else."""
        portal = self._customer_user()
        other = self._create_ticket(partner_id=self.other_customer.id)
        with self.assertRaises(AccessError):
            other.with_user(portal).message_post(body='x')
        mine = self.foreign.with_user(portal)
        with self.assertRaises(AccessError):
            mine.message_subscribe(self.other_customer.ids)
        with self.assertRaises(AccessError):
            other.with_user(portal).get_portal_url()
        for name in ('action_take', 'action_answer', 'action_merge', 'action_cancel'):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(mine, name)()
        with self.assertRaises(AccessError):
            mine.rating_apply(5)

    def test_other_company_windows(self):
        """000-36: a supervisor of another company takes nothing out of a window."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'door_supervisor',
            groups='pharma_callcenter.group_call_supervisor',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        with self.assertRaises(AccessError):
            wizard = self._as(outsider, 'pharma.complaint.professional').create(
                {'ticket_id': self.foreign.id, 'answer': 'x'}
            )
            self.assertNotIn(SECRET, str(wizard.read(['description'])))
