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

    def _get_reasons(self, values):
        """Return why a customer ``p`` (of the company ``head``) is left out, as branches of CASE;
        the same as the contact buttons would say, apart from the hour.

        :param dict values: as of :meth:`_get_find_values`
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
            """,
            **values,
            wholesale=list(WHOLESALE_TYPES),
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
