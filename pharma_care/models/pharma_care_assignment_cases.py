from odoo import api, models
from odoo.tools import SQL, groupby

from .pharma_care_assignment import TARGET_FIELDS

PRODUCT_KINDS = ('product', 'category', 'group')


class PharmaCareAssignment(models.Model):
    """Which cases an assignment reaches, and what happens to them when it changes (004-40)."""

    _inherit = 'pharma.care.assignment'

    @api.model
    def _get_modes(self, kind):
        """Return the care modes in which a kind of target says who sees or answers for a case."""
        return (
            ('product', 'unrestricted') if kind in PRODUCT_KINDS else ('customer', 'unrestricted')
        )

    @api.model
    def _get_cases_query(self, kind, target_ids):
        """Return the query of the ids of cases that targets of a kind reach, of all companies.

        :param str kind: key of ``TARGET_FIELDS``
        :param target_ids: ids of the targets; what lies below them is reached, too
        :return: SQL with one column ``id``
        """
        ids = list(target_ids)
        trees = {
            'category': ('product_category', 'categ_id'),
            'group': ('pharma_therapeutic_group', 'therapeutic_group_id'),
        }
        if kind == 'product':
            return SQL(
                """
                SELECT l.case_id AS id FROM pharma_care_line l
                JOIN product_product v ON v.id = l.product_id
                WHERE v.product_tmpl_id = ANY(%s)
                """,
                ids,
            )
        if kind in trees:
            table, column = trees[kind]
            return SQL(
                """
                SELECT l.case_id AS id FROM pharma_care_line l
                JOIN product_product v ON v.id = l.product_id
                JOIN product_template t ON t.id = v.product_tmpl_id
                JOIN %(table)s g ON g.id = t.%(column)s
                JOIN %(table)s top ON starts_with(g.parent_path, top.parent_path)
                WHERE top.id = ANY(%(ids)s)
                """,
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                ids=ids,
            )
        if kind == 'customer':
            return SQL(
                """
                SELECT c.id FROM pharma_care_case c WHERE c.partner_id IN (
                    WITH RECURSIVE below (id) AS (
                        SELECT unnest(%s::int[])
                        UNION
                        SELECT p.id FROM res_partner p JOIN below ON p.parent_id = below.id)
                    SELECT id FROM below)
                """,
                ids,
            )
        return SQL(
            """
            SELECT c.id FROM pharma_care_case c WHERE c.region_id IN (
                SELECT g.id FROM pharma_region g
                JOIN pharma_region top ON starts_with(g.parent_path, top.parent_path)
                WHERE top.id = ANY(%s))
            """,
            ids,
        )

    def _get_affected(self):
        """Return what these assignments reach now: list of (company, kind, target ids)."""
        self.env['pharma.care.assignment'].flush_model()
        # sudo: the targets may be hidden from whoever manages assignments
        return [
            (company, kind, {row[TARGET_FIELDS[kind]].id for row in rows})
            for (company, kind), rows in groupby(
                self.sudo(), lambda row: (row.company_id, row.kind)
            )
            if kind
        ]

    @api.model
    def _refresh_affected(self, affected, users):
        """Let changed assignments hold for the cases they reach.

        :param affected: what ``_get_affected`` returned, before and after the change
        :param users: ``res.users`` who may lose cases
        """
        Case = self.env['pharma.care.case']
        for company, rows in groupby(affected, lambda row: row[0]):
            # sudo: the mode of a company that is not the current one
            mode = company.sudo().care_mode
            queries = [
                self._get_cases_query(kind, ids)
                for _company, kind, ids in rows
                if mode in self._get_modes(kind)
            ]
            if queries:
                Case._refresh_later(
                    SQL(" UNION ").join(queries),
                    self.env._("Assignments were changed"),
                    users=users,
                    companies=company,
                )

    @api.model
    def _refresh_targets(self, kind, target_ids, reason):
        """Let a target that moved in its tree, or was given another place, hold for its cases.

        Nothing happens where nobody is assigned to anything of the kind that could differ.

        :param str kind: key of ``TARGET_FIELDS``
        :param target_ids: ids of the targets that moved
        :param str reason: what happened, for the list of jobs
        """
        kinds = {'product': ('category', 'group')}.get(kind, (kind,))
        if target_ids:
            self.flush_model()
            companies = self.env['res.company'].browse(
                company_id
                for (company_id,) in self.env.execute_query(
                    SQL(
                        "SELECT DISTINCT company_id FROM pharma_care_assignment"
                        " WHERE kind = ANY(%s) ORDER BY company_id",
                        list(kinds),
                    )
                )
            )
            self.env['pharma.care.case']._refresh_later(
                self._get_cases_query(kind, target_ids),
                reason,
                modes=self._get_modes(kind),
                companies=companies,
            )
