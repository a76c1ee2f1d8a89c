from odoo import api, models


class ResCompany(models.Model):
    """Every company has its indicators of the appraisal (000-41)."""

    _inherit = 'res.company'

    @api.model_create_multi
    def create(self, vals_list):
        """Create companies, with the indicators of the appraisal.

        :param list vals_list: as core's
        :return: the new ``res.company`` records
        """
        companies = super().create(vals_list)
        # sudo: whoever may create a company need not be a supervisor
        self.env['pharma.appraisal.indicator'].sudo()._fill(companies)
        return companies
