"""Tickets that wait today: new ones, late ones, those with the pharmacist or the customer."""

from datetime import timedelta

from .tickets_past import answer, ask_department, ask_pharmacist
from .tickets_words import ANSWERS, ASKED_BACK

# Working hours that have passed, from what the ticket allows for its answer and its solution.
ELAPSED = {
    'new': lambda random, answer, _solve: answer * random.uniform(0.1, 0.45),
    'nobody': lambda random, answer, _solve: answer * random.uniform(0.1, 0.45),
    'unanswered': lambda _random, answer, _solve: answer + 5,
    'working': lambda random, _answer, solve: solve * random.uniform(0.25, 0.6),
    'lot': lambda random, _answer, solve: solve * random.uniform(0.2, 0.8),
    'soon': lambda random, _answer, solve: solve - random.uniform(1, 3),
    'late': lambda random, _answer, solve: solve + random.uniform(2, 6),
    'extended': lambda _random, _answer, solve: solve + 4,
    'very_late': lambda _random, _answer, solve: solve + 12,
    'waiting': lambda random, _answer, solve: solve * random.uniform(0.3, 0.6),
    'asked': lambda random, answer, _solve: answer * random.uniform(0.2, 0.7),
}
UNANSWERED = ('new', 'nobody', 'unanswered', 'asked')
EXTENSION = 'Nhà sản xuất cần thêm hai ngày để kiểm mẫu.'


def handle_open(desk, stories):
    """Bring open tickets to where they are today, and say when they were received.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story` with a ticket each
    """
    for number, story in enumerate(stories):
        ticket = story.ticket
        hours = ELAPSED[story.scene](desk.random, ticket.answer_hours, ticket.solve_hours)
        story.received = desk.plan(story, desk.now, -hours)
        if story.scene == 'nobody':
            ticket.user_id = False
        elif story.scene == 'asked':
            ask_pharmacist(desk, story, desk.now, is_answered=False)
        if story.scene in UNANSWERED:
            continue
        first = desk.plan(story, story.received, ticket.answer_hours * 0.6)
        first = min(first, desk.now - timedelta(minutes=10))
        if story.scene == 'waiting':
            answer(desk, story, desk.random.choice(ASKED_BACK), first)
            ticket.with_user(story.user)._move_to('waiting')
            story.dates['date_waiting'] = first
            continue
        answer(desk, story, desk.random.choice(ANSWERS), first)
        stage = desk.stages['goods'] if story.nature == 'service' else desk.stages['open']
        ticket.with_user(story.user).stage_id = stage
        if story.matter and story.matter.department:
            state = ('todo', 'doing', 'done')[number % 3]
            due = desk.plan(story, desk.now, desk.random.uniform(-3, 8))
            ended = first + (desk.now - first) / 2 if state == 'done' else due
            ask_department(desk, story, first, ended, state)


def promise(desk, stories):
    """Promise dates for some of what is worked on, and grant a later one to a late ticket.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story` whose dates were set back
    """
    working = [story for story in stories if story.scene in ('working', 'lot')]
    for story in working[::2]:
        date = desk.plan(story, desk.now, 2)
        if story.ticket.date_target and date < story.ticket.date_target:
            story.ticket.with_user(story.user)._promise(date)
    for story in stories:
        if story.scene == 'extended':
            date = desk.plan(story, desk.now, 16)
            story.ticket.with_user(desk.users['manager'])._extend(date, EXTENSION)
