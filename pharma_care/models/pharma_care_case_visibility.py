from odoo import models
from odoo.tools import SQL


class PharmaCareCase(models.Model):
    """Who sees a case and who is responsible for it (decisions 7, 25, 27)."""

    _inherit = 'pharma.care.case'

    def _refresh_visibility(self):
        """Work out the care users and the responsible of these cases for their company's mode."""
        if not self.ids:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c SET visibility_mode = k.care_mode
                  FROM res_company k WHERE k.id = c.company_id AND c.id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(['visibility_mode', 'user_ids', 'user_id'], flush=False)
