from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Who cares for a customer sees how much the customer matters (004-29, 004-69)."""

    _inherit = 'res.partner'

    def _get_card_brief_figures(self, companies):
        """Add those of companies in which the care mode shows the user a case, open or past.

        Whoever reads the orders reads the whole figure anyway, so only others cost the question.
        """
        figures_sudo = super()._get_card_brief_figures(companies)
        Case = self.env['pharma.care.case']
        rest = self.env.companies - companies
        if not rest or not Case.has_access('read'):
            return figures_sudo
        cases = Case._search(
            Domain('partner_id', '=', self.id) & Domain('company_id', 'in', rest.ids)
        )
        # sudo: segment and value class are shown, neither amounts nor days
        return figures_sudo.sudo().search_fetch(
            Domain('partner_id', '=', self.id)
            & Domain('company_id', 'in', cases.subselect('company_id')),
            ['segment', 'value_class', 'company_id'],
            order='date_last desc, id',
        )
