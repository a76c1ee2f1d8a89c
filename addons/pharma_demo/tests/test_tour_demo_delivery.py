from datetime import timedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.pharma_demo.generators.stock import demo_branches, demo_records


@tagged('post_install', '-at_install')
class TestTourDemoDelivery(TransactionCase):
    """Weeks of deliveries of the demo chain, with rounds for today; runs on a full database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        orders = demo_records(cls.env, 'sale.order')
        cls.slips = orders.picking_ids.filtered('slip_number')
        cls.visits = cls.slips.attempt_ids
        cls.rounds = cls.visits.batch_id | cls.slips.batch_id.filtered('courier_id')
        cls.users = {
            user.login: user
            for user in cls.env['res.users'].browse(demo_records(cls.env, 'res.users').ids)
        }

    def test_every_result_is_there(self):
        """000-29, 000-31: delivered, in part, refused, nobody met and brought again; every visit
        that handed something over is signed, and nothing contradicts."""
        self.assertTrue(40 <= len(self.visits) <= 90, len(self.visits))
        self.assertEqual(
            set(self.visits.mapped('result')), {'delivered', 'partly', 'refused', 'not_home'}
        )
        handed = self.visits.filtered(lambda v: v.result in ('delivered', 'partly'))
        self.assertTrue(all(visit.signature and visit.receiver_name for visit in handed))
        self.assertTrue(all(handed.picking_id.mapped('is_signed')))
        self.assertTrue(all(visit.reason_id for visit in self.visits - handed))
        self.assertFalse(self.visits.filtered('is_conflict'))
        again = self.slips.filtered(lambda slip: len(slip.attempt_ids) > 1)
        self.assertIn('delivered', again.mapped('delivery_state'))
        self.assertTrue(handed.picking_id.backorder_ids, "what was missing is a slip of its own")

    def test_dates_are_in_order(self):
        """000-29: ordered, departed, visited, back; nothing in the future."""
        now = fields.Datetime.now()
        for visit in self.visits:
            batch = visit.batch_id
            chain = [visit.sale_id.date_order, batch.date_departed, visit.date]
            chain += [batch.date_finished] if batch.date_finished else []
            self.assertEqual(chain, sorted(chain), visit.display_name)
            self.assertLessEqual(chain[-1], now, visit.display_name)
            self.assertFalse(visit.date_note)
        ended = self.slips.filtered(lambda slip: slip.state == 'done' and slip.attempt_ids)
        for slip in ended:
            self.assertLess(slip.date_done - slip.sale_id.date_order, timedelta(days=8))
        back = self.slips.filtered('date_returned')
        self.assertFalse(back.filtered(lambda slip: slip.date_returned < slip.date_done))

    def test_there_are_rounds_for_today(self):
        """000-29: one is on the road with stops left, others are planned and one of them may
        leave at once; some slips wait for a round."""
        states = self.rounds.grouped('delivery_state')
        self.assertEqual(set(states), {'finished', 'underway', 'planned'})
        self.assertGreaterEqual(len(states['finished']), 15)
        self.assertEqual(len(states['underway']), 1)
        self.assertGreaterEqual(states['underway'].pharma_open_count, 2)
        self.assertTrue(states['underway'].attempt_ids)
        couriers = self.users['courier'] | self.users['driver']
        self.assertEqual(self.rounds.courier_id, couriers)
        ready = states['planned'].filtered(lambda b: b.courier_id == self.users['courier'])
        ready.with_user(self.users['courier']).depart_round(ready.pharma_paper_ids.ids)
        self.assertEqual(ready.delivery_state, 'underway')
        waiting = self.slips.filtered(lambda slip: slip.state == 'assigned' and not slip.batch_id)
        self.assertGreaterEqual(len(waiting), 3)

    def test_the_courier_sees_his_stops(self):
        """000-29: both couriers see their rounds on the telephone, with an amount to collect."""
        for login in ('courier', 'driver'):
            Batch = self.env['stock.picking.batch'].with_user(self.users[login])
            screen = Batch.get_courier_rounds()
            self.assertTrue(screen['rounds'], login)
            stops = [stop for batch in screen['rounds'] for stop in batch['stops']]
            self.assertTrue(
                all(stop['address'] and stop['lines'] for stop in stops if not stop['result'])
            )
            if login == 'courier':
                self.assertTrue(any(stop['cash'] for stop in stops))
                self.assertTrue(any(stop['obstacles'] for stop in stops), "goods too warm")

    def test_signed_copies_come_back(self):
        """000-31: most are filed, a few are missing, of several ages."""
        missing = self.slips.filtered(
            lambda slip: (
                slip.courier_id
                and slip.delivery_state in ('delivered', 'partly')
                and not slip.date_returned
            )
        )
        self.assertTrue(3 <= len(missing) <= 20, len(missing))
        self.assertGreater(len(self.slips.filtered('date_returned')), len(missing))
        ages = missing.mapped('date_done')
        self.assertGreater(max(ages) - min(ages), timedelta(days=7))

    def test_goods_too_warm_were_decided(self):
        """004-20: one excursion waits for the pharmacist, others were released and destroyed."""
        excursions = self.env['pharma.excursion'].search([('picking_id', 'in', self.slips.ids)])
        self.assertEqual(set(excursions.mapped('state')), {'open', 'released', 'destroyed'})
        decided = excursions.filtered('decision_date')
        self.assertEqual(decided.decision_user_id, self.users['pharmacist'])
        self.assertFalse(decided.filtered(lambda e: e.decision_date <= e.date))
        readings = self.env['pharma.delivery.temperature'].search(
            [('batch_id', 'in', self.rounds.ids)]
        )
        self.assertEqual(set(readings.mapped('kind')), {'loading', 'handover'})

    def test_controlled_goods_have_their_papers(self):
        """004-17 to 004-19: every delivery of them to a company has a letter, a signed record and
        entries; what lacks papers may not leave."""
        controlled = self.slips.filtered('pharma_is_controlled')
        brought = controlled.filtered(
            lambda slip: slip.state == 'done' and slip.partner_id.is_company
        )
        self.assertGreaterEqual(len(brought), 5)
        self.assertEqual(set(brought.handover_id.mapped('state')), {'signed'})
        self.assertIn('void', brought.handover_ids.mapped('state'))
        letters = self.env['pharma.assignment'].search([('picking_ids', 'in', brought.ids)])
        self.assertEqual(letters.picking_ids & brought, brought)
        entries = self.env['pharma.control.entry'].search([('picking_id', 'in', brought.ids)])
        self.assertEqual(entries.picking_id, brought)
        self.assertFalse(entries.filtered(lambda e: e.date_day > e.company_id._pharma_today()))
        waiting = controlled.filtered(lambda slip: slip.state == 'assigned')
        obstacles = waiting._get_dispatch_obstacles()
        self.assertTrue(any(obstacles.values()), "something waits for papers")
        planned = waiting.filtered(lambda slip: slip.batch_id)
        self.assertFalse(any(obstacles[slip] for slip in planned), "the planned truck may leave")

    def test_registers_are_closed(self):
        """004-19, V7: days are signed but the last two, intact, and books are right; a loss was
        reported in time and one is to be reported."""
        days = self.env['pharma.control.day'].search(
            [('warehouse_id', 'in', demo_branches(self.env).ids)]
        )
        self.assertEqual(set(days.mapped('state')), {'draft', 'printed', 'signed'})
        self.assertTrue(all(days.mapped('is_intact')))
        books = self.env['pharma.control.register'].search([])
        for book in books:
            entries = book.entry_ids.sorted('number')
            self.assertEqual(book.balance, entries[-1:].balance)
            self.assertEqual(
                entries[-1:].balance,
                sum(entries.mapped('quantity_in')) - sum(entries.mapped('quantity_out')),
            )
            ordinary = entries.filtered(lambda entry: not entry.is_correction).mapped('date')
            self.assertEqual(ordinary, sorted(ordinary), book.display_name)
        losses = self.env['pharma.control.loss'].search([])
        self.assertLessEqual({'draft', 'closed'}, set(losses.mapped('state')))
        self.assertFalse(losses.filtered('is_late'))

    def test_people_wait_for_goods(self):
        """000-26: reservations in every state, in the order of asking, with demand lost."""
        reservations = self.env['pharma.reservation'].search(
            [('user_id', '=', self.users['agent'].id)]
        )
        self.assertEqual(
            set(reservations.mapped('state')),
            {'waiting', 'partly', 'held', 'done', 'expired', 'lost', 'cancelled'},
        )
        held = reservations.filtered('held_quantity')
        self.assertTrue(held.activity_ids, "the agent is asked to call")
        self.assertTrue(sum(reservations.mapped('lost_quantity')))
        self.assertTrue(reservations.filtered('date_expected'))
        for reservation in reservations.filtered(lambda r: r.state in ('waiting', 'partly')):
            later = held.filtered(
                lambda other, r=reservation: (
                    other.product_id == r.product_id
                    and other.date > r.date
                    and other.state == 'held'
                )
            )
            self.assertFalse(later, reservation.name)

    def test_a_recall_runs(self):
        """004-60: it has answers, goods that came back and customers to call; stock is blocked. An
        exercise is closed and blocks nothing."""
        recalls = self.env['pharma.recall'].search([('user_id', '=', self.users['pharmacist'].id)])
        running, exercise = recalls.sorted('state', reverse=True)
        self.assertEqual((running.state, exercise.state), ('running', 'closed'))
        self.assertTrue(exercise.is_exercise and not exercise.is_blocking)
        self.assertTrue(running.is_blocking and not running.is_late)
        self.assertLessEqual(
            {'waiting', 'reached', 'unreachable'}, set(running.line_ids.mapped('answer'))
        )
        self.assertTrue(sum(running.line_ids.mapped('quantity_returned')))
        self.assertTrue(sum(running.lot_line_ids.mapped('stock_quarantine')))

    def test_lots_near_expiry_are_offered(self):
        """004-58: one offer has customers who may be told, one has ended."""
        offers = self.env['pharma.offer'].search([('create_uid', '=', self.users['manager'].id)])
        self.assertEqual(set(offers.mapped('state')), {'ready', 'closed'})
        ready = offers.filtered(lambda offer: offer.state == 'ready')
        self.assertTrue(0 < ready.allowed_count < ready.customer_count)

    def test_customers_are_asked_and_heard(self):
        """000-22, 000-32: tickets from slips name customer and courier, follow-ups are planned."""
        tickets = self.env['pharma.complaint'].search([('slip_id', 'in', self.slips.ids)])
        self.assertGreaterEqual(len(tickets), 3)
        self.assertTrue(all(tickets.mapped('employee_id')))
        self.assertEqual(set(tickets.mapped('purchase_state')) - {'proven', 'open'}, set())
        rule = self.env.ref('pharma_callcenter_delivery.pharma_followup_rule_delivered')
        self.assertTrue(self.env['pharma.followup'].search_count([('rule_id', '=', rule.id)]))
