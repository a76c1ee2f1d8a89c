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

    def test_many_slips_ask_once(self):
        """003-03: a page of the list costs one query more, whatever its length."""
        slips = self.env['stock.picking'].union(*(self._create_due(-1) for _number in range(4)))
        self.env.flush_all()
        for some in (slips[:1], slips):
            some.invalidate_recordset(['pharma_is_late'])
            with self.assertQueryCount(1):
                some.mapped('pharma_is_late')
