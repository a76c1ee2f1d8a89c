from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaCareProgrammeHit(models.Model):
    """How a customer goes through a programme: a case when a contact is due, the next step after a
    care (000-10, 003-04)."""

    _inherit = 'pharma.care.programme.hit'

    # === A CONTACT IS DUE === #
    def _open_due(self, company):
        """Have customers contacted whose window has begun: by the case that is open, or by a new
        appointment (decision 119).

        :param company: ``res.company`` of the hits
        """
        today = company._pharma_today()
        # a job may name what was dealt with since
        hits = self.exists().filtered(
            lambda hit: hit.state == 'waiting' and hit.date_from and hit.date_from <= today
        )
        self.env['pharma.care.case']._lock_appointments(hits.partner_id)
        for programme, group in hits.grouped('programme_id').items():
            reasons = group._get_reasons_against(programme, company)
            for reason, ids in reasons.items():
                self.browse(ids)._end(reason)
            group -= self.browse(hit_id for ids in reasons.values() for hit_id in ids)
            group._join_or_book(programme, company, today)

    def _get_reasons_against(self, programme, company):
        """Return why some of these hits of a programme are not contacted: dict of lists of ids.

        :param programme: ``pharma.care.programme``
        :param company: ``res.company``
        """
        self.env.flush_all()
        values = programme._get_find_values(company)
        window, cares = SQL("h.date_from, h.date_to"), SQL("h.care_count")
        contacted = programme._get_contacted_condition(values, SQL("h"), window, cares)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT h.id, CASE WHEN NOT p.active THEN 'archived'
                    WHEN NOT %(is_running)s THEN 'stopped' %(reasons)s
                    WHEN %(is_reactivation)s AND h.care_count = 0 AND EXISTS (
                        SELECT FROM sale_order o WHERE o.partner_id = p.id
                            AND o.company_id = %(company)s AND o.state = 'sale'
                            AND o.date_order >= h.date_hit::timestamp
                                AT TIME ZONE %(tz)s AT TIME ZONE 'UTC') THEN 'bought'
                    WHEN h.date_to < %(day)s THEN 'late'
                    WHEN %(is_drawn)s THEN 'observed' END AS reason
                FROM pharma_care_programme_hit h
                JOIN res_partner p ON p.id = h.partner_id
                LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                WHERE h.id = ANY(%(hits)s)
                """,
                **values,
                is_running=programme.is_running,
                is_reactivation=programme.kind == 'reactivation',
                reasons=programme._get_reasons(values, contacted),
                is_drawn=self.env['pharma.care.case']._get_drawn_condition(values),
                hits=self.ids,
            )
        )
        reasons = {}
        for hit_id, reason in rows:
            if reason:
                reasons.setdefault(reason, []).append(hit_id)
        return reasons

    def _join_or_book(self, programme, company, today):
        """Put these hits of one programme into cases.

        :param programme: ``pharma.care.programme``
        :param company: ``res.company``
        :param date today: of the company
        """
        Case = self.env['pharma.care.case']
        cases = Case.search(
            Domain('partner_id', 'in', self.partner_id.ids)
            & Domain('company_id', '=', company.id)
            & Domain('state', '!=', 'done'),
            order='date_due DESC, id DESC',
        )
        # one call for all that programmes want of a customer; else the case of the order itself
        by_partner = {case.partner_id: case for case in cases}
        by_order = {case.order_id: case for case in cases if case.order_id}
        for hit in self.sorted('id', reverse=True):
            if case := by_order.get(hit.order_id):
                by_partner[hit.partner_id] = case
        by_partner |= {case.partner_id: case for case in cases._get_open_hits().case_id}
        free = self.filtered(lambda hit: hit.partner_id not in by_partner)
        new = Case._book_programme(programme, company, free, today)
        by_partner |= {case.partner_id: case for case in new}
        chosen = {hit: by_partner[hit.partner_id] for hit in self}
        joined = Case.browse(case.id for case in chosen.values()) - new
        joined._join_programme(programme)
        # what is due within the window stays; a later date would be too late
        moved = Case.browse(
            case.id
            for hit, case in chosen.items()
            if case in joined and (not case.date_due or case.date_due > hit.date_to)
        )
        if moved:
            moved.write({'date_due': today, 'is_date_manual': True})
        for case, hits in self.grouped(lambda hit: chosen[hit]).items():
            hits.write({'state': 'open', 'case_id': case.id})

    # === A CARE WAS RECORDED === #
    def _advance(self, entry, day):
        """Go on to the next step after a care, or to the end.

        :param entry: the ``pharma.care.entry``, no attempt
        :param date day: of the care in the company's time zone
        """
        for hit in self:
            programme = hit.programme_id
            step = hit.step_id._get_next() if hit.step_id else hit.step_id
            is_over = entry.is_final and not entry.close_reason_id.is_programme_continued
            vals = {
                'care_count': hit.care_count + 1,
                'date_cared': hit.date_cared or day,
                'user_id': entry.user_id.id,
            }
            if not step:
                vals['state'] = 'done'
            elif is_over:
                vals |= {
                    'state': 'ended',
                    'reason': 'closed',
                    'close_reason_id': entry.close_reason_id.id,
                }
            else:
                vals |= {'state': 'waiting', 'step_id': step.id, **step._get_window(day)}
                if not programme.is_running:
                    # started again, it goes on with the step that follows this care
                    vals |= {'state': 'ended', 'reason': 'stopped'}
            hit.write(vals)

    def _end(self, reason, close_reason=None):
        """End these hits; who was never cared for is left out.

        :param str reason: key of ``REASONS``
        :param close_reason: ``pharma.care.close.reason`` of their case, if any
        """
        cared = self.filtered(lambda hit: hit.care_count or hit.case_id)
        vals = {'reason': reason, 'close_reason_id': close_reason and close_reason.id}
        cared.write({'state': 'ended', **vals})
        (self - cared).write({'state': 'left_out', **vals})

    def _stop(self):
        """Take back who waits, as the programme was stopped; open cases stay."""
        self.filtered(lambda hit: hit.state == 'waiting').write(
            {'state': 'ended', 'reason': 'stopped'}
        )

    def _resume(self):
        """Let those wait again whom a stop took back, as far as it is not too late."""
        self.filtered(
            lambda hit: (
                hit.reason == 'stopped'
                and hit.step_id
                and hit.date_to >= hit.company_id._pharma_today()
            )
        ).write({'state': 'waiting', 'reason': False, 'close_reason_id': False})
