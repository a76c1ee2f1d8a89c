from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Keep who cares for merged customers, and their cases (004-34, 004-48)."""

    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # Core drops all rows of a duplicate when one of them clashes with a unique key: make
        # room before.
        self._pharma_merge_assignments(src_partners, dst_partner)
        self._pharma_merge_lists(src_partners, dst_partner)
        self.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self._pharma_merge_cases(dst_partner)
        return result

    @api.model
    def _pharma_merge_assignments(self, src_partners, dst_partner):
        """Keep one assignment of each user and company; the kept customer's own comes first."""
        # sudo: who may merge contacts merges their assignments, too, in every company
        Assignment = self.env['pharma.care.assignment'].sudo()
        rows = Assignment.search([('partner_id', 'in', (src_partners | dst_partner).ids)])
        known = set()
        doubles = Assignment.browse()
        for row in rows.sorted(lambda row: (row.partner_id != dst_partner, row.id)):
            key = (row.user_id, row.company_id)
            if key in known:
                doubles |= row
            known.add(key)
        doubles.unlink()

    @api.model
    def _pharma_merge_lists(self, src_partners, dst_partner):
        """Of the calling lists in work one keeps the customer, who else would be called twice."""
        items_sudo = self.env['pharma.care.list.item'].sudo()  # sudo: also lists of colleagues
        items_sudo = items_sudo.search(
            Domain('partner_id', 'in', (src_partners | dst_partner).ids)
            & Domain('is_active', '=', True),
            order='id',
        )
        for items in items_sudo.grouped('company_id').values():
            items.sorted(lambda item: item.state != 'done')[1:].unlink()

    @api.model
    def _pharma_merge_cases(self, dst_partner):
        """The cases came over by SQL: the region and the last contact are those of one customer."""
        dst_partner.invalidate_recordset()
        # sudo: cases of other companies and colleagues belong to the customer as well
        cases_sudo = self.env['pharma.care.case'].sudo()
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c SET date_last_contact = latest.day
                  FROM (SELECT company_id, max(date_last_contact) AS day FROM pharma_care_case
                         WHERE partner_id = %(partner)s GROUP BY company_id) latest
                 WHERE c.partner_id = %(partner)s AND c.company_id = latest.company_id
                   AND c.state <> 'done' AND c.date_last_contact IS DISTINCT FROM latest.day
                """,
                partner=dst_partner.id,
            )
        )
        cases_sudo.invalidate_model(flush=False)
        cases_sudo._share_attempts(dst_partner)
        self._pharma_merge_appointments(dst_partner)
        cases_sudo = cases_sudo.search([('partner_id', '=', dst_partner.id)])
        self.env.flush_all()
        for company, cases in cases_sudo.grouped('company_id').items():
            cases_sudo._follow_supply(company, cases.ids)
        cases_sudo.invalidate_model(flush=False)
        self.env.add_to_compute(cases_sudo._fields['region_id'], cases_sudo)
        self.env['pharma.care.assignment']._refresh_targets(
            'customer', dst_partner.ids, self.env._("Customers were merged")
        )

    @api.model
    def _pharma_merge_appointments(self, dst_partner):
        """Of a customer's open appointments in a company the earliest stays (004-50, 004-55)."""
        # sudo: as above
        open_sudo = self.env['pharma.care.case'].sudo()
        open_sudo = open_sudo.search(
            Domain('partner_id', '=', dst_partner.id)
            & Domain('order_id', '=', False)
            & Domain('state', '!=', 'done'),
            order='date_due, id',
        )
        now = fields.Datetime.now()
        for appointments in open_sudo.grouped('company_id').values():
            if len(appointments) < 2:
                continue
            # whoever is speaking with the customer just now must be able to save it
            in_hand = appointments.filtered(
                lambda case: case.claim_until and case.claim_until > now
            )
            kept = in_hand[:1] or appointments[:1]
            others = appointments - kept - in_hand
            date_due = appointments[0].date_due
            told = self._pharma_tell(others)
            if kept.date_due != date_due:
                told = self._pharma_tell(kept, with_note=False) + told
            kept.write(
                {
                    'date_due': date_due,
                    'user_id': kept.user_id.id or others.user_id[:1].id,
                    'note': '\n'.join(filter(None, [kept.note, *told])),
                }
            )
            others._write_closed(self.env.ref('pharma_care.close_reason_merged'))

    @api.model
    def _pharma_tell(self, appointments, with_note=True):
        """Return a line per appointment: when, by whom, what about."""
        return [
            self.env._(
                "Also agreed: %(date)s, %(user)s. %(note)s",
                date=format_date(self.env, case.date_due),
                user=case.user_id.name or '-',
                note=with_note and case.note or '',
            ).strip()
            for case in appointments
        ]
