from datetime import timedelta

from odoo import api, models
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
                reasons=programme._get_reasons(values),
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
            elif is_over or not programme.is_running:
                vals |= {
                    'state': 'ended',
                    'reason': 'closed' if is_over else 'stopped',
                    'close_reason_id': entry.close_reason_id.id,
                }
            else:
                vals |= {'state': 'waiting', 'step_id': step.id, **step._get_window(day)}
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

    # === EVERY NIGHT === #
    @api.model
    def _refresh(self, programme, company):
        """Follow what happened without a care: cases that were closed, orders that were cancelled,
        came back or were confirmed again.

        :param programme: ``pharma.care.programme``
        :param company: ``res.company``
        """
        self.env.flush_all()
        values = {
            **self.env['pharma.care.case']._get_order_reasons(),
            'programme': programme.id,
            'company': company.id,
            'day': company._pharma_today(),
        }
        mine = SQL("h.programme_id = %(programme)s AND h.company_id = %(company)s", **values)
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                UPDATE pharma_care_programme_hit h
                   SET state = 'waiting', reason = NULL, close_reason_id = NULL
                  FROM sale_order o
                 WHERE %(mine)s AND h.state IN ('ended', 'left_out') AND h.reason = 'cancelled'
                    AND o.id = h.order_id AND o.state = 'sale' AND h.date_to >= %(day)s
                    AND h.step_id IS NOT NULL
                """,
                mine=mine,
                **values,
            )
        )
        cr.execute(
            SQL(
                """
                UPDATE pharma_care_programme_hit h
                   SET state = CASE WHEN h.case_id IS NULL AND h.care_count = 0 THEN 'left_out'
                        ELSE 'ended' END, reason = 'cancelled'
                 WHERE %(mine)s AND h.state IN ('waiting', 'open') AND h.trigger LIKE 'order:%%'
                    AND NOT EXISTS (SELECT FROM sale_order o
                        WHERE o.id = h.order_id AND o.state = 'sale')
                """,
                mine=mine,
            )
        )
        cr.execute(
            SQL(
                """
                UPDATE pharma_care_programme_hit h
                   SET state = CASE WHEN c.is_over THEN 'ended' ELSE 'waiting' END,
                       reason = CASE WHEN c.is_over IS NOT TRUE THEN NULL
                            WHEN c.close_reason_id = %(returned)s THEN 'returned'
                            ELSE 'closed' END,
                       close_reason_id = CASE WHEN c.is_over THEN c.close_reason_id END
                  FROM pharma_care_programme_hit own
                  LEFT JOIN LATERAL (
                      SELECT k.id, k.state, k.close_reason_id, r.is_automatic IS NOT TRUE
                            OR (k.close_reason_id = %(returned)s AND k.order_id = own.order_id)
                            AS is_over
                        FROM pharma_care_case k
                        LEFT JOIN pharma_care_close_reason r ON r.id = k.close_reason_id
                       WHERE k.id = own.case_id) c ON true
                 WHERE %(mine)s AND h.state = 'open' AND own.id = h.id
                    -- bought again, merged: the matter is still to be spoken of
                    AND (c.id IS NULL OR c.state = 'done')
                """,
                mine=mine,
                **values,
            )
        )
        self.invalidate_model(flush=False)
        self._close_pointless(programme, company)

    @api.model
    def _close_pointless(self, programme, company):
        """Close appointments whose only reason was an order that was cancelled."""
        hits = self.search(
            Domain('programme_id', '=', programme.id)
            & Domain('company_id', '=', company.id)
            & Domain('state', '=', 'ended')
            & Domain('reason', '=', 'cancelled')
            & Domain('case_id.state', '=', 'todo')
            & Domain('case_id.order_id', '=', False)
            & Domain('case_id.programme_id', '=', programme.id)
        )
        cases = hits.case_id
        cases -= self.search([('case_id', 'in', cases.ids), ('state', '=', 'open')]).case_id
        cases._write_closed(self.env.ref('pharma_care.close_reason_cancelled'))

    @api.model
    def _judge(self, programme, company):
        """Work out who bought afterwards, once the days of the settings are over (004-36).

        Those who were drawn to be observed are judged likewise, from the same day on.

        :param programme: ``pharma.care.programme``
        :param company: ``res.company``
        """
        self.env.flush_all()
        tz = company._pharma_tz()
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_programme_hit h
                   SET date_bought = b.day, is_judged = true,
                       bought_share = CASE WHEN b.day IS NULL THEN 0 ELSE 100 END
                  FROM (
                      SELECT old.id, (
                          SELECT (min(o.date_order) AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                            FROM sale_order o
                           WHERE o.partner_id = old.partner_id AND o.company_id = %(company)s
                             AND o.state = 'sale' AND o.id IS DISTINCT FROM old.order_id
                             AND o.date_order >= old.date_first::timestamp
                                AT TIME ZONE %(tz)s AT TIME ZONE 'UTC'
                             AND o.date_order < (old.date_first + %(days)s + 1)::timestamp
                                AT TIME ZONE %(tz)s AT TIME ZONE 'UTC') AS day
                        FROM pharma_care_programme_hit old
                       WHERE old.programme_id = %(programme)s AND old.company_id = %(company)s
                         AND old.date_first < %(until)s
                         AND old.date_first >= %(until)s - 2 * %(days)s - 30) b
                 WHERE b.id = h.id AND (h.is_judged IS NOT TRUE
                    OR h.date_bought IS DISTINCT FROM b.day)
                """,
                programme=programme.id,
                company=company.id,
                tz=tz,
                days=company.care_effect_days,
                until=company._pharma_today() - timedelta(days=company.care_effect_days),
            )
        )
        self.invalidate_model(['date_bought', 'bought_share'], flush=False)
