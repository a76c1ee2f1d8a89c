from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from .res_partner_visibility import WHOLESALE_TYPES


class PharmaCareProgramme(models.Model):
    """Who is meant by a programme, and who is left out of it (000-10, 004-30, 004-36)."""

    _inherit = 'pharma.care.programme'

    def _get_filters(self, values):
        """Return the condition on the customer ``p``, his figures ``f`` and the trigger ``t``.

        :param dict values: as of :meth:`_get_find_values`
        """
        chosen = [SQL("true")]
        if self.region_ids:
            regions = self.env['pharma.region'].with_context(active_test=False)
            regions = regions.search([('id', 'child_of', self.region_ids.ids)])
            chosen.append(SQL("p.pharma_region_id = ANY(%s)", regions.ids))
        if self.customer_group_ids:
            chosen.append(SQL("p.pharma_customer_group_id = ANY(%s)", self.customer_group_ids.ids))
        if self.warehouse_ids:
            chosen.append(
                SQL("COALESCE(t.warehouse_id, f.warehouse_id) = ANY(%s)", self.warehouse_ids.ids)
            )
        if self.gender:
            chosen.append(SQL("p.pharma_gender = %s", self.gender))
        day = values['day']
        if self.age_from:
            born = day - relativedelta(years=self.age_from)
            chosen.append(SQL("p.pharma_birthdate <= %s", born))
        if self.age_to:
            born = day - relativedelta(years=self.age_to + 1)
            chosen.append(SQL("p.pharma_birthdate > %s", born))
        # key customers and those to win back are found by their segment
        if values['segments'] and self.kind not in ('key_customer', 'reactivation'):
            chosen.append(SQL("f.segment = ANY(%s)", values['segments']))
        if values['classes'] and self.kind != 'key_customer':
            chosen.append(SQL("f.value_class = ANY(%s)", values['classes']))
        return SQL(" AND ").join(chosen)

    def _get_reasons(self, values, contacted):
        """Return why a customer ``p`` (of the company ``head``) is left out, as branches of CASE;
        the same as the contact buttons would say, apart from the hour.

        :param dict values: as of :meth:`_get_find_values`
        :param SQL contacted: as of :meth:`_get_contacted_condition`
        """
        return SQL(
            """
            WHEN NOT %(with_wholesale)s AND (p.pharma_customer_type = ANY(%(wholesale)s)
                OR head.pharma_customer_type = ANY(%(wholesale)s)) THEN 'wholesale'
            WHEN EXISTS (SELECT FROM pharma_care_case c
                JOIN pharma_care_close_reason r
                    ON r.id = c.close_reason_id AND r.is_programme_refused
                WHERE c.partner_id = p.id AND c.company_id = %(company)s AND c.state = 'done'
                    AND NOT EXISTS (SELECT FROM sale_order later
                        WHERE later.partner_id = p.id AND later.company_id = %(company)s
                            AND later.state = 'sale' AND later.date_order > c.date_closed))
                THEN 'refused'
            WHEN EXISTS (SELECT FROM pharma_contact_permission q
                WHERE q.partner_id = p.id AND q.purpose = %(purpose)s AND q.channel = 'call'
                    AND q.state = 'declined')
                OR (%(is_advertising)s AND EXISTS (SELECT FROM pharma_partner_phone n
                    JOIN pharma_partner_phone same ON same.number_e164 = n.number_e164
                    JOIN pharma_contact_permission q ON q.partner_id = same.partner_id
                        AND q.purpose = %(purpose)s AND q.channel = 'call'
                        AND q.state = 'declined'
                    WHERE n.partner_id = p.id)) THEN 'declined'
            WHEN %(opt_in)s AND NOT EXISTS (SELECT FROM pharma_contact_permission q
                WHERE q.partner_id = p.id AND q.purpose = %(purpose)s AND q.channel = 'call'
                    AND q.state = 'accepted') THEN 'not_asked'
            WHEN EXISTS (SELECT FROM pharma_partner_phone n
                JOIN phone_blacklist b ON b.number = n.number_e164 AND b.active
                WHERE n.partner_id = p.id) THEN 'blocked'
            WHEN %(contacted)s THEN 'contacted'
            """,
            **values,
            contacted=contacted,
            wholesale=list(WHOLESALE_TYPES),
        )

    def _get_contacted_condition(self, values, row, window, cares):
        """Return the condition that another programme has had the customer contacted for the same
        reason, in days that overlap: nobody is called twice for one matter (119).

        One reason is one purchase of a medicine, one birthday, or the same state of a customer.

        :param dict values: as of :meth:`_get_find_values`
        :param SQL row: name of the trigger, or of the hit
        :param SQL window: first and last day of the contact, as two columns
        :param SQL cares: how many cares the hit has had
        """
        kinds, same_reason = [self.kind], SQL("true")
        if self.kind in ('new_medicine', 'purchase'):
            kinds = ['new_medicine', 'purchase']
            same_reason = SQL(
                "(same.trigger, same.product_id) = (%(row)s.trigger, %(row)s.product_id)", row=row
            )
        elif self.kind == 'birthday':
            same_reason = SQL("same.trigger = %s.trigger", row)
        return SQL(
            """
            EXISTS (SELECT FROM pharma_care_programme_hit same
                JOIN pharma_care_programme g ON g.id = same.programme_id AND g.kind = ANY(%(kinds)s)
                CROSS JOIN (VALUES (%(window)s)) own (day_from, day_to)
                LEFT JOIN LATERAL (SELECT day_to FROM pharma_care_programme_step s
                    WHERE s.programme_id = g.id ORDER BY s.sequence, s.id LIMIT 1) first ON true
                WHERE same.partner_id = %(row)s.partner_id AND same.company_id = %(company)s
                    AND same.programme_id <> %(programme)s AND same.care_count > %(cares)s
                    AND %(same_reason)s
                    AND CASE WHEN %(cares)s = 0 THEN same.date_first <= own.day_to
                            AND GREATEST(same.date_trigger + first.day_to, same.date_cared)
                                >= own.day_from
                        ELSE same.state = 'done' AND same.date_to >= own.day_from END)
            """,
            **values,
            kinds=kinds,
            row=row,
            window=window,
            cares=cares,
            same_reason=same_reason,
        )

    def _get_counting_hit_condition(self):
        """Return the condition on the hit ``h`` that it was one; not what was only taken back."""
        return SQL("(h.reason = 'stopped' AND h.care_count = 0) IS NOT TRUE")

    def _get_again_condition(self, values, day):
        """Return the condition on the hit ``h`` that a trigger comes too soon after it.

        :param dict values: as of :meth:`_get_find_values`
        :param SQL day: of the trigger
        """
        if self.kind in ('new_medicine', 'birthday'):
            return SQL("false")  # each has a trigger of its own
        return SQL(
            """
            (%(counts)s AND (h.state IN ('waiting', 'open') OR %(repeat)s = 0
                OR h.date_trigger > %(day)s - %(repeat)s))
            """,
            counts=self._get_counting_hit_condition(),
            repeat=values['repeat'],
            day=day,
        )
