from odoo import api, models
from odoo.tools import SQL

from .pharma_care_assignment import TARGET_FIELDS


class PharmaCareCase(models.Model):
    """The statement that tells who is assigned to cases (004-39, 004-40, 004-48).

    Its parts are put together as needed: planning a part that finds nothing costs more than the
    rows of a case.
    """

    _inherit = 'pharma.care.case'

    @api.model
    def _get_assigned_kinds(self):
        """Return the set of kinds of targets, such as 'product', that users are assigned to."""
        self.env['pharma.care.assignment'].flush_model()
        questions = SQL(", ").join(
            SQL("EXISTS (SELECT FROM pharma_care_assignment WHERE %s IS NOT NULL)", name)
            for name in map(SQL.identifier, TARGET_FIELDS.values())
        )
        (answers,) = self.env.execute_query(SQL("SELECT %s", questions))
        return {kind for kind, is_used in zip(TARGET_FIELDS, answers, strict=True) if is_used}

    @api.model
    def _get_role_id(self):
        """Return the id of the group of care users, False while there is none: the module is being
        installed or uninstalled.
        """
        return self.env['ir.model.data']._xmlid_to_res_id('pharma_care.group_care_user')

    @api.model
    def _get_role_ids(self):
        """Return the ids of the groups that give the role of care users: list, empty while there
        is none.
        """
        role = self.env['res.groups'].browse(self._get_role_id())
        return role.sudo().all_implied_by_ids.ids  # sudo: which groups give the role is no secret

    @api.model
    def _get_staff_query(self, role_ids=None):
        """Return the query of who can care for customers of which company, ``user_id`` and
        ``company_id``: active users with the role and the company.

        :param list role_ids: as of :meth:`_get_role_ids`, which is asked unless told
        """
        return SQL(
            """
            SELECT u.id AS user_id, k.cid AS company_id
            FROM res_users u JOIN res_company_users_rel k ON k.user_id = u.id
            WHERE u.active AND u.id IN (
                SELECT uid FROM res_groups_users_rel WHERE gid = ANY(%s))
            """,
            self._get_role_ids() if role_ids is None else role_ids,
        )

    def _get_refresh_query(self, kinds):
        """Return the statement that writes who sees these cases and who is responsible.

        :param set kinds: kinds of targets that users are assigned to
        """
        return SQL(
            """
            %(working)s,
            responsible AS MATERIALIZED (
                SELECT c.id AS case_id, c.is_appointment, c.mode,
                    coalesce(chosen.user_id, best.user_id, heir.user_id, spoke.user_id) AS user_id
                FROM cases c
                LEFT JOIN staff chosen ON (chosen.company_id, chosen.user_id) = (
                    c.company_id, c.chosen_user_id)
                LEFT JOIN best ON best.case_id = c.id
                LEFT JOIN staff heir ON (heir.company_id, heir.user_id) = (
                    c.company_id, c.heir_user_id)
                LEFT JOIN LATERAL (
                    SELECT e.user_id
                    FROM pharma_care_entry e JOIN staff USING (user_id)
                    WHERE e.case_id = c.id AND staff.company_id = c.company_id
                        AND e.is_attempt IS NOT TRUE
                    ORDER BY e.date DESC, e.id DESC LIMIT 1) spoke ON true
            ),
            seen AS MATERIALIZED (
                SELECT w.case_id, w.user_id
                FROM working w JOIN cases c ON c.id = w.case_id WHERE c.mode <> 'unrestricted'
                UNION
                SELECT case_id, user_id FROM responsible
                WHERE is_appointment AND mode <> 'unrestricted' AND user_id IS NOT NULL
            ),
            gone AS (
                DELETE FROM pharma_care_case_user_rel r USING cases c
                WHERE r.case_id = c.id AND (r.case_id, r.user_id) NOT IN (
                    SELECT case_id, user_id FROM seen)
            ),
            added AS (
                INSERT INTO pharma_care_case_user_rel (case_id, user_id)
                SELECT case_id, user_id FROM seen ON CONFLICT DO NOTHING
            )
            UPDATE pharma_care_case c SET visibility_mode = r.mode, user_id = r.user_id
            FROM responsible r
            WHERE c.id = r.case_id
                AND (c.visibility_mode, c.user_id) IS DISTINCT FROM (r.mode, r.user_id)
            """,
            working=self._get_working_query(kinds, self._get_refresh_values()),
        )

    @api.model
    def _get_first_refresh_query(self, kinds, values):
        """Return the statement that does the same for cases that an order has just brought: they
        have neither history nor heir, and planning less is most of what they cost.

        :param set kinds: kinds of targets that users are assigned to
        :param dict values: as of :meth:`_get_refresh_values`
        """
        return SQL(
            """
            %(working)s,
            added AS (
                INSERT INTO pharma_care_case_user_rel (case_id, user_id)
                SELECT DISTINCT w.case_id, w.user_id
                FROM working w JOIN cases c ON c.id = w.case_id WHERE c.mode <> 'unrestricted'
                ON CONFLICT DO NOTHING
            )
            UPDATE pharma_care_case c SET user_id = best.user_id
            FROM best WHERE c.id = best.case_id
            """,
            working=self._get_working_query(kinds, values),
        )

    def _get_refresh_values(self):
        """Return what the statements ask of these cases, under the names they use."""
        return {'cases': self.ids, 'roles': self._get_role_ids()}

    @api.model
    def _get_working_query(self, kinds, values):
        """Return the common tables of who is assigned to cases and works there: ``cases``,
        ``staff``, ``working`` and, of each case, the ``best``.

        :param set kinds: kinds of targets that users are assigned to
        :param dict values: as of :meth:`_get_refresh_values`
        """
        return SQL(
            """
            WITH RECURSIVE cases AS MATERIALIZED (
                SELECT c.id, c.partner_id, c.company_id, c.region_id, c.heir_user_id,
                    CASE WHEN c.order_id IS NULL THEN c.user_id END AS chosen_user_id,
                    c.order_id IS NULL AS is_appointment, k.care_mode AS mode
                FROM pharma_care_case c JOIN res_company k ON k.id = c.company_id
                WHERE c.id = ANY(%(cases)s)
            ),
            staff AS MATERIALIZED (%(staff)s),
            %(assigned)s,
            working AS MATERIALIZED (
                SELECT a.*
                FROM assigned a
                JOIN cases c ON c.id = a.case_id
                JOIN staff USING (company_id, user_id)
            ),
            best AS (
                SELECT DISTINCT ON (case_id) case_id, user_id FROM working
                ORDER BY case_id, tier, line, kind, distance, id
            )
            """,
            cases=values['cases'],
            staff=self._get_staff_query(values['roles']),
            assigned=self._get_assigned_query(kinds),
        )

    @api.model
    def _get_assigned_query(self, kinds):
        """Return the part that finds the assignments of ``cases``: the common tables up to
        ``assigned``.

        Of its columns, tier puts the customer before products before the region, line tells what
        is due first, kind puts the product before its category before its group.
        """
        parts = self._get_assigned_parts()
        chosen = [parts[kind] for kind in TARGET_FIELDS if kind in kinds] or [
            SQL("SELECT 0 AS case_id, 0 AS id, 0, 0, 0, 0, 0 WHERE false")
        ]
        tables = []
        if kinds & {'product', 'category', 'group'}:
            tables.append(
                SQL(
                    """
                    lines AS (
                        SELECT c.id AS case_id, c.company_id, t.id AS tmpl_id, t.categ_id,
                            t.therapeutic_group_id,
                            row_number() OVER (PARTITION BY c.id
                                ORDER BY l.state = 'closed', l.date_due, l.id) AS line
                        FROM cases c
                        JOIN pharma_care_line l ON l.case_id = c.id
                        JOIN product_product v ON v.id = l.product_id
                        JOIN product_template t ON t.id = v.product_tmpl_id
                        WHERE c.mode <> 'customer'
                    )
                    """
                )
            )
        if 'customer' in kinds:
            tables.append(
                SQL(
                    """
                    contacts AS (
                        SELECT DISTINCT partner_id, partner_id AS id, 0 AS distance
                        FROM cases WHERE mode <> 'product'
                        UNION ALL
                        SELECT below.partner_id, p.parent_id, below.distance + 1
                        FROM contacts below JOIN res_partner p ON p.id = below.id
                        WHERE p.parent_id IS NOT NULL
                    )
                    """
                )
            )
        tables.append(
            SQL(
                "assigned (case_id, id, user_id, tier, line, kind, distance) AS (%s)",
                SQL(" UNION ALL ").join(chosen),
            )
        )
        return SQL(", ").join(tables)

    @api.model
    def _get_assigned_parts(self):
        """Return the query of assignments of each kind: dict of SQL."""
        Assignment = self.env['pharma.care.assignment']
        above = {
            kind: SQL(
                """
                JOIN %(tree)s g ON g.id = %(own)s
                CROSS JOIN LATERAL unnest(string_to_array(rtrim(g.parent_path, '/'), '/')::int[])
                    WITH ORDINALITY AS up (id, depth)
                JOIN pharma_care_assignment a
                    ON a.%(field)s = up.id AND a.company_id = %(source)s.company_id
                """,
                tree=SQL.identifier(Assignment[TARGET_FIELDS[kind]]._table),
                own=SQL.identifier(source, TARGET_FIELDS[kind]),
                field=SQL.identifier(TARGET_FIELDS[kind]),
                source=SQL.identifier(source),
            )
            for kind, source in (('category', 'l'), ('group', 'l'), ('region', 'c'))
        }
        return {
            'product': SQL(
                """
                SELECT l.case_id, a.id, a.user_id, 1, l.line, 0, 0
                FROM lines l
                JOIN pharma_care_assignment a
                    ON a.product_tmpl_id = l.tmpl_id AND a.company_id = l.company_id
                """
            ),
            'category': SQL(
                "SELECT l.case_id, a.id, a.user_id, 1, l.line, 1, -up.depth FROM lines l %s",
                above['category'],
            ),
            'group': SQL(
                "SELECT l.case_id, a.id, a.user_id, 1, l.line, 2, -up.depth FROM lines l %s",
                above['group'],
            ),
            'customer': SQL(
                """
                SELECT c.id, a.id, a.user_id, 0, 0, 0, up.distance
                FROM cases c
                JOIN contacts up ON up.partner_id = c.partner_id
                JOIN pharma_care_assignment a
                    ON a.partner_id = up.id AND a.company_id = c.company_id
                WHERE c.mode <> 'product'
                """
            ),
            'region': SQL(
                """
                SELECT c.id, a.id, a.user_id, 2, 0, 0, -up.depth FROM cases c %s
                WHERE c.mode <> 'product'
                """,
                above['region'],
            ),
        }
