from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from .common_followup import FollowupCommon


@tagged('post_install', '-at_install')
class TestFollowupRule(FollowupCommon):
    """Which tickets and orders are followed up, when and by whom."""

    def _run(self):
        with patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60):
            self.env['pharma.followup.rule']._cron_run()

    def _found(self, orders):
        return self.env['pharma.followup'].search([('order_id', 'in', orders.ids)]).order_id

    # === TICKETS === #
    def test_every_solved_ticket_of_the_kinds_is_followed_up(self):
        """000-43: complaint, service, question; three days later, by whoever solved it."""
        natures = ('complaint', 'service', 'professional', 'suggestion', 'enquiry')
        kinds = {
            nature: self.env.ref(f'pharma_callcenter.pharma_complaint_kind_{nature}')
            for nature in natures
        }
        tickets = self.env['pharma.complaint'].concat(
            *(
                self._create_ticket(
                    kind_id=kind.id, product_id=self.metformin.id, user_id=self.agent.id
                )
                for kind in kinds.values()
            )
        )
        self.assertFalse(tickets.followup_ids)
        tickets.write({'stage_id': self.stage_solved.id})
        self.assertEqual(tickets.followup_ids.complaint_id, tickets[:3])
        self.assertRecordValues(
            tickets[0].followup_ids,
            [
                {
                    'date_due': Date.to_date('2026-03-05'),
                    'user_id': self.agent.id,
                    'partner_id': self.customer.id,
                    'channel': 'call',
                    'survey_id': self.survey_ticket.id,
                    'rule_id': self.rule_ticket.id,
                    'origin_model': 'pharma.complaint',
                    'origin_res_id': tickets[0].id,
                    'state': 'planned',
                }
            ],
        )

    def test_a_rule_for_an_archived_kind_is_none_for_all(self):
        """000-43: tickets of other kinds are not asked about by it."""
        kind = self.env.ref('pharma_callcenter.pharma_complaint_kind_service')
        self.rule_ticket.kind_ids = kind
        kind.active = False
        self.env.invalidate_all()
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.stage_id = self.stage_solved
        self.assertFalse(ticket.followup_ids)

    def test_a_cancelled_ticket_is_not(self):
        """000-43: opened by mistake or joined: nobody is asked."""
        ticket = self._create_ticket()
        ticket.stage_id = self.stage_cancelled
        self.assertFalse(ticket.followup_ids)

    def test_solved_twice_is_planned_once(self):
        """000-43: going on drops what was planned; solved again it is planned anew."""
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.stage_id = self.stage_solved
        ticket.write({'stage_id': self.stage_solved.id})
        first = ticket.followup_ids
        self.assertEqual(len(first), 1)
        ticket.stage_id = self.stage_open
        self.assertRecordValues(first, [{'state': 'skipped', 'skip_reason': 'The ticket goes on.'}])
        ticket.stage_id = self.stage_solved
        self.assertRecordValues(
            ticket.followup_ids - first, [{'state': 'planned', 'occurrence': 2}]
        )

    def test_who_cannot_be_asked_is_told(self):
        """000-43: a ticket without customer, number and address is skipped, not silent; with a
        number somebody calls it."""
        nobody = self._create_ticket(partner_id=False)
        caller = self._create_ticket(partner_id=False, phone='0900 111 222')
        (nobody + caller).write({'stage_id': self.stage_solved.id})
        self.assertEqual(nobody.followup_ids.state, 'skipped')
        self.assertEqual(caller.followup_ids.state, 'planned')
        self.assertEqual(caller.followup_ids.phone, '0900 111 222')

    def test_a_batch_of_tickets_costs_few_queries(self):
        """003-08: planning follow-ups of many tickets asks as often as of few."""
        counts = []
        for size in (2, 22):
            tickets = self.env['pharma.complaint'].create(
                [{'partner_id': self.customer.id, 'user_id': self.agent.id}] * size
            )
            self.env.flush_all()
            self.env.invalidate_all()
            rules = self.env['pharma.followup.rule']
            before = self.env.cr.sql_log_count
            rules._plan_for_tickets(tickets)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 6, counts)

    # === ORDERS === #
    def test_orders_of_a_day_in_the_companys_zone(self):
        """000-32, 004-64: two days later, by the day in Ho Chi Minh City: from 17:00 to 17:00
        UTC."""
        early = self._create_order(datetime(2026, 2, 27, 16, 59))
        first = self._create_order(datetime(2026, 2, 27, 17, 0))
        last = self._create_order(datetime(2026, 2, 28, 16, 59), partner=self.other_customer)
        late = self._create_order(datetime(2026, 2, 28, 17, 0), partner=self.other_customer)
        self.rule.write({'date_start': '2026-02-28', 'min_days': 0})
        self._run()
        self.assertEqual(self._found(early + first + last + late), first + last)
        followup = first.pharma_followup_ids
        self.assertEqual(followup.date_due, Date.to_date('2026-03-02'))
        self.assertEqual(followup.rule_id, self.rule)
        self._run()
        self.assertEqual(len(first.pharma_followup_ids), 1, 'once, however often it runs')
        self.assertEqual(self.rule.progress[str(self.company.id)], '2026-02-28')
        with freeze_time('2026-03-03 03:00:00'):
            self._run()
        self.assertEqual(late.pharma_followup_ids.date_due, Date.to_date('2026-03-03'))

    def test_an_interrupted_day_is_begun_again(self):
        """000-32: what was planned before the interruption is not planned twice."""
        orders = self._create_order(datetime(2026, 2, 28, 3, 0))
        orders += self._create_order(datetime(2026, 2, 28, 3, 0), partner=self.other_customer)
        self.rule.min_days = 0
        with patch('odoo.addons.pharma_callcenter.models.pharma_followup_rule_order.SLICE', 1):
            self.rule._plan_day(self.company, Date.to_date('2026-02-28'))
        self.assertEqual(self._found(orders), orders)
        self.rule.progress = False
        self.rule._plan_day(self.company, Date.to_date('2026-02-28'))
        self.assertEqual(len(orders.pharma_followup_ids), 2)

    def test_filters_of_orders(self):
        """000-32: amount, channel, type of customer, therapeutic group, cancelled orders."""
        day = datetime(2026, 2, 28, 3, 0)
        channel = self.env['pharma.sales.channel'].search([], limit=1)
        group = self.env['pharma.therapeutic.group'].create({'name': 'Above'})
        below = group.create({'name': 'Below', 'parent_id': group.id})
        self.metformin.therapeutic_group_id = below
        small = self._create_order(day, product=self.aspirin, pharma_channel_id=False)
        big = self._create_order(day, quantity=10, pharma_channel_id=channel.id)
        hospital = self._create_order(
            day, partner=self.other_customer, product=self.aspirin, pharma_channel_id=False
        )
        self.other_customer.write(
            {'pharma_customer_type': 'level1', 'pharma_partner_kind': 'hospital'}
        )
        orders = small + big + hospital
        cases = [
            ({}, small + big),
            ({'amount_min': 500}, big),
            ({'channel_ids': [Command.set(channel.ids)]}, big),
            ({'therapeutic_group_ids': [Command.set(group.ids)]}, big),
            ({'is_wholesale': True, 'is_retail': False, 'is_prospect': False}, hospital),
        ]
        for values, expected in cases:
            with self.subTest(values=values):
                rule = self.rule.copy({'min_days': 0, **values})
                rule._plan_day(self.company, Date.to_date('2026-02-28'))
                found = self.env['pharma.followup'].search([('rule_id', '=', rule.id)])
                self.assertEqual(found.order_id, expected & orders)
        big._action_cancel()
        planned = big.pharma_followup_ids
        self.assertEqual(set(planned.mapped('state')), {'skipped'})

    def test_nobody_is_asked_too_often(self):
        """000-32: one follow-up of a customer within the days of the rule, also of one night."""
        first = self._create_order(datetime(2026, 2, 28, 3, 0))
        second = self._create_order(datetime(2026, 2, 28, 4, 0))
        self._run()
        self.assertEqual(self._found(first + second), first)
        self.rule.min_days = 1
        third = self._create_order(datetime(2026, 3, 1, 3, 0))
        with freeze_time('2026-03-03 03:00:00'):
            self._run()
        self.assertEqual(self._found(third), third)

    def test_a_share_of_the_orders(self):
        """000-32: about half of them, the same ones each time."""
        self.rule.share_percent = 50
        drawn = [id_ for id_ in range(1000) if self.rule._is_drawn(id_)]
        self.assertTrue(400 < len(drawn) < 600, len(drawn))
        self.assertEqual(drawn, [id_ for id_ in range(1000) if self.rule._is_drawn(id_)])

    def test_members_of_the_team_take_turns(self):
        """000-32: the next one goes to whoever has the fewest, and to nobody who has left."""
        self.rule.write({'responsible': 'team', 'team_id': self.team.id, 'min_days': 0})
        self._create_followup(user_id=self.agent.id)
        day = datetime(2026, 2, 28, 3, 0)
        orders = self.env['sale.order'].concat(*(self._create_order(day) for _n in range(3)))
        self.rule._plan_day(self.company, Date.to_date('2026-02-28'))
        users = [order.pharma_followup_ids.user_id for order in orders]
        self.assertEqual(users.count(self.colleague), 2)
        self.assertEqual(users.count(self.agent), 1)
        with self.assertRaisesRegex(ValidationError, 'choose the team'):
            self.rule.team_id = False

    def test_a_rule_never_hits_the_past(self):
        """000-32: started again it counts from today; a server that stood catches up 14 days."""
        self.rule.active = False
        self.rule.active = True
        self.assertEqual(self.rule.date_start, Date.to_date('2026-03-02'))
        self.assertFalse(self.rule._get_open_days(self.company))
        self.rule.date_start = '2025-01-01'
        days = self.rule._get_open_days(self.company)
        self.assertEqual(
            (days[0], days[-1]), (Date.to_date('2026-02-14'), Date.to_date('2026-02-28'))
        )

    def test_a_night_asks_as_often_for_many_orders(self):
        """003-08: ten times the orders, the same number of queries."""
        counts = []
        for number, day in ((3, 26), (30, 27)):
            partners = self.env['res.partner'].create(
                [{'name': f'Khách {day} {n}'} for n in range(number)]
            )
            for partner in partners:
                self._create_order(datetime(2026, 2, day, 3, 0), partner=partner)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rule._plan_day(self.company, Date.to_date(f'2026-02-{day}'))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 6, counts)
