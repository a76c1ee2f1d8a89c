from odoo import http

from odoo.addons.web.controllers.report import ReportController

SLIP = 'pharma_delivery.report_delivery_slip'


class SlipReportController(ReportController):
    """Slips are printed by the browser, too, and each print is kept (000-30)."""

    # core reads only; a print that is written down would fail first and be rendered twice
    @http.route(readonly=lambda self, rule, args: args.get('reportname') != SLIP)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Render a report; see core.

        :param str reportname: technical name of the report
        :param str docids: ids, separated by commas
        :param str converter: 'html', 'pdf' or 'text'
        :return: response
        """
        return super().report_routes(reportname, docids=docids, converter=converter, **data)
