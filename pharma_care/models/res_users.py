from odoo import api, models
from odoo.tools import SQL

# What decides whether a user can care for the customers of a company.
STAFF_FIELDS = {'active', 'group_ids', 'company_ids'}


class ResUsers(models.Model):
    """Who leaves, or comes back, changes who sees and answers for which cases (004-34).

    Somebody leaves who is archived, and who loses the role in customer care or a company.
    """

    _inherit = 'res.users'

    def write(self, vals):
        """Let users who leave or come back no longer, or again, count for their cases.

        :param dict vals: values to write
        :return: True
        """
        before = self._get_care_staff() if STAFF_FIELDS & vals.keys() else None
        result = super().write(vals)
        self._refresh_care(before)
        return result

    def unlink(self):
        """Let somebody else answer for the open cases of deleted users.

        :return: True
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM pharma_care_case WHERE user_id = ANY(%s) AND state <> 'done'",
                self.ids,
            )
        )
        result = super().unlink()
        # the database empties the field, whoever else is assigned
        self.env['pharma.care.case']._refresh_later(
            SQL("SELECT unnest(%s::int[]) AS id", [case_id for (case_id,) in rows]),
            self.env._("Users were deleted"),
        )
        return result

    @api.model
    def _get_care_user_domain(self, company, *others):
        """Return the domain, for a field, of those who may care: others are not even offered.

        :param str company: field of the form that holds the company
        :param str others: further conditions, which may name fields of the form
        :return: domain as text, evaluated by the client
        """
        # what the group is called is no secret, and wizards are opened by those who cannot read it
        role_id = self.env['pharma.care.case']._get_role_id() or 0
        parts = [
            "('share', '=', False)",
            f"('all_group_ids', 'in', [{role_id}])",
            f"('company_ids', 'in', {company})",
            *others,
        ]
        return f'[{", ".join(parts)}]'

    @api.model
    def _get_care_staff(self):
        """Return who can care for customers of which company: set of (user id, company id).

        None while there is no role in customer care.
        """
        Case = self.env['pharma.care.case']
        if not Case._get_role_id():
            return None
        self.env.flush_all()
        return set(self.env.execute_query(Case._get_staff_query()))

    @api.model
    def _refresh_care(self, before):
        """Work out anew who sees, and who answers for, the cases of users who left or came back.

        :param set before: what `_get_care_staff` returned before the change, None for a change
            that is none of its concern
        """
        after = None if before is None else self._get_care_staff()
        if after is None or before == after:
            return
        users = self.browse({user_id for user_id, _company_id in before ^ after})
        Case = self.env['pharma.care.case']
        # remembered, so that the cases are found when they are handed over, or the user comes back
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case SET heir_user_id = user_id
                 WHERE user_id = ANY(%s) AND state <> 'done'
                    AND (user_id, company_id) NOT IN (%s)
                """,
                users.ids,
                Case._get_staff_query(),
            )
        )
        Case.invalidate_model(['heir_user_id', 'is_visible'], flush=False)
        Case._refresh_later(
            SQL(
                """
                SELECT case_id AS id FROM pharma_care_case_user_rel WHERE user_id = ANY(%(users)s)
                UNION SELECT id FROM pharma_care_case
                 WHERE user_id = ANY(%(users)s) OR heir_user_id = ANY(%(users)s)
                """,
                users=users.ids,
            ),
            self.env._("Users left or came back: archived, role in care, companies"),
            users=users,
        )
        # sudo: whoever manages users need not manage assignments
        assignments_sudo = self.env['pharma.care.assignment'].sudo()
        back = [user_id for user_id, _company_id in after - before]
        assignments_sudo = assignments_sudo.search([('user_id', 'in', back)])
        assignments_sudo._refresh_affected(assignments_sudo._get_affected(), self.browse())
