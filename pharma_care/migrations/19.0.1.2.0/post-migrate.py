from odoo.api import SUPERUSER_ID, Environment
from odoo.tools import SQL


def migrate(cr, version):
    """Let users who lost the role or the company earlier leave their cases now (decision 84)."""
    env = Environment(cr, SUPERUSER_ID, {})
    Case = env['pharma.care.case']
    gone = SQL("user_id IS NOT NULL AND (user_id, company_id) NOT IN (%s)", Case._get_staff_query())
    cr.execute(SQL("UPDATE pharma_care_case SET heir_user_id = user_id WHERE %s", gone))
    Case._refresh_later(
        SQL("SELECT id FROM pharma_care_case WHERE state <> 'done'"),
        env._("Users who left no longer count"),
    )
