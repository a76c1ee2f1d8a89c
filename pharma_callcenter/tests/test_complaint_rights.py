from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import ComplaintCommon

# role: what it may do with a ticket that it may see
ROLES = {
    'agent': 'rwc',
    'clerk': 'rwc',
    'supervisor': 'rwc',
    'pharmacist': 'rwc',
    'portal': 'r',
    'employee': '',
    'public': '',
}
OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'u': 'unlink'}


@tagged('post_install', '-at_install')
class TestComplaintRights(ComplaintCommon):
    """Who sees which tickets, and who may do what with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, 'complaint_portal', groups='base.group_portal')
        cls.employee = new_test_user(cls.env, 'complaint_employee', groups='base.group_user')
        cls.public = cls.env.ref('base.public_user')
        cls.mine = cls._create_ticket(user_id=cls.agent.id)
        cls.of_team = cls._create_ticket(team_id=cls.team.id)
        cls.of_nobody = cls._create_ticket()
        cls.of_other = cls._create_ticket(user_id=cls.stranger.id)
        cls.tickets = cls.mine + cls.of_team + cls.of_nobody + cls.of_other

    def _seen_by(self, user):
        found = self.env['pharma.complaint'].with_user(user)
        return found.search([('id', 'in', self.tickets.ids)]).sudo(False).with_env(self.env)

    def test_operations_of_each_role(self):
        """000-36: the rights of each role on the model, none may delete."""
        for role, allowed in ROLES.items():
            model = self.env['pharma.complaint'].with_user(getattr(self, role))
            for letter, operation in OPERATIONS.items():
                with self.subTest(role=role, operation=operation):
                    self.assertEqual(model.has_access(operation), letter in allowed)

    def test_own_team_all(self):
        """000-36: agents see their own, their team's and nobody's; supervisors and pharmacists all;
        a clerk what he took in."""
        self.assertEqual(self._seen_by(self.agent), self.mine + self.of_team + self.of_nobody)
        self.assertEqual(self._seen_by(self.colleague), self.of_team + self.of_nobody)
        self.assertEqual(self._seen_by(self.supervisor), self.tickets)
        self.assertEqual(self._seen_by(self.pharmacist), self.tickets)
        self.assertFalse(self._seen_by(self.clerk))
        taken = self.env['pharma.complaint'].with_user(self.clerk).create({'name': 'Late'})
        self.assertEqual(taken.name, 'Late')

    def test_the_head_of_the_owning_department_sees_it(self):
        """003-17: the department that has to solve it can read it, through its head."""
        head = self.env['hr.employee'].create({'name': 'Head', 'user_id': self.clerk.id})
        department = self.env['hr.department'].create({'name': 'Stock', 'manager_id': head.id})
        self.of_other.owner_department_id = department
        self.assertEqual(self._seen_by(self.clerk), self.of_other)

    def test_another_company_sees_nothing(self):
        """000-36: tickets stay in their company, for supervisors too."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'other_supervisor',
            groups='pharma_callcenter.group_call_supervisor',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self._seen_by(outsider))

    def test_a_portal_user_reads_only_his_own(self):
        """000-36, 002-24: in the portal a customer reads his own tickets, changes none, and does
        not read what is for the staff."""
        self.mine.partner_id = self.portal.partner_id
        self.assertEqual(self._seen_by(self.portal), self.mine)
        ticket = self.mine.with_user(self.portal)
        self.assertEqual(ticket.description, 'It is broken')
        for values in ({'stage_id': self.stage_solved.id}, {'description': 'x'}):
            with self.assertRaises(AccessError):
                ticket.write(values)
        for name in ('owner_department_id', 'priority', 'employee_id', 'relation', 'phone'):
            with self.subTest(field=name), self.assertRaises(AccessError):
                ticket.read([name])
        with self.assertRaises(AccessError):
            self.of_other.with_user(self.portal).read(['name'])

    def test_a_portal_user_reads_a_ticket_about_his_order(self):
        """000-36: what the form proposes from the order asks him for no right on medicines."""
        line = (0, 0, {'product_id': self.metformin.id})
        self.mine.partner_id = self.portal.partner_id
        self.mine.order_id = self.env['sale.order'].create(
            {'partner_id': self.portal.partner_id.id, 'order_line': [line]}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        ticket = self.mine.with_user(self.portal)
        self.assertEqual(
            ticket.read(['order_product_ids'])[0]['order_product_ids'], self.metformin.ids
        )

    def test_nobody_outside_writes_stages(self):
        """000-36: portal and public users cannot change stages, kinds or categories."""
        for user in (self.portal, self.public, self.agent):
            for name in ('stage', 'kind', 'category', 'origin'):
                model = self.env[f'pharma.complaint.{name}'].with_user(user)
                for operation in ('write', 'create', 'unlink'):
                    with self.subTest(user=user.login, model=name, operation=operation):
                        self.assertFalse(model.has_access(operation))

    def test_agents_read_the_orders_of_their_branch(self):
        """000-36, 002-14: a ticket opens no other branch's orders; that the customer bought it from
        us is told all the same."""
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'user_id': self.stranger.id,
                'order_line': [(0, 0, {'product_id': self.metformin.id})],
            }
        )
        order.action_confirm()
        found = self.env['sale.order'].with_user(self.agent).search([('id', '=', order.id)])
        self.assertFalse(found)
        ticket = self.env['pharma.complaint'].with_user(self.agent)
        ticket = ticket.create({'partner_id': self.customer.id, 'product_id': self.metformin.id})
        self.assertEqual(ticket.purchase_state, 'proven')

    def test_a_refused_ticket_says_whose_it_is(self):
        """000-36: whoever opens the link of a colleague's ticket reads its number and whom to ask,
        nothing of the customer; a customer and another company read neither."""
        self.of_other.team_id = self.env['crm.team'].create({'name': 'Branch 9'})
        for operation in ('read', 'write'):
            with self.subTest(operation=operation), self.assertRaises(AccessError) as caught:
                self.of_other.with_user(self.agent).check_access(operation)
            text = str(caught.exception)
            for told in (self.of_other.number, self.stranger.name, 'Branch 9', 'Assign'):
                self.assertIn(told, text)
            self.assertNotIn(self.customer.name, text)
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, 'Branch 9'):
            self.of_other.with_user(self.agent).web_read({'name': {}})
        with self.assertRaises(AccessError) as caught:
            self.mine.with_user(self.agent).unlink()
        # nobody can delete it: his own is not "with colleagues"
        self.assertNotIn('Assign', str(caught.exception))
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'outside_agent',
            groups='pharma_callcenter.group_call_agent',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for user in (self.portal, outsider, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError) as caught:
                self.of_other.with_user(user).check_access('read')
            self.assertNotIn(self.of_other.number, str(caught.exception))
            self.assertNotIn(self.stranger.name, str(caught.exception))
