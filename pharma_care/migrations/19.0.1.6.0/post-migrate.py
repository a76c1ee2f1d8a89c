from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """After the reasons that came with the module no programme has a customer contacted."""
    env = Environment(cr, SUPERUSER_ID, {})
    for name in ('refused', 'deceased'):
        reason = env.ref(f'pharma_care.close_reason_{name}', raise_if_not_found=False)
        if reason:
            reason.is_programme_refused = True
