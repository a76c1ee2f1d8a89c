from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How customers are scored and sorted into segments (000-08, 000-17, 002-21)."""

    _inherit = 'res.config.settings'

    pharma_figure_months = fields.Integer(related='company_id.pharma_figure_months', readonly=False)
    pharma_rfm_method = fields.Selection(
        related='company_id.pharma_rfm_method', readonly=False, required=True
    )
    pharma_rfm_recency_limits = fields.Char(
        related='company_id.pharma_rfm_recency_limits', readonly=False
    )
    pharma_rfm_frequency_limits = fields.Char(
        related='company_id.pharma_rfm_frequency_limits', readonly=False
    )
    pharma_rfm_amount_limits = fields.Char(
        related='company_id.pharma_rfm_amount_limits', readonly=False
    )
    pharma_value_a_percent = fields.Float(
        related='company_id.pharma_value_a_percent', readonly=False
    )
    pharma_value_b_percent = fields.Float(
        related='company_id.pharma_value_b_percent', readonly=False
    )
    pharma_rhythm_min_purchases = fields.Integer(
        related='company_id.pharma_rhythm_min_purchases', readonly=False
    )
    pharma_rhythm_default_days = fields.Integer(
        related='company_id.pharma_rhythm_default_days', readonly=False
    )
    pharma_rhythm_min_days = fields.Integer(
        related='company_id.pharma_rhythm_min_days', readonly=False
    )
    pharma_risk_factor = fields.Float(related='company_id.pharma_risk_factor', readonly=False)
    pharma_lost_factor = fields.Float(related='company_id.pharma_lost_factor', readonly=False)
    pharma_new_days = fields.Integer(related='company_id.pharma_new_days', readonly=False)
    pharma_won_back_days = fields.Integer(related='company_id.pharma_won_back_days', readonly=False)
    pharma_loyal_purchases = fields.Integer(
        related='company_id.pharma_loyal_purchases', readonly=False
    )
    pharma_expiry_warning_days = fields.Integer(
        related='company_id.pharma_expiry_warning_days', readonly=False
    )
    pharma_figure_date_done = fields.Datetime(related='company_id.pharma_figure_date_done')

    def action_pharma_refresh_figures(self):
        """Have the figures worked out now, in the background (002-21).

        :return: notification action
        """
        return self.env['pharma.analysis.job'].action_refresh()
