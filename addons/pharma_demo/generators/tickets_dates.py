"""Dates that nobody may enter by hand: those in the past; and the reminders that followed."""

import re
from collections import defaultdict
from datetime import timedelta

from odoo.tools import SQL


def set_back(desk, stories):
    """Give tickets, their tasks and messages the dates of their stories.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story`
    """
    for story in stories:
        story.ticket.write({'date_received': story.received, **story.dates})
    for record, vals in desk.later:
        record.write(vals)
    desk.later.clear()
    _set_back_messages(desk, stories)


def _set_back_messages(desk, stories):
    """Date what stands in the history of tickets: answers when they were given, the rest before."""
    told = (desk.env.ref('pharma_callcenter.mt_complaint_answer'), desk.env.ref('mail.mt_comment'))
    messages = desk.env['mail.message'].search(
        [
            ('model', '=', 'pharma.complaint'),
            ('res_id', 'in', [story.ticket.id for story in stories]),
            ('message_type', '!=', 'user_notification'),
        ],
        order='id',
    )
    by_ticket = defaultdict(list)
    for message in messages:
        by_ticket[message.res_id].append(message)
    rows = []
    for story in stories:
        answers, moment = list(story.answers), story.received
        for message in by_ticket[story.ticket.id]:
            if message.subtype_id in told and answers:
                moment = max(moment, answers.pop(0))
            elif answers:
                moment += (max(answers[0], moment) - moment) / 3
            rows.append((message.id, moment))
    update_dates(desk.env, 'mail_message', rows)


def update_dates(env, table, rows, column='date'):
    """Write dates of rows that keep them from everybody.

    :param env: environment of the superuser
    :param str table: of the rows
    :param list rows: of (id, moment)
    :param str column: to be written
    """
    if not rows:
        return
    env.flush_all()
    env.cr.execute(
        SQL(
            "UPDATE %s r SET %s = v.date FROM (VALUES %s) v (id, date) WHERE r.id = v.id",
            SQL.identifier(table),
            SQL.identifier(column),
            SQL(", ").join(SQL("(%s, %s::timestamp)", id_, date) for id_, date in rows),
        )
    )
    env.invalidate_all()


def escalate(desk, stories, times):
    """Take the steps that the job would have taken until a ticket was closed, or until now.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story` whose dates were set back
    :param times: ``WorkingTimes``
    """
    env = desk.env
    notices, moments = [], {}
    for story in stories:
        ticket = story.ticket
        if ticket.date_waiting or ticket.state == 'cancelled':
            continue
        until = ticket.date_closed or desk.now
        steps = [step for step in ticket._get_escalation_steps(times) if step[0] <= until]
        done = {}
        for moment, about, level, due in steps:
            done[about] = max(level, done.get(about, 0))
            notices.append((ticket, about, level, due))
            moments[ticket.id, about, str(level)] = moment
        if steps:
            ticket.write(
                {
                    'escalation_level': str(max(done.values())),
                    **{f'escalation_{about}_step': level for about, level in done.items()},
                }
            )
    env['pharma.complaint']._notify_escalation(notices)
    logs = env['pharma.complaint.escalation.log'].search(
        [('complaint_id', 'in', [story.ticket.id for story in stories])]
    )
    rows, promised = [], []
    for log in logs:
        ticket = log.complaint_id
        moment = moments.get((ticket.id, log.event, log.level))
        if log.event == 'blocking':
            moment = ticket.date_received + timedelta(minutes=1)
        elif log.event == 'reopen':
            moment = ticket.date_reopened
            if ticket.date_promised:
                promised.append((log.id, ticket.date_promised))
        if moment:
            rows.append((log.id, moment))
    update_dates(env, 'pharma_complaint_escalation_log', rows)
    update_dates(env, 'pharma_complaint_escalation_log', promised, 'date_after')


def renumber(desk):
    """Give tickets their numbers in the order in which they were received.

    :param Desk desk: what is looked up once
    """
    tickets = desk.tickets.sorted(lambda ticket: (ticket.date_received, ticket.id))
    # what was received before the ticket that seemed to be the first one is a matter of its own
    tickets.filtered(
        lambda ticket: (
            ticket.original_id.date_received
            and ticket.original_id.date_received >= ticket.date_received
        )
    ).write({'relation': 'new', 'original_id': False})
    numbers = dict(zip(tickets.mapped('number'), sorted(tickets.mapped('number')), strict=True))
    for ticket in tickets:
        ticket.number = numbers[ticket.number]
    messages = desk.env['mail.message'].search(
        [('model', '=', 'pharma.complaint'), ('res_id', 'in', tickets.ids)]
    )
    pattern = re.compile('|'.join(map(re.escape, numbers)))
    for message in messages:
        if pattern.search(message.body or ''):
            message.body = pattern.sub(lambda match: numbers[match.group()], message.body)
