from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..models import ir_actions_report


@tagged('post_install', '-at_install')
class TestSlipEngine(TransactionCase):
    """Complete pages come out true to size, whichever wkhtmltopdf is installed."""

    def _get_arguments(self, is_patched):
        engine = ir_actions_report._wkhtml()._replace(is_patched_qt=is_patched)
        report = self.env.ref('pharma_delivery.report_delivery_slip_action')
        with patch.object(ir_actions_report, '_wkhtml', return_value=engine):
            zoom = report._get_pharma_zoom({'report_type': 'pdf'})
            return zoom, report._build_wkhtmltopdf_args(report.get_paperformat(), False)

    def test_the_patched_engine_prints_as_a_printer_does(self):
        """000-28: measured with 0.12.3 (patched): as for a screen, each sheet took two pages;
        without shrinking it was 1.28 times too wide."""
        zoom, arguments = self._get_arguments(is_patched=True)
        self.assertEqual(zoom, 1)
        self.assertIn('--print-media-type', arguments)
        self.assertNotIn('--disable-smart-shrinking', arguments)

    def test_the_unpatched_engine_knows_no_switch(self):
        """000-28: it prints 100 mm as 77 and is told by the page alone."""
        zoom, arguments = self._get_arguments(is_patched=False)
        self.assertEqual(zoom, 1.298)
        self.assertNotIn('--print-media-type', arguments)
