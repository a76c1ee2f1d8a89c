from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaCareProgrammeHit(models.Model):
    """What became of customers in programmes without anybody caring, every night (000-10)."""

    _inherit = 'pharma.care.programme.hit'

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
        # the medicine itself came back, while other goods of the order may have been kept
        cr.execute(
            SQL(
                """
                UPDATE pharma_care_programme_hit h
                   SET state = CASE WHEN h.case_id IS NULL AND h.care_count = 0 THEN 'left_out'
                        ELSE 'ended' END, reason = 'returned'
                  FROM (
                      SELECT k.order_id, l.product_id
                        FROM pharma_care_case k JOIN pharma_care_line l ON l.case_id = k.id
                       WHERE k.order_id IN (
                            SELECT order_id FROM pharma_care_programme_hit h
                             WHERE %(mine)s AND h.state IN ('waiting', 'open'))
                       GROUP BY k.order_id, l.product_id
                      HAVING bool_and(l.close_reason_id IS NOT DISTINCT FROM %(returned)s)) back
                 WHERE %(mine)s AND h.state IN ('waiting', 'open')
                    AND (h.order_id, h.product_id) = (back.order_id, back.product_id)
                """,
                mine=mine,
                **values,
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
        if programme.kind == 'reactivation':
            self._end_won_back(programme, company)
        self.invalidate_model(flush=False)
        self._close_pointless(programme, company)

    @api.model
    def _end_won_back(self, programme, company):
        """End it for whoever was to be called and came by himself before anybody reached him."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_programme_hit h SET state = 'ended', reason = 'bought'
                 WHERE h.programme_id = %(programme)s AND h.company_id = %(company)s
                    AND h.state = 'open' AND h.care_count = 0
                    AND EXISTS (SELECT FROM sale_order o
                        WHERE o.partner_id = h.partner_id AND o.company_id = %(company)s
                            AND o.state = 'sale' AND o.date_order >= h.date_hit::timestamp
                                AT TIME ZONE %(tz)s AT TIME ZONE 'UTC')
                """,
                programme=programme.id,
                company=company.id,
                tz=company._pharma_tz(),
            )
        )

    @api.model
    def _close_pointless(self, programme, company):
        """Close appointments whose only reason was an order that was cancelled or came back, or a
        silence that is over; not while somebody speaks with the customer."""
        hits = self.search(
            Domain('programme_id', '=', programme.id)
            & Domain('company_id', '=', company.id)
            & Domain('state', '=', 'ended')
            & Domain('reason', 'in', ('bought', 'cancelled', 'returned'))
            & Domain('case_id.state', '=', 'todo')
            & Domain('case_id.order_id', '=', False)
            & Domain('case_id.programme_id', '=', programme.id)
        )
        cases = hits.case_id
        cases -= self.search([('case_id', 'in', cases.ids), ('state', '=', 'open')]).case_id
        now = fields.Datetime.now()
        cases = cases.filtered(lambda case: not case.claim_until or case.claim_until <= now)
        bought = hits.filtered(lambda hit: hit.reason == 'bought').case_id & cases
        bought._write_closed(self.env.ref('pharma_care.close_reason_bought_again'))
        (cases - bought)._write_closed(self.env.ref('pharma_care.close_reason_cancelled'))

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
