from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Join purchases of before into supply, in the background: what is left of one is taken before
    the next, and cases of medicines that were bought again end (decision 94)."""
    cr.execute("UPDATE pharma_care_line SET date_supply = date_start WHERE date_supply IS NULL")
    env = Environment(cr, SUPERUSER_ID, {})
    for company in env['res.company'].with_context(active_test=False).search([]):
        env['pharma.care.case']._follow_later(company, env._("Supply over all purchases"))
