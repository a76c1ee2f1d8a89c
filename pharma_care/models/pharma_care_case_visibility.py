from odoo import api, fields, models
from odoo.tools import SQL

from . import pharma_care_job

# What decides who sees an appointment; orders bring their own refresh along.
APPOINTMENT_FIELDS = {'user_id', 'partner_id', 'company_id', 'heir_user_id'}


class PharmaCareCase(models.Model):
    """Who sees a case and who is responsible for it (004-39, 004-40, 004-48; decisions 25 to 27).

    The care users stand in a table, worked out here for the care mode of the company, so that
    record rules and worklists ask one question that an index answers.
    """

    _inherit = 'pharma.care.case'

    heir_user_id = fields.Many2one(
        'res.users',
        string="Answers without Assignment",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="Took the case over, or had it when leaving: answers for it while nobody is assigned.",
    )

    # === COMPUTE METHODS === #
    @api.depends('partner_id.pharma_region_id')
    def _compute_region_id(self):
        """Let the care users follow a customer into another region, before the commit."""
        result = super()._compute_region_id()
        ids = self._origin.ids
        if ids:
            # the field itself must not be written again while it is being computed
            precommit = self.env.cr.precommit
            if 'pharma_care.moved' not in precommit.data:
                precommit.add(self.env['pharma.care.case']._refresh_moved)
            precommit.data.setdefault('pharma_care.moved', set()).update(ids)
        return result

    def _refresh_moved(self):
        """Work out anew who sees the cases whose region was computed in this transaction."""
        ids = self.env.cr.precommit.data.pop('pharma_care.moved', set())
        self._refresh_later(
            SQL("SELECT unnest(%s::int[]) AS id", sorted(ids)),
            self.env._("A customer belongs to another region"),
            modes=('customer', 'unrestricted'),
        )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Create cases that the right people see from the start.

        :param list vals_list: values, one dict per case
        :return: the new ``pharma.care.case`` records
        """
        cases = super().create(vals_list)
        cases._refresh_visibility()
        return cases

    def write(self, vals):
        """Show an appointment to the one who became responsible for it.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if APPOINTMENT_FIELDS & vals.keys():
            # sudo: who sees an appointment follows from what was just written
            self.sudo().filtered(lambda case: not case.order_id)._refresh_visibility()
        return result

    # === BUSINESS METHODS === #
    def _refresh_visibility(self):
        """Work out the care users and the responsible of these cases for their company's mode.

        Safe to repeat, one statement however many cases, and only what differs is written:

        * by product: everybody assigned to a product of the case, to its category or therapeutic
          group, or to one above;
        * by customer: everybody assigned to the customer, to a contact above, to the region or to
          one above;
        * unrestricted: nobody in particular, the record rule lets everybody through;
        * an appointment also by its responsible, who stays once chosen.

        Responsible is the most specific assignment that counts in the mode: the customer; of the
        medicine that is due first its product, nearest category, nearest therapeutic group; the
        nearest region. Without one, whoever the case was handed over to, then whoever was last in
        contact (decision 27).
        """
        if not self.ids:
            return
        self.env.flush_all()
        self.env.cr.execute(self._get_refresh_query())
        self.invalidate_recordset(['visibility_mode', 'user_ids', 'user_id'], flush=False)

    def _get_refresh_query(self):
        """Return the statement that writes who sees these cases and who is responsible."""
        return SQL(
            """
            WITH RECURSIVE cases AS MATERIALIZED (
                SELECT c.id, c.partner_id, c.company_id, c.region_id, c.heir_user_id,
                    CASE WHEN c.order_id IS NULL THEN c.user_id END AS chosen_user_id,
                    c.order_id IS NULL AS is_appointment, k.care_mode AS mode
                FROM pharma_care_case c JOIN res_company k ON k.id = c.company_id
                WHERE c.id = ANY(%(cases)s)
            ),
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
            ),
            contacts AS (
                SELECT DISTINCT partner_id, partner_id AS id, 0 AS distance
                FROM cases WHERE mode <> 'product'
                UNION ALL
                SELECT below.partner_id, p.parent_id, below.distance + 1
                FROM contacts below JOIN res_partner p ON p.id = below.id
                WHERE p.parent_id IS NOT NULL
            ),
            -- tier: customer before products before region; line: what is due first
            assigned AS (
                SELECT c.id AS case_id, a.id, a.user_id, 0 AS tier, 0 AS line, 0 AS kind,
                    up.distance
                FROM cases c
                JOIN contacts up ON up.partner_id = c.partner_id
                JOIN pharma_care_assignment a
                    ON a.partner_id = up.id AND a.company_id = c.company_id
                WHERE c.mode <> 'product'
                UNION ALL
                SELECT l.case_id, a.id, a.user_id, 1, l.line, 0, 0
                FROM lines l
                JOIN pharma_care_assignment a
                    ON a.product_tmpl_id = l.tmpl_id AND a.company_id = l.company_id
                UNION ALL
                SELECT l.case_id, a.id, a.user_id, 1, l.line, 1, -up.depth
                FROM lines l
                JOIN product_category g ON g.id = l.categ_id
                CROSS JOIN LATERAL %(ancestors)s
                JOIN pharma_care_assignment a
                    ON a.categ_id = up.id AND a.company_id = l.company_id
                UNION ALL
                SELECT l.case_id, a.id, a.user_id, 1, l.line, 2, -up.depth
                FROM lines l
                JOIN pharma_therapeutic_group g ON g.id = l.therapeutic_group_id
                CROSS JOIN LATERAL %(ancestors)s
                JOIN pharma_care_assignment a
                    ON a.therapeutic_group_id = up.id AND a.company_id = l.company_id
                UNION ALL
                SELECT c.id, a.id, a.user_id, 2, 0, 0, -up.depth
                FROM cases c
                JOIN pharma_region g ON g.id = c.region_id
                CROSS JOIN LATERAL %(ancestors)s
                JOIN pharma_care_assignment a
                    ON a.region_id = up.id AND a.company_id = c.company_id
                WHERE c.mode <> 'product'
            ),
            working AS MATERIALIZED (
                SELECT a.* FROM assigned a JOIN res_users u ON u.id = a.user_id AND u.active
            ),
            best AS (
                SELECT DISTINCT ON (case_id) case_id, user_id FROM working
                ORDER BY case_id, tier, line, kind, distance, id
            ),
            responsible AS MATERIALIZED (
                SELECT c.id AS case_id, c.is_appointment, c.mode,
                    coalesce(chosen.id, best.user_id, heir.id, spoke.user_id) AS user_id
                FROM cases c
                LEFT JOIN res_users chosen ON chosen.id = c.chosen_user_id AND chosen.active
                LEFT JOIN best ON best.case_id = c.id
                LEFT JOIN res_users heir ON heir.id = c.heir_user_id AND heir.active
                LEFT JOIN LATERAL (
                    SELECT e.user_id
                    FROM pharma_care_entry e JOIN res_users u ON u.id = e.user_id AND u.active
                    WHERE e.case_id = c.id ORDER BY e.date DESC, e.id DESC LIMIT 1) spoke ON true
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
            cases=self.ids,
            ancestors=SQL(
                "unnest(string_to_array(rtrim(g.parent_path, '/'), '/')::int[])"
                " WITH ORDINALITY AS up (id, depth)"
            ),
        )

    @api.model
    def _refresh_later(self, cases, reason, modes=None, users=None, companies=None):
        """Work out anew who sees cases: few at once, many in the background (decision 25).

        Whoever may lose one of many loses it at once and gets back what is still his later:
        hidden rather than leaked.

        :param SQL cases: query of case ids, column ``id``, of any companies
        :param str reason: what made it necessary, for the list of jobs
        :param modes: care modes in which it matters, default all
        :param users: ``res.users`` who may lose cases; default everybody
        :param companies: ``res.company`` whose cases are meant; default all
        :return: the ``pharma.care.job`` records that were needed
        """
        # sudo: assignments reach the cases of every company they are made for
        case_sudo = self.sudo()
        jobs = self.env['pharma.care.job']
        if companies is None:
            case_sudo.env.flush_all()
            companies = case_sudo.env['res.company'].browse(
                company_id
                for (company_id,) in case_sudo.env.execute_query(
                    SQL(
                        "SELECT DISTINCT company_id FROM pharma_care_case WHERE id IN (%s)"
                        " ORDER BY company_id",
                        cases,
                    )
                )
            )
        for company in companies.sudo():  # sudo: as above
            if modes is not None and company.care_mode not in modes:
                continue
            query = SQL(
                """
                SELECT id FROM pharma_care_case
                 WHERE company_id = %s AND id IN (SELECT id FROM (%s) chosen)
                 ORDER BY state = 'done', date_due, id
                """,
                company.id,
                cases,
            )
            case_sudo.env.flush_all()
            size = pharma_care_job.BATCH_SIZE
            rows = case_sudo.env.execute_query(SQL("%s LIMIT %s", query, size + 1))
            if len(rows) <= size:
                case_sudo.browse(case_id for (case_id,) in rows)._refresh_visibility()
            else:
                job = jobs._enqueue('visibility', company, query, reason)
                job._hide_pending(users)
                jobs |= job
        return jobs
