"""What was done with tickets that are closed: answers, tasks, advice, solutions."""

from collections import defaultdict
from datetime import timedelta

from .tickets_words import ANSWERS, ASKED_BACK, SENT_BACK, TASKS

CHANNELS = ('call', 'zalo', 'sms', 'counter', 'email')
CHANNEL_WEIGHTS = (10, 4, 2, 2, 1)
CANCEL_REASONS = ('withdrawn', 'withdrawn', 'mistake', 'spam')
# How often a department was asked, the customer told that it is looked into, or asked back.
TASK_CHANCE, FIRST_CHANCE, WAIT_CHANCE = 0.3, 0.9, 0.1
# How often what needs no looking into was told at once.
AT_ONCE = 0.85
# What is not told at once, but looked into.
LOOKED_INTO = ('complaint', 'service')
# One task in so many is refused.
REFUSED_EVERY = 9


def handle_past(desk, stories):
    """Answer and close tickets as their users did; dates go into the stories.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story` with a ticket each
    """
    solved = defaultdict(lambda: desk.env['pharma.complaint'])
    for story in stories:
        if story.outcome == 'cancelled':
            _cancel(desk, story)
            continue
        first, closed = _get_moments(desk, story)
        user = story.user
        if story.nature == 'professional':
            user = ask_pharmacist(desk, story, first, is_answered=True)
        elif (
            story.matter
            and story.matter.department
            and (story.vals.get('lot_id') or desk.random.random() < TASK_CHANCE)
        ):
            middle = story.received + (closed - story.received) / 2
            is_refused = len(desk.later) % REFUSED_EVERY == 0
            ask_department(desk, story, story.received, middle, 'refused' if is_refused else 'done')
        if desk.random.random() < WAIT_CHANCE and story.nature == 'complaint':
            _wait(desk, story, first, closed)
        elif story.nature in LOOKED_INTO and desk.random.random() < FIRST_CHANCE:
            answer(desk, story, desk.random.choice(ANSWERS), first)
        said = story.words[2] if story.nature == 'professional' else story.words[1]
        last = max(first, closed - timedelta(minutes=desk.random.randint(3, 40)))
        if not story.answers and desk.random.random() < AT_ONCE and story.nature not in LOOKED_INTO:
            # told at once, and closed some time later
            last = first
        answer(desk, story, said, last, user)
        if not story.dates.get('date_first_answer') or last < first:
            story.dates['date_first_answer'] = last
        story.dates['date_closed'] = max(closed, last)
        story.ticket.with_user(story.user).solution = said
        solved[story.user] += story.ticket
    for user, tickets in solved.items():
        tickets.with_user(user)._move_to('solved')


def _get_moments(desk, story):
    """Return when a ticket was first answered and when it was closed."""
    random, ticket = desk.random, story.ticket
    answer_hours, solve_hours = ticket.answer_hours or 4, ticket.solve_hours or 16
    is_late = story.outcome == 'late'
    first = answer_hours * (random.uniform(0.4, 1.5) if is_late else random.uniform(0.1, 0.85))
    end = solve_hours * (random.uniform(1.1, 1.9) if is_late else random.uniform(0.2, 0.85))
    latest = desk.now - timedelta(hours=1)
    first = min(desk.plan(story, story.received, first), latest)
    closed = min(desk.plan(story, story.received, max(end, 0.5)), latest)
    return min(first, closed), closed


def _cancel(desk, story):
    name = desk.random.choice(CANCEL_REASONS)
    reason = desk.env.ref(f'pharma_callcenter.pharma_complaint_cancel_reason_{name}')
    story.ticket.with_user(story.user)._cancel(reason)
    closed = desk.plan(story, story.received, desk.random.uniform(1, 10))
    story.dates['date_closed'] = closed


def answer(desk, story, text, moment, user=None):
    """Tell the customer something by one of the channels that he has.

    :param Desk desk: what is looked up once
    :param Story story: of an open ticket
    :param str text: what he is told
    :param datetime moment: when, in UTC
    :param user: ``res.users``; the responsible person if not given
    """
    [channel] = desk.random.choices(CHANNELS, CHANNEL_WEIGHTS)
    ticket = story.ticket.with_user(user or story.user)
    if channel == 'email' and not story.partner.email:
        channel = 'call'
    if channel != 'counter' and story.partner.id in desk.refusals[channel]:
        channel = 'counter'
    ticket._post_answer(text, channel)
    story.answers.append(moment)
    story.dates.setdefault('date_first_answer', moment)
    story.dates['date_last_answer'] = moment


def _wait(desk, story, first, closed):
    """Ask the customer something and wait for his answer, which stops the clock."""
    answer(desk, story, desk.random.choice(ASKED_BACK), first)
    story.ticket.with_user(story.user)._move_to('waiting')
    back = min(desk.plan(story, first, desk.random.uniform(1, 5)), closed)
    story.ticket.message_post(
        author_id=story.partner.id,
        body=SENT_BACK,
        message_type='comment',
        subtype_xmlid='mail.mt_comment',
    )
    story.answers.append(back)
    story.dates.update(
        date_last_customer_message=back,
        date_waiting_end=back,
        waited_hours=desk.times.get_of(story.ticket).count(first, back),
    )


def ask_pharmacist(desk, story, moment, is_answered):
    """Hand a question to the pharmacist, who answers the agent or the customer himself.

    :param Desk desk: what is looked up once
    :param Story story: of an open professional question
    :param datetime moment: by when he answered, in UTC
    :param bool is_answered: whether he has answered yet
    :return: ``res.users`` who tells the customer
    """
    pharmacist = desk.users['pharmacist']
    if is_answered and desk.random.random() < 0.35:
        # on the telephone at once
        _advise(desk, story, moment, pharmacist)
        return pharmacist
    ticket = story.ticket.with_user(story.user)
    ticket._ask_pharmacist(story.words[1], pharmacist)
    asked = story.received + (moment - story.received) / 3
    story.dates['date_pharmacist_asked'] = asked
    if is_answered:
        story.ticket.with_user(pharmacist)._answer_professionally(story.words[2])
        story.dates['date_pharmacist_answer'] = asked + (moment - asked) / 2
        _advise(desk, story, moment, story.user)
    return story.user


def _advise(desk, story, moment, user):
    if story.words[-1] is True:
        story.ticket.with_user(user)._register_see_doctor()
        story.dates['date_see_doctor'] = moment


def ask_department(desk, story, asked, ended, state):
    """Ask the department of a matter to find out, by the window of the ticket.

    :param Desk desk: what is looked up once
    :param Story story: of an open ticket whose matter has a department
    :param datetime asked: in UTC
    :param datetime ended: in UTC, when it was done or is due
    :param str state: of the task that results
    """
    name = story.matter.department
    department = desk.departments[name]
    task, feedback, refusal = TASKS[name]
    Wizard = desk.env['pharma.complaint.task.ask'].with_user(story.user)
    before = story.ticket.task_ids
    Wizard.create(
        {
            'complaint_id': story.ticket.id,
            'department_id': department.id,
            'name': task,
            'description': story.ticket.product_id.name or story.ticket.name,
        }
    ).action_ask()
    story.ticket.invalidate_recordset(['task_ids'])
    record = story.ticket.task_ids - before
    head = department.manager_id.user_id
    vals = {'date_due': ended + timedelta(hours=6 if state in ('done', 'refused') else 0)}
    if state == 'doing':
        record.with_user(head).action_start()
        vals['date_started'] = asked + (min(ended, desk.now) - asked) / 2
    elif state in ('done', 'refused'):
        mine = record.with_user(head)
        mine.feedback = refusal if state == 'refused' else feedback
        if state == 'done':
            mine.action_start()
            mine.action_done()
            vals['date_started'] = asked + (ended - asked) / 2
        else:
            mine.action_refuse()
        vals['date_done'] = ended
    desk.later.append((record, vals))
