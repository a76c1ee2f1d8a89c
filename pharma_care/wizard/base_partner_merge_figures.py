from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merged customers have the adherence of one customer at once, and are observed as one
    (000-13, 004-36)."""

    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: figures of every company in which one of them has bought
        cases_sudo = self.env['pharma.care.case'].sudo()
        partners = src_partners | dst_partner
        # rows of a duplicate would clash with those of the kept one, and are worked out anew
        rows_sudo = self.env['pharma.adherence'].sudo()  # sudo: as above
        rows_sudo.search([('partner_id', 'in', src_partners.ids)]).unlink()
        companies = cases_sudo.search([('partner_id', 'in', partners.ids)]).company_id
        result = super()._update_foreign_keys(src_partners, dst_partner)
        for company in companies:
            rows_sudo._update(company, dst_partner.id, dst_partner.id)
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        result = super()._update_values(src_partners, dst_partner)
        # what decides on the draw came over just now
        self.env['pharma.care.case'].sudo()._observe_merged(dst_partner)  # sudo: as above
        return result
