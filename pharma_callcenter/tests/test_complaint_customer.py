from datetime import timedelta

from odoo.tests import Form, tagged
from odoo.tools import SQL

from .common import NOW, ComplaintCommon


@tagged('post_install', '-at_install')
class TestComplaintCustomer(ComplaintCommon):
    """What the taker of a ticket sees of the customer's other tickets."""

    def _shown(self, user, partner=None, **values):
        form = Form(self.env['pharma.complaint'].with_user(user))
        form.partner_id = partner or self.customer
        return form.customer_tickets

    def test_open_and_recent_tickets_appear_while_typing(self):
        """000-23: open ones first, those closed last after them, cancelled and strange ones not."""
        closed = self._create_ticket(name='Closed', user_id=self.agent.id)
        closed.stage_id = self.stage_solved
        cancelled = self._create_ticket(name='Cancelled')
        cancelled.stage_id = self.stage_cancelled
        self._create_ticket(name='Strange', partner_id=self.other_customer.id)
        open_ticket = self._create_ticket(name='Open', user_id=self.agent.id)
        shown = self._shown(self.agent)
        self.assertEqual([row['text'] for row in shown], ['Open', 'Closed'])
        self.assertEqual(shown[0]['number'], open_ticket.number)
        self.assertEqual(shown[0]['user'], self.agent.name)
        self.assertEqual([row['is_open'] for row in shown], [True, False])

    def test_a_colleagues_ticket_appears_without_its_text(self):
        """000-23, 000-36: that the customer came, about which medicine and with whom he is; the
        subject, which may tell of an illness, only for those who may read the ticket."""
        self._create_ticket(
            name='Rash on both arms', user_id=self.stranger.id, product_id=self.metformin.id
        )
        (row,) = self._shown(self.agent)
        self.assertEqual(row['text'], 'Complaint: Metformin')
        self.assertFalse(row['can_open'])
        (row,) = self._shown(self.supervisor)
        self.assertEqual(row['text'], 'Rash on both arms')
        self.assertTrue(row['can_open'])

    def test_the_card_shows_tickets(self):
        """000-10, 001-05: the customer card has a section of tickets; a row opens what the user may
        read."""
        ticket = self._create_ticket(name='Late', user_id=self.agent.id)
        self._create_ticket(name='Other', user_id=self.stranger.id)
        card = self.customer.with_user(self.agent).get_customer_card()
        section = next(part for part in card['sections'] if part['key'] == 'tickets')
        rows = {item['cells'][1]['text']: item.get('res_id') for item in section['items']}
        self.assertEqual(rows, {'Late': ticket.id, 'Complaint': None})
        action = self.customer.with_user(self.agent).action_pharma_view_tickets()
        found = self.env['pharma.complaint'].with_user(self.agent).search(action['domain'])
        self.assertEqual(found.ids, ticket.ids)
        self.assertEqual(self.customer.with_user(self.agent).pharma_ticket_display, '1')

    def test_an_order_shows_its_tickets(self):
        """000-22: from an order its tickets, or a new one that knows customer and order."""
        order = (
            self.env['sale.order']
            .create(
                {
                    'partner_id': self.customer.id,
                    'user_id': self.agent.id,
                    'order_line': [(0, 0, {'product_id': self.metformin.id})],
                }
            )
            .with_user(self.agent)
        )
        action = order.action_pharma_view_complaints()
        self.assertEqual(action['context']['default_order_id'], order.id)
        self.assertEqual(action['context']['default_user_id'], self.agent.id, "he has it, too")
        self.assertEqual(action['view_mode'], 'form')
        ticket = self._create_ticket(order_id=order.id, user_id=self.agent.id)
        order.invalidate_recordset()
        self.assertEqual(order.pharma_complaint_count, 1)
        action = order.action_pharma_view_complaints()
        found = self.env['pharma.complaint'].with_user(self.agent).search(action['domain'])
        self.assertEqual(found.ids, ticket.ids)

    def test_a_customer_with_many_tickets_costs_no_more(self):
        """000-23: a ticket of a customer who has 400 costs as many queries as one of a new one,
        and the search for the same matter reads few rows."""
        values = {'partner_id': self.customer.id, 'product_id': self.metformin.id}
        others = [{**values, 'product_id': self.aspirin.id, 'name': f'T{n}'} for n in range(400)]
        self.env['pharma.complaint'].create([*others, values])
        self.env.flush_all()
        self.env.cr.execute('ANALYZE pharma_complaint')
        counts = [
            self._count_queries({**values, 'partner_id': partner.id})
            for partner in (self.other_customer, self.other_customer, self.customer)
        ]
        self.assertEqual(counts[1], counts[2], 'the first one reads what is cached then')
        for product in (self.metformin, self.aspirin):
            new = self.env['pharma.complaint'].new({**values, 'product_id': product.id})
            query = new._get_same_matter_query(0, 0, new, 'product_id')
            with self.subTest(product=product.name):
                self.assertLess(self._count_rows_read(query), 10)

    def _count_queries(self, values):
        new = self.env['pharma.complaint'].new(values)
        before = self.env.cr.sql_log_count
        new._find_same_matter()
        new._find_customer_tickets(new.commercial_partner_id)
        return self.env.cr.sql_log_count - before

    def _count_rows_read(self, query):
        [[[plan]]] = self.env.execute_query(
            SQL("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) %s", query)
        )
        steps, rows = [plan['Plan']], 0
        while steps:
            step = steps.pop()
            steps += step.get('Plans', ())
            rows = max(rows, step['Actual Rows'] + step.get('Rows Removed by Filter', 0))
        return rows

    def test_old_tickets_stay_in_reach(self):
        """000-23: the day of receipt is that of the company's zone."""
        self._create_ticket(date_received=NOW.replace(hour=20) - timedelta(days=1), name='Night')
        (row,) = self._shown(self.supervisor)
        self.assertEqual(row['date'], '03/02/2026')
