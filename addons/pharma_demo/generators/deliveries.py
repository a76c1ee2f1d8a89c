"""What happens around deliveries besides the rounds of the last weeks: today's rounds, goods that
were too warm, controlled goods, reservations, a recall, offers, tickets and follow-ups."""

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .deliveries_control import control_goods
from .deliveries_held import hold_goods
from .deliveries_offered import offer_lots
from .deliveries_recalled import recall_lots
from .deliveries_reserved import reserve
from .deliveries_told import tell
from .rounds import Dispatch
from .rounds_today import drive_today
from .stock import demo_records


def create_deliveries(env):
    """Let couriers, warehouse and pharmacist work as on any day.

    :param env: environment of the superuser
    """
    dispatch = Dispatch(env)
    again = hold_goods(dispatch)
    drive_today(dispatch, again)
    control_goods(dispatch)
    reserve(dispatch)
    recall_lots(dispatch)
    offer_lots(dispatch)
    tell(dispatch)
    dispatch.write_dates()


def forget_deliveries(env):
    """Take back what names users of the demo: they are going. Slips and registers stay with the
    goods that moved.

    :param env: environment of the superuser
    """
    users = demo_records(env, 'res.users')
    # proofs are not deleted but by an uninstallation
    env = env(context={**env.context, MODULE_UNINSTALL_FLAG: True, 'active_test': False})
    mine = Domain('user_id', 'in', users.ids)
    readings = env['pharma.delivery.temperature'].search(mine)
    env['pharma.excursion'].search([('reading_ids', 'in', readings.ids)]).unlink()
    readings.unlink()
    env['pharma.delivery.attempt'].search([('courier_id', 'in', users.ids)]).unlink()
    env['pharma.assignment'].search([('courier_id', 'in', users.ids)]).unlink()
    records = env['pharma.handover'].search([('giver_id', 'in', users.partner_id.ids)])
    # signed records refuse to be written, so those that replace others go first
    records.line_ids.unlink()
    for record in records.sorted('id', reverse=True):
        record.unlink()
    env['pharma.recall'].search(mine).unlink()
    env['pharma.offer'].search([('create_uid', 'in', users.ids)]).unlink()
    # nobody may write in a register, not even here
    env.cr.execute(
        SQL(
            "UPDATE pharma_control_entry SET user_id = %s WHERE user_id = ANY(%s)",
            env.uid,
            users.ids,
        )
    )
    env['pharma.delivery.reason'].search([]).complaint_kind_id = False
    rule = 'pharma_callcenter_delivery.pharma_followup_rule_delivered'
    env.ref(rule).active = False
