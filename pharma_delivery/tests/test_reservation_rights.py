from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestReservationRights(ReservationCase):
    """Agents see what is theirs, clerks all, couriers and other companies nothing."""

    def test_who_sees_which(self):
        """000-36, 000-26: own, of the own team, of all, none."""
        mine, theirs = self._reserve(5), self._reserve(5, user=self.other_agent)
        both = self.env['pharma.reservation'].browse((mine + theirs.with_env(mine.env)).ids)
        pharmacist = new_test_user(self.env, 'duoc', groups='pharma_crm.group_pharmacist')
        stranger = new_test_user(self.env, 'la', groups='base.group_user')
        portal = new_test_user(self.env, 'cong', groups='base.group_portal')
        for user, seen in (
            (self.agent, mine),
            (self.other_agent, theirs),
            (self.clerk, both),
            (pharmacist, both),
        ):
            with self.subTest(user=user.login):
                found = both.with_user(user).search([('id', 'in', both.ids)])
                self.assertEqual(found.ids, found.browse(sorted(seen.ids, reverse=True)).ids)
        for user in (self.courier, stranger, portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                both.with_user(user).search([])

    def test_a_team_sees_its_reservations(self):
        """000-36: a colleague of the same branch's team sees and may take over."""
        team = self.env['crm.team'].create(
            {'name': "Chi nhánh 1", 'member_ids': [Command.set(self.agent.ids)]}
        )
        reservation = self._reserve(5)
        self.assertEqual(reservation.team_id, team)
        self.assertFalse(reservation.with_user(self.other_agent).has_access('read'))
        team.member_ids += self.other_agent
        self.assertTrue(reservation.with_user(self.other_agent).has_access('write'))

    def test_another_company_sees_nothing(self):
        """000-36: neither reservation nor goods of another company."""
        company = self.env['res.company'].create({'name': "Chuỗi khác"})
        outsider = new_test_user(
            self.env,
            'khac',
            groups='pharma_crm.group_pharma_user,pharma_delivery.group_delivery_user',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        reservation = self._reserve(5)
        self.assertFalse(reservation.with_user(outsider).has_access('read'))
        theirs = (
            self.env['pharma.reservation']
            .with_user(outsider)
            .create(
                {
                    'partner_id': self.other_customer.id,
                    'product_id': self.missing.id,
                    'quantity': 1,
                }
            )
        )
        self._receive(20)
        self.assertEqual(reservation.state, 'held')
        self.assertEqual(theirs.state, 'waiting')

    def test_an_agent_without_sales_makes_no_order(self):
        """000-36: orders are made by those who may sell."""
        reservation = self._reserve(5, user=self.other_agent)
        self._receive(5)
        with self.assertRaises(AccessError):
            reservation.with_user(self.other_agent).action_make_order()

    def test_an_agent_orders_for_the_customer_of_a_colleague(self):
        """000-26, 000-36: the customer has another salesperson; who called makes the order."""
        self.customer.user_id = self.other_agent
        reservation = self._reserve(5)
        self._receive(5)
        order_id = reservation.with_user(self.agent).action_order_now()['res_id']
        order = self.env['sale.order'].browse(order_id)
        self.assertEqual((order.state, order.user_id), ('sale', self.agent))

    def test_nobody_deletes_but_the_manager(self):
        """000-36: an agent deletes no reservation, a manager a cancelled one."""
        reservation = self._reserve(5)
        reservation.action_cancel()
        with self.assertRaises(AccessError):
            reservation.unlink()
        manager = new_test_user(self.env, 'ql', groups='pharma_crm.group_pharma_manager')
        reservation.with_user(manager).unlink()
        self.assertFalse(reservation.exists())

    def test_the_card_tells_what_a_customer_waits_for(self):
        """000-10, 000-26: the customer card has the open reservations."""
        self._reserve(5)
        sections = self.customer.with_user(self.agent).get_customer_card()['sections']
        section = next(s for s in sections if s['key'] == 'reservations')
        texts = [cell['text'] for cell in section['items'][0]['cells']]
        self.assertEqual(texts[1:3], ['5', 'Waiting'])

    def test_nothing_comes_in_by_a_default(self):
        """000-26: what arrivals write is not proposed by a context, either."""
        reservation = (
            self.env['pharma.reservation']
            .with_user(self.agent)
            .with_context(
                default_state='held',
                default_held_quantity=5,
                default_name='R1',
                default_date='2020-01-01 03:00:00',
            )
            .create({'partner_id': self.customer.id, 'product_id': self.missing.id, 'quantity': 5})
        )
        self.assertEqual((reservation.state, reservation.held_quantity), ('waiting', 0))
        self.assertNotEqual(reservation.name, 'R1')
        self.assertGreater(reservation.date.year, 2020)
