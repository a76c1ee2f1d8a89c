from odoo import api, models
from odoo.fields import Domain


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Of merged customers one agreement on synchronised refills holds (004-42)."""

    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: who may merge contacts merges what was agreed with them, in every company
        Agreement_sudo = self.env['pharma.care.synchronisation'].sudo()
        agreements_sudo = Agreement_sudo.search(
            Domain('partner_id', 'in', (src_partners | dst_partner).ids)
            & Domain('is_open', '=', True)
        )
        # core drops all rows of a duplicate when one of them clashes: end what is too much before
        for agreements in agreements_sudo.grouped('company_id').values():
            agreements.sorted(lambda row: (row.partner_id != dst_partner, row.id))[1:]._end()
        self.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        Agreement_sudo.invalidate_model(flush=False)
        return result
