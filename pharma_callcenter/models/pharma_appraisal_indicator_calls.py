from odoo import api, fields, models

# code: weight, target, whether less is better
DEFAULTS = {
    'calls': (10, 400.0, False),
    'calls_answered': (10, 90.0, False),
    'calls_talk': (5, 180.0, True),
    'calls_conversion': (10, 55.0, False),
}


class PharmaAppraisalIndicator(models.Model):
    """Calls in the appraisal of employees (000-41, 003-12, 003-13)."""

    _inherit = 'pharma.appraisal.indicator'

    code = fields.Selection(
        selection_add=[
            ('calls', "Calls connected"),
            ('calls_answered', "Calls answered of those that rang (%)"),
            ('calls_talk', "Talk per call (s)"),
            ('calls_conversion', "Orders of sales calls (%)"),
        ],
        ondelete={code: 'cascade' for code in DEFAULTS},
    )

    @api.model
    def _get_defaults(self):
        return super()._get_defaults() | DEFAULTS
