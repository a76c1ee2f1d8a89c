from odoo import models
from odoo.tools import SQL

INFLUENCERS = ['doctor', 'pharmacist', 'representative']


class PharmaCareProgramme(models.Model):
    """What each kind of programme looks for (000-10, 003-04, 004-07, 002-21)."""

    _inherit = 'pharma.care.programme'

    def _get_triggers_query(self, values):
        """Return the query of triggers up to a day: ``partner_id``, ``trigger``, ``date_trigger``,
        ``date_found`` (the night that finds it), ``order_id``, ``product_id``, ``warehouse_id``.

        :param dict values: as of :meth:`_get_find_values`
        """
        return getattr(self, f'_get_{self.kind}_query')(values)

    def _get_new_medicine_query(self, values):
        """Of each order the medicine that its customer never bought before, a chronic one first."""
        # + 0: the few lines of the customer are looked through, not all of a popular medicine
        earlier = SQL("el.product_id + 0 = o.product_id")
        if self.first_of == 'group':
            earlier = SQL("et.therapeutic_group_id = t.therapeutic_group_id")
        is_new = SQL(
            """
            NOT EXISTS (
                SELECT FROM sale_order_line el
                JOIN sale_order eo ON eo.id = el.order_id
                JOIN product_product ev ON ev.id = el.product_id
                JOIN product_template et ON et.id = ev.product_tmpl_id
                WHERE el.order_partner_id = o.partner_id AND eo.company_id = o.company_id
                    AND eo.state = 'sale' AND el.product_uom_qty > 0 AND %s
                    AND (eo.date_order, eo.id) < (o.date_order, o.id)
                -- asked by index for each of the few new lines, rather than of all lines ever
                OFFSET 0)
            """,
            earlier,
        )
        return self._get_orders_query(values, is_new, SQL("o.id"))

    def _get_purchase_query(self, values):
        """Of each customer the first purchase that does not come too soon after another one."""
        day = SQL("(o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", values['tz'])
        is_free = SQL(
            """
            NOT EXISTS (SELECT FROM pharma_care_programme_hit h
                WHERE h.programme_id = %(programme)s AND h.company_id = %(company)s
                    AND h.partner_id = o.partner_id
                    AND (h.trigger = 'order:' || o.id OR %(is_again)s))
            """,
            **values,
            is_again=self._get_again_condition(values, day),
        )
        return self._get_orders_query(values, is_free, SQL("o.partner_id, o.date_order, o.id"))

    def _get_orders_query(self, values, condition, order):
        """Return the query of orders with a medicine of the programme.

        :param SQL condition: on the line with its order, ``o``, and the product's template ``t``
        :param SQL order: what comes first; its first column is what counts once
        """
        return SQL(
            """
            WITH recent AS MATERIALIZED (
                SELECT o.id, o.partner_id, o.company_id, o.date_order, o.warehouse_id,
                    l.id AS line_id, l.product_id, l.sequence
                FROM sale_order o
                JOIN sale_order_line l ON l.order_id = o.id AND l.product_uom_qty > 0
                WHERE o.company_id = %(company)s AND o.state = 'sale'
                    AND o.date_order >= %(moment_from)s AND o.date_order < %(moment_to)s
            )
            SELECT DISTINCT ON (%(unique)s) o.partner_id, 'order:' || o.id AS trigger,
                (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date_trigger,
                %(day)s::date AS date_found, o.id AS order_id, o.product_id, o.warehouse_id
            FROM recent o
            JOIN product_product v ON v.id = o.product_id
            JOIN product_template t ON t.id = v.product_tmpl_id AND t.type <> 'service'
            LEFT JOIN pharma_therapeutic_group g ON g.id = t.therapeutic_group_id
            WHERE %(medicines)s AND %(condition)s
            ORDER BY %(order)s, (g.care_profile = 'chronic') IS NOT TRUE, o.sequence, o.line_id
            """,
            **values,
            unique=SQL("o.id") if self.kind == 'new_medicine' else SQL("o.partner_id"),
            medicines=self._get_medicines_condition(),
            condition=condition,
            order=order,
        )

    def _get_medicines_condition(self):
        """Return the condition on the line ``o`` and the therapeutic group ``g``."""
        chosen = []
        if self.product_ids:
            chosen.append(SQL("o.product_id = ANY(%s)", self.product_ids.ids))
        if self.therapeutic_group_ids:
            groups = self.env['pharma.therapeutic.group'].with_context(active_test=False)
            groups = groups.search([('id', 'child_of', self.therapeutic_group_ids.ids)])
            chosen.append(SQL("g.id = ANY(%s)", groups.ids))
        if self.care_profile:
            chosen.append(SQL("g.care_profile = %s", self.care_profile))
        # what belongs to no group is no medicine, unless it is named
        return SQL("(%s)", SQL(" OR ").join(chosen)) if chosen else SQL("g.id IS NOT NULL")

    def _get_birthday_query(self, values):
        """Birthdays from the start on; who was born on 29 February has it on the 28th."""
        who = SQL(
            """
            EXISTS (SELECT FROM sale_order o WHERE o.partner_id = p.id
                AND o.company_id = %s AND o.state = 'sale')
            """,
            values['company'],
        )
        return SQL(
            """
            SELECT p.id AS partner_id, 'year:' || extract(year FROM b.day) AS trigger,
                b.day AS date_trigger, GREATEST(b.day + %(day_from)s, %(day)s::date) AS date_found,
                NULL::int AS order_id, NULL::int AS product_id, NULL::int AS warehouse_id
            FROM res_partner p
            CROSS JOIN LATERAL (
                SELECT (p.pharma_birthdate + make_interval(
                    years => year - extract(year FROM p.pharma_birthdate)::int))::date AS day
                FROM generate_series(extract(year FROM %(since)s::date)::int,
                    extract(year FROM %(until)s::date)::int + 1) year) b
            WHERE p.pharma_birthdate < b.day AND p.active AND b.day >= %(since)s
                AND b.day + %(day_from)s <= %(until)s AND %(who)s
            """,
            **values,
            who=self._get_influencer_condition() if self.audience == 'influencer' else who,
        )

    def _get_reactivation_query(self, values):
        """Customers of the segments, and those who have not bought for a number of days."""
        return SQL(
            """
            SELECT f.partner_id, 'day:' || d.day AS trigger, d.day AS date_trigger,
                d.day AS date_found, NULL::int AS order_id, NULL::int AS product_id, f.warehouse_id
            FROM pharma_customer_figure f
            CROSS JOIN LATERAL (
                SELECT CASE WHEN f.segment = ANY(%(segments)s) THEN %(day)s::date
                    ELSE GREATEST(f.date_last + %(silent)s, %(day)s::date) END AS day) d
            WHERE f.company_id = %(company)s
                AND (f.segment = ANY(%(segments)s)
                    OR (%(silent)s > 0 AND f.date_last + %(silent)s <= %(until)s))
                -- the figures are of last night
                AND NOT EXISTS (SELECT FROM sale_order o
                    WHERE o.partner_id = f.partner_id AND o.company_id = %(company)s
                        AND o.state = 'sale'
                        AND o.date_order >= (f.date_last + 1)::timestamp
                            AT TIME ZONE %(tz)s AT TIME ZONE 'UTC')
            """,
            **values,
        )

    def _get_key_customer_query(self, values):
        """Key customers with whom nobody spoke for a number of days."""
        who = SQL(
            """
            (SELECT partner_id, warehouse_id FROM pharma_customer_figure
              WHERE company_id = %(company)s AND (segment = ANY(%(segments)s)
                  OR value_class = ANY(%(classes)s) OR %(is_by_group)s))
            """,
            **values,
            # special needs: whoever belongs to the chosen customer groups, see _get_filters
            is_by_group=not values['segments'] and not values['classes'],
        )
        if self.audience == 'influencer':
            who = SQL(
                "(SELECT p.id AS partner_id, NULL::int AS warehouse_id FROM res_partner p"
                " WHERE p.active AND %s)",
                self._get_influencer_condition(),
            )
        return SQL(
            """
            SELECT k.partner_id, 'day:' || d.day AS trigger, d.day AS date_trigger,
                d.day AS date_found, NULL::int AS order_id, NULL::int AS product_id, k.warehouse_id
            FROM %(who)s k
            CROSS JOIN LATERAL (
                SELECT GREATEST(%(day)s::date, max(c.date_last_contact) + %(repeat)s,
                    (SELECT max(h.date_trigger) + %(repeat)s FROM pharma_care_programme_hit h
                      WHERE h.programme_id = %(programme)s AND h.company_id = %(company)s
                        AND h.partner_id = k.partner_id AND %(counts)s)) AS day
                FROM pharma_care_case c
                WHERE c.partner_id = k.partner_id AND c.company_id = %(company)s) d
            WHERE d.day <= %(until)s
            """,
            **values,
            who=who,
            counts=self._get_counting_hit_condition(),
        )

    def _get_influencer_condition(self):
        """Return the condition on the partner ``p``."""
        return SQL("p.pharma_contact_type = ANY(%s)", INFLUENCERS)
