from odoo.tests import tagged

from .common_programme import ProgrammeCommon
from .common_stock import StockCommon


@tagged('post_install', '-at_install')
class TestProgrammeReturn(StockCommon, ProgrammeCommon):
    """Nobody is asked how a medicine is borne that came back (000-10, decision 28)."""

    def test_returned_while_waiting(self):
        """000-10: the medicine came back, the syrup was kept; no appointment is booked."""
        programme = self._start(product_ids=self.metformin.ids)
        order = self._bought('2026-03-02', (self.metformin, 30), (self.syrup, 1))
        hit = self._night(programme)
        self.assertEqual(hit.state, 'waiting')
        with self._at('2026-03-03'):
            self._return(self._deliver(order), {self.metformin: 30})
        self._night(programme, '2026-03-04')
        self.assertRecordValues(hit, [{'state': 'left_out', 'reason': 'returned'}])
        self._night(programme, '2026-03-09')
        self.assertEqual(self.customer.care_case_ids, order.care_case_ids)

    def test_returned_in_part(self):
        """000-10: who kept some of it is still called."""
        programme = self._start()
        order = self._bought('2026-03-02')
        hit = self._night(programme)
        with self._at('2026-03-03'):
            self._return(self._deliver(order), {self.metformin: 10})
        self._night(programme, '2026-03-09')
        self.assertEqual(hit.state, 'open')

    def test_returned_while_open(self):
        """000-10: an appointment for that reason alone is closed with it."""
        programme = self._start()
        order = self._bought('2026-03-02')
        picking = self._deliver(order)
        order.care_case_ids._write_closed(self.env.ref('pharma_care.close_reason_bought_again'))
        hit = self._night(programme, '2026-03-09')
        appointment = hit.case_id
        self.assertFalse(appointment.order_id)
        with self._at('2026-03-10'):
            self._return(picking, {self.metformin: 30})
        self._night(programme, '2026-03-10')
        self.assertRecordValues(hit, [{'state': 'ended', 'reason': 'returned'}])
        self.assertEqual(appointment.state, 'done')
