from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Alerts are of the supply that was known; the response that came with the module means from
    now on that nobody was reached."""
    cr.execute(
        "UPDATE pharma_care_case SET date_alert_runout = date_runout WHERE date_alerted IS NOT NULL"
    )
    env = Environment(cr, SUPERUSER_ID, {})
    response = env.ref('pharma_care.response_type_no_answer', raise_if_not_found=False)
    if response:
        response.write({'is_attempt': True, 'retry_minutes': 180})
