from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestSlipLate(VisitCase):
    """Deliveries that do not keep the latest delivery time are found (003-03)."""

    def _create_due(self, hours):
        """Create a slip that is to be there so many hours from now."""
        slip = self._create_slip()
        slip.sale_id.date_order = fields.Datetime.now() - timedelta(hours=4)
        slip.move_ids.date_deadline = fields.Datetime.now() + timedelta(hours=hours)
        self.assertTrue(slip.date_deadline)
        return slip

    def test_late_deliveries_are_found(self):
        """003-03, 000-31: one hour over: open, done at the counter, brought; in time: open, brought
        while the telephone was offline; a cancelled one and a receipt are never late."""
        late, counter, brought = (self._create_due(-1) for _number in range(3))
        punctual, offline, cancelled = (self._create_due(hours) for hours in (1, -1, -1))
        counter.move_ids.picked = True
        counter._action_done()
        self._underway(brought | offline)
        early = fields.Datetime.to_string(fields.Datetime.now() - timedelta(hours=2))
        visits = [self._prepare(brought), self._prepare(offline, date=early)]
        self.assertEqual(self._send(*visits), ['ok', 'ok'])
        cancelled.action_cancel()
        slips = late | counter | brought | punctual | offline | cancelled
        self.assertEqual(slips.filtered('pharma_is_late'), late | counter | brought)
        Picking = self.env['stock.picking'].with_user(self.clerk)
        own = [('id', 'in', slips.ids)]
        found = Picking.search([*own, ('pharma_is_late', '=', True)])
        self.assertEqual(set(found.ids), set((late | counter | brought).ids))
        rest = Picking.search([*own, ('pharma_is_late', '=', False)])
        self.assertEqual(set(rest.ids), set((punctual | offline | cancelled).ids))

    def test_what_was_not_promised_is_not_late(self):
        """003-03, 000-28: without a delivery date core's deadline is the moment of the order: it is
        neither printed nor shown to the courier, and nothing is late; a day promised is."""
        slip = self._create_slip()
        order = slip.sale_id
        order.date_order = slip.move_ids.date_deadline = fields.Datetime.now() - timedelta(days=2)
        self.assertTrue(slip.date_deadline)
        self.assertFalse(slip.pharma_date_promised)
        self.assertFalse(slip.pharma_is_late)
        report = self.env['report.pharma_delivery.report_delivery_slip']
        self.assertFalse(dict(report._get_facts(slip)).get("Latest Delivery"))
        slip.move_ids.date_deadline = order.date_order + timedelta(days=1)
        self.assertEqual(slip.pharma_date_promised, slip.date_deadline)
        self.assertTrue(slip.pharma_is_late)
        self.assertTrue(dict(report._get_facts(slip)).get("Latest Delivery"))
        batch = self._underway(slip)
        [data] = batch.with_user(self.courier).get_courier_rounds()['rounds']
        self.assertTrue(data['stops'][0]['deadline'])

    def test_many_slips_ask_once(self):
        """003-03: a page of the list costs one query more, whatever its length."""
        slips = self.env['stock.picking'].union(*(self._create_due(-1) for _number in range(4)))
        self.env.flush_all()
        for some in (slips[:1], slips):
            some.invalidate_recordset(['pharma_is_late'])
            with self.assertQueryCount(1):
                some.mapped('pharma_is_late')
