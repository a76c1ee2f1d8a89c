"""Half a year of tickets: most are solved, some late, some open; what people did with them."""

from odoo.fields import Domain

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.pharma_callcenter.models.working_time import WorkingTimes

from .followups import answer_followups, create_proposals, plan_order_followups
from .stock import demo_records
from .tickets_dates import escalate, renumber, set_back
from .tickets_desk import Desk
from .tickets_experts import create_questions, create_shifts
from .tickets_goods import create_claims, decide_alarms, join_and_split
from .tickets_open import handle_open, promise
from .tickets_past import handle_past
from .tickets_plan import plan_seconds, plan_tickets
from .tickets_setup import forget_set_up, set_up, share_out

# Messages are written, nobody gets an e-mail and no list of changes is kept.
QUIET = {
    'tracking_disable': True,
    'mail_auto_subscribe_no_notify': True,
    'mail_create_nosubscribe': True,
    'mail_notify_force_send': False,
    'mail_post_autofollow': False,
}


def create_tickets(env):
    """Take in tickets and work on them as people would have done, and set their dates back.

    Everything is done now, so that nothing is late before its dates are set back. The same day of
    installation gives the same tickets.

    :param env: environment of the superuser
    :return: the ``pharma.complaint`` records
    """
    env = env(context={**env.context, **QUIET})
    last_message = env['mail.message'].search([], order='id desc', limit=1).id or 0
    set_up(env)
    desk = Desk(env)
    stories = plan_tickets(desk)
    desk.take_in(stories)
    handle_past(desk, [story for story in stories if story.outcome != 'open'])
    seconds = plan_seconds(desk, stories)
    desk.take_in(seconds)
    handle_past(desk, [story for story in seconds if story.outcome != 'open'])
    stories += seconds
    handle_open(desk, [story for story in stories if story.outcome == 'open'])
    join_and_split(desk, stories)
    create_claims(desk, stories)
    create_questions(desk, stories)
    set_back(desk, stories)
    answer_followups(desk, stories)
    plan_order_followups(desk)
    decide_alarms(desk)
    create_proposals(desk)
    create_shifts(desk)
    escalate(desk, desk.stories, WorkingTimes())
    promise(desk, stories)
    renumber(desk)
    share_out(env)
    _forget_mails(env, last_message)
    return desk.tickets


def _forget_mails(env, last_message):
    """Drop what would have been sent: notices to colleagues, and the e-mails of answers."""
    messages = env['mail.message'].search([('id', '>', last_message)])
    messages.filtered(lambda message: message.message_type == 'user_notification').unlink()
    messages = messages.exists()
    env['mail.mail'].search([('mail_message_id', 'in', messages.ids)]).unlink()
    env['mail.notification'].search(
        [('mail_message_id', 'in', messages.ids), ('notification_status', '!=', 'sent')]
    ).write({'notification_status': 'sent'})


def forget_tickets(env):
    """Take back the tickets of demo customers and what hangs on them: their users are going.

    :param env: environment of the superuser
    """
    customers = demo_records(env, 'res.partner')
    users = demo_records(env, 'res.users')
    # history is not deleted but by an uninstallation
    env = env(context={**env.context, **QUIET, MODULE_UNINSTALL_FLAG: True, 'active_test': False})
    tickets = env['pharma.complaint'].search(
        Domain('partner_id', 'in', customers.ids)
        | Domain('user_id', 'in', users.ids)
        | Domain('create_uid', 'in', users.ids)
    )
    followups = env['pharma.followup'].search(
        Domain('complaint_id', 'in', tickets.ids)
        | Domain('partner_id', 'in', customers.ids)
        | Domain('user_id', 'in', users.ids)
    )
    env['pharma.proposal'].search(
        Domain('user_id', 'in', users.ids) | Domain('create_uid', 'in', users.ids)
    ).unlink()
    inputs = followups.survey_input_id
    followups.unlink()
    inputs.unlink()
    tickets.claim_line_ids.claim_id.unlink()
    env['pharma.complaint.question'].search(
        Domain('complaint_id', 'in', tickets.ids) | Domain('user_id', 'in', users.ids)
    ).unlink()
    env['pharma.complaint.alarm'].search(
        Domain('lot_id', 'in', tickets.lot_id.ids) | Domain('user_id', 'in', users.ids)
    ).unlink()
    env['pharma.duty.shift'].search([('user_id', 'in', users.ids)]).unlink()
    if 'complaint_id' in env['pharma.care.entry']._fields:
        env['pharma.care.entry'].search([('complaint_id', 'in', tickets.ids)]).complaint_id = False
    tickets.escalation_log_ids.unlink()
    tickets.write(
        dict.fromkeys(('original_id', 'merged_into_id', 'split_from_id', 'parent_id'), False)
    )
    tickets.unlink()
    forget_set_up(env)
