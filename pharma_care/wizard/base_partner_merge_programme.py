from odoo import api, models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merged customers are in a programme once for one reason (000-10, 001-02)."""

    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # Core drops all rows of a duplicate when one of them clashes with a unique key: of two
        # birthdays of a year, and of two that wait in one programme, the one cared for more stays.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM pharma_care_programme_hit h
                 USING (
                    SELECT id, care_count, case_id, state,
                        row_number() OVER (
                            PARTITION BY programme_id, company_id, trigger ORDER BY %(best)s
                            ) AS same,
                        row_number() OVER (
                            PARTITION BY programme_id, company_id,
                                trigger LIKE 'order:%%' OR state NOT IN ('waiting', 'open'),
                                CASE WHEN trigger LIKE 'order:%%'
                                    OR state NOT IN ('waiting', 'open') THEN id END
                            ORDER BY %(best)s) AS active
                      FROM pharma_care_programme_hit WHERE partner_id = ANY(%(partners)s)) ranked
                 WHERE h.id = ranked.id
                    AND (ranked.same > 1 OR (ranked.active > 1 AND ranked.care_count = 0))
                """,
                best=SQL("care_count DESC, state = 'open' DESC, state = 'waiting' DESC, id"),
                partners=(src_partners | dst_partner).ids,
            )
        )
        self.env['pharma.care.programme.hit'].invalidate_model(flush=False)
        return super()._update_foreign_keys(src_partners, dst_partner)
