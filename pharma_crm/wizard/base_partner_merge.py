from datetime import date

from odoo import api, fields, models
from odoo.tools import groupby

from ..models.res_partner import KINDS_BY_LEVEL
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
        self._pharma_archive_double_licences(dst_partner)
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        self._pharma_merge_customer_type(src_partners, dst_partner)
        own_region = dst_partner.pharma_region_manual and dst_partner.pharma_region_id
        own_address = [dst_partner[name] for name in ADDRESS_FIELDS]
        result = super()._update_values(src_partners, dst_partner)
        self._pharma_post_lost_phones(src_partners, dst_partner)
        # a correction by hand belongs to the address it was made for
        if own_address != [dst_partner[name] for name in ADDRESS_FIELDS]:
            own_region = False
        dst_partner.pharma_region_id = own_region or dst_partner._pharma_match_region()
        return result

    @api.model
    def _pharma_merge_customer_type(self, src_partners, dst_partner):
        """Prefer a wholesale level over retail over the rest over prospect, then the kept one."""
        ranks = {'level1': 3, 'level2': 3, 'retail': 2, 'other': 1}
        partners = dst_partner | src_partners
        best = max(partners, key=lambda partner: ranks.get(partner.pharma_customer_type, 0))
        level = best.pharma_customer_type
        kinds = KINDS_BY_LEVEL.get(level, ())
        kind = next(
            (p.pharma_partner_kind for p in partners if p.pharma_partner_kind in kinds), None
        )
        dst_partner.write({'pharma_customer_type': level, 'pharma_partner_kind': kind})

    @api.model
    def _pharma_post_lost_phones(self, src_partners, dst_partner):
        """Phone texts that are no valid number have no line of their own: post them."""
        texts = [
            partner.phone
            for partner in src_partners
            if partner.phone
            and partner.phone != dst_partner.phone
            and not partner._pharma_format_phone()
        ]
        self._pharma_post_lost(dst_partner, texts)

    @api.model
    def _pharma_post_lost(self, dst_partner, texts):
        if texts:
            body = self.env._(
                "The merged contacts also had these phone entries: %(entries)s",
                entries=', '.join(texts),
            )
            dst_partner.message_post(body=body)

    @api.model
    def _pharma_merge_phones(self, src_partners, dst_partner):
        # sudo: who may merge contacts merges their numbers, too, and users may not delete any
        Phone = self.env['pharma.partner.phone'].sudo().with_context(pharma_skip_phone_sync=True)
        own = Phone.search([('partner_id', '=', dst_partner.id)])
        known = {line.number_e164 or line.number: line for line in own}
        lines = Phone.search([('partner_id', 'in', src_partners.ids)])
        doubles = Phone.browse()
        lost = []
        for line in lines:
            kept = known.setdefault(line.number_e164 or line.number, line)
            if kept == line:
                continue
            doubles |= line
            if line.note and line.note not in (kept.note or ''):
                kept.note = '; '.join(filter(None, [kept.note, line.note]))
            if line.kind != kept.kind:
                # a main line got its kind by itself, any other from somebody who knew
                if kept.is_main and not line.is_main:
                    line.kind, kept.kind = kept.kind, line.kind
                lost.append(line)
        kinds = dict(Phone._fields['kind']._description_selection(self.env))
        self._pharma_post_lost(
            dst_partner, [f'{line.number} ({kinds[line.kind]})' for line in lost]
        )
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

    @api.model
    def _pharma_archive_double_licences(self, dst_partner):
        """Of the same licence entered twice, the entry that ends last stays in use."""
        # sudo: who may merge contacts merges their licences, too
        licences = self.env['pharma.licence'].sudo()
        licences = licences.search([('partner_id', '=', dst_partner.id)])
        latest_first = licences.sorted(lambda row: row.date_expiry or date.max, reverse=True)
        known = {}
        doubles = latest_first.filtered(
            lambda row: known.setdefault(row._get_identity(), row) != row
        )
        doubles.action_archive()
