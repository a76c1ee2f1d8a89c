from odoo import api, fields, models
from odoo.tools import groupby

from ..models.res_partner_region import ADDRESS_FIELDS


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Keep what the suite knows of each duplicate (001-02, 004-34)."""

    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # Core drops all rows of a duplicate when one of them clashes with a unique key: make
        # room before.
        self._pharma_merge_phones(src_partners, dst_partner)
        self._pharma_merge_permissions(src_partners, dst_partner)
        self.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self._pharma_update_company(dst_partner)
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        # a prospect that was a customer elsewhere is a customer
        kinds = src_partners.mapped('pharma_partner_kind') + [dst_partner.pharma_partner_kind]
        types = src_partners.filtered(lambda p: p.pharma_customer_type != 'prospect')
        own_region = dst_partner.pharma_region_manual and dst_partner.pharma_region_id
        own_address = [dst_partner[name] for name in ADDRESS_FIELDS]
        result = super()._update_values(src_partners, dst_partner)
        if dst_partner.pharma_customer_type == 'prospect' and types:
            dst_partner.pharma_customer_type = types[0].pharma_customer_type
        if dst_partner.pharma_customer_type in ('level1', 'level2'):
            kind = dst_partner.pharma_partner_kind or next(filter(None, kinds), False)
            dst_partner.pharma_partner_kind = kind
        # a correction by hand belongs to the address it was made for
        if own_address != [dst_partner[name] for name in ADDRESS_FIELDS]:
            own_region = False
        dst_partner.pharma_region_id = own_region or dst_partner._pharma_match_region()
        return result

    @api.model
    def _pharma_merge_phones(self, src_partners, dst_partner):
        # sudo: who may merge contacts merges their numbers, too, and users may not delete any
        Phone = self.env['pharma.partner.phone'].sudo().with_context(pharma_skip_phone_sync=True)
        known = set(Phone.search([('partner_id', '=', dst_partner.id)]).mapped('number_e164'))
        lines = Phone.search([('partner_id', 'in', src_partners.ids)])
        doubles = Phone.browse()
        for line in lines:
            if line.number_e164 in known:
                doubles |= line
            known.add(line.number_e164)
        doubles.unlink()
        # the kept contact has one main number: its own, or the one its phone field gets now
        (lines - doubles).filtered('is_main').write({'is_main': False})

    @api.model
    def _pharma_merge_permissions(self, src_partners, dst_partner):
        """Let the latest answer win; of answers of the same moment, the refusal."""
        # sudo: as above, and the losing lines are deleted without a history row of their own
        Permission = self.env['pharma.contact.permission'].sudo()
        lines = Permission.search([('partner_id', 'in', (src_partners | dst_partner).ids)])

        def key(line):
            return line.purpose, line.channel

        strictness = {'not_asked': 0, 'accepted': 1, 'declined': 2}
        losers = Permission.browse()
        for _key, group in groupby(lines, key=key):
            group = Permission.union(*group)
            winner = max(
                group,
                key=lambda line: (
                    line.state != 'not_asked',
                    line.date or fields.Datetime.from_string('1970-01-01 00:00:00'),
                    strictness[line.state],
                    line.partner_id == dst_partner,
                ),
            )
            own = group.filtered(lambda line: line.partner_id == dst_partner)
            if own and own != winner:
                own.write(
                    {
                        'state': winner.state,
                        'date': winner.date,
                        'source': 'merge',
                        'note': winner.note,
                    }
                )
                winner = own
            losers |= group - winner
        losers._pharma_unlink_merged()

    @api.model
    def _pharma_update_company(self, dst_partner):
        """The rows came over by SQL: give them the company of the kept contact."""
        dst_partner.invalidate_recordset()
        for model in (
            'pharma.partner.phone',
            'pharma.contact.permission',
            'pharma.contact.permission.history',
            'pharma.contact.log',
            'pharma.licence',
        ):
            # sudo: rows of another company become readable only by this
            rows = self.env[model].sudo().with_context(active_test=False)
            rows = rows.search([('partner_id', '=', dst_partner.id)])
            self.env.add_to_compute(rows._fields['company_id'], rows)
