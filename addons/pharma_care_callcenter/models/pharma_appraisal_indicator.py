from odoo import api, fields, models


class PharmaAppraisalIndicator(models.Model):
    """Cares among the indicators of the appraisal (000-41)."""

    _inherit = 'pharma.appraisal.indicator'

    code = fields.Selection(
        selection_add=[
            ('cares', "Cares"),
            ('care_on_time', "Cares on time (%)"),
        ],
        ondelete={'cares': 'cascade', 'care_on_time': 'cascade'},
    )

    @api.model
    def _get_defaults(self):
        return super()._get_defaults() | {
            'cares': (10, 200.0, False),
            'care_on_time': (10, 90.0, False),
        }
