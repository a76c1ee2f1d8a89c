from io import BytesIO

from odoo import fields, models
from odoo.tools import split_every
from odoo.tools.pdf import merge_pdf

from odoo.addons.base.models.ir_actions_report import _wkhtml

# How much larger unpatched wkhtmltopdf has to be told to print what others print true to size
# (100 mm come out as 77 mm, and it ignores every switch about it).
UNPATCHED_ZOOM = 1.298
# How many records the engine prints at once: its time grows with the square of the pages.
PART_SIZE = 50


class IrActionsReport(models.Model):
    """Documents that are complete pages: they print the same in every engine (000-28)."""

    _inherit = 'ir.actions.report'

    pharma_is_page = fields.Boolean(
        string="Complete Page",
        help="The template is a whole page with its own styles, cut into sheets by itself. It is"
        " printed as it is, without headers, style sheets or pictures from the server.",
    )

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # sudo: as core reads the report's properties for whoever may read the records
        report_sudo = self._get_report(report_ref)
        if not report_sudo.pharma_is_page:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        parts = [
            report_sudo._run_wkhtmltopdf(
                [self._render_qweb_html(report_ref, part, data=data)[0].decode()],
                report_ref=report_ref,
            )
            for part in (split_every(PART_SIZE, res_ids, list) if res_ids else [res_ids])
        ]
        content = parts[0] if len(parts) == 1 else merge_pdf(parts)
        return {False: {'stream': BytesIO(content), 'attachment': None}}

    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        arguments = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self and self.pharma_is_page and '--javascript-delay' in arguments:
            # nothing is loaded and no script runs, so there is nothing to wait for
            arguments[arguments.index('--javascript-delay') + 1] = '1'
        if self and self.pharma_is_page and _wkhtml().is_patched_qt:
            # else it prints what a screen shows: sheets on a grey ground, which need two pages each
            arguments.append('--print-media-type')
        return arguments

    def _get_pharma_zoom(self, data):
        """Return how much the page must be magnified for the engine that prints it.

        :param dict data: of the rendering; ``report_type`` names what is rendered
        """
        is_pdf = (data or {}).get('report_type') == 'pdf'
        return UNPATCHED_ZOOM if is_pdf and not _wkhtml().is_patched_qt else 1
