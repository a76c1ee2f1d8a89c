from odoo import models
from odoo.tools import SQL


class ResUsers(models.Model):
    """Who leaves, or comes back, changes who sees and answers for which cases (004-34)."""

    _inherit = 'res.users'

    def write(self, vals):
        """Let archived and unarchived users count for their cases.

        :param dict vals: values to write
        :return: True
        """
        changed = self.browse()
        if 'active' in vals:
            changed = self.filtered(lambda user: user.active != bool(vals['active']))
        result = super().write(vals)
        changed._refresh_care()
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

    def _refresh_care(self):
        """Work out anew who sees, and who answers for, the cases of these users."""
        if not self:
            return
        Case = self.env['pharma.care.case']
        left = self.filtered(lambda user: not user.active)
        self.env.flush_all()
        # remembered, so that the cases are found when they are handed over, or the user comes back
        self.env.cr.execute(
            SQL(
                "UPDATE pharma_care_case SET heir_user_id = user_id"
                " WHERE user_id = ANY(%s) AND state <> 'done'",
                left.ids,
            )
        )
        Case.invalidate_model(['heir_user_id'], flush=False)
        Case._refresh_later(
            SQL(
                """
                SELECT case_id AS id FROM pharma_care_case_user_rel WHERE user_id = ANY(%(users)s)
                UNION SELECT id FROM pharma_care_case
                 WHERE user_id = ANY(%(users)s) OR heir_user_id = ANY(%(users)s)
                """,
                users=self.ids,
            ),
            self.env._("Users were archived or unarchived"),
            users=self,
        )
        # sudo: whoever manages users need not manage assignments
        assignments_sudo = self.env['pharma.care.assignment'].sudo()
        back = self.filtered('active')
        assignments_sudo = assignments_sudo.search([('user_id', 'in', back.ids)])
        assignments_sudo._refresh_affected(assignments_sudo._get_affected(), self.browse())
