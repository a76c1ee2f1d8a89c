from odoo import api, fields, models

# weight, target, whether less is better
QUALITY = (20, 85.0, False)


class PharmaAppraisalIndicator(models.Model):
    """The quality of calls counts in the appraisal of employees (000-41)."""

    _inherit = 'pharma.appraisal.indicator'

    code = fields.Selection(
        selection_add=[('quality', "Quality of calls (%)")], ondelete={'quality': 'cascade'}
    )

    @api.model
    def _get_defaults(self):
        """Add the indicator of the quality checks."""
        return {**super()._get_defaults(), 'quality': QUALITY}
