"""What customers said when they were asked whether all was well, and what was made of it."""

from collections import Counter
from datetime import datetime, time, timedelta

from .tickets_dates import set_back
from .tickets_desk import HOURS, Story
from .tickets_past import answer, handle_past
from .tickets_words import FOLLOWUP_NOTES

# Mean points of those who were served by a person.
SKILLS = {'agent': 4.5, 'care': 4.0, 'supervisor': 4.7, 'manager': 4.2}
# Of those due so many days ago or more, all were asked.
ASKED_DAYS = 5
UNREACHABLE, REFUSED, SKIPPED = 0.07, 0.03, 0.02
BY_LINK = 0.15
# Bad answers: of old ones that were solved again, and of those that are open.
REOPENED_OLD, REOPENED_NEW = 5, 2
RATED_ENQUIRIES = 14
# Meanings of what is wrong in a purchase, the oldest first; the last two are open.
BAD_PURCHASES = ('incomplete', 'side_effect', 'incomplete', 'side_effect')
SUGGESTIONS = ('Giao hàng nhanh hơn', 'Nhắn tin trước khi hết thuốc', 'In giờ uống thuốc to hơn')
# proposal, kind, department, state, words of feedback
PROPOSALS = (
    ('Nhắn tin trước khi thuốc mãn tính sắp hết', 'service', 'care', 'done', 7),
    ('In giờ uống thuốc chữ to trên túi', 'process', 'pharmacy', 'accepted', 5),
    ('Giao hàng buổi tối đến 20 giờ', 'service', 'warehouse', 'accepted', 4),
    ('Quét mã từng hộp khi đóng gói', 'process', 'warehouse', 'done', 3),
    ('Ghế ngồi chờ và số thứ tự ở quầy', 'service', 'sales', 'review', 4),
    ('Hộp chia thuốc theo ngày', 'product', 'pharmacy', 'new', 2),
    ('Hoàn tiền bằng tiền mặt tại nhà', 'process', 'sales', 'refused', 1),
    ('Bán thuốc không cần toa qua ứng dụng', 'product', 'sales', 'refused', 2),
)
REFUSALS = {'process': 'Không bảo đảm an toàn tiền mặt.', 'product': 'Trái quy định bán theo toa.'}


def answer_followups(desk, stories):
    """Ask those whose tickets were solved; some are not content and their ticket goes on.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story` whose dates were set back
    """
    by_ticket = {story.ticket: story for story in stories}
    planned = desk.env['pharma.followup'].search(
        [('complaint_id', 'in', [story.ticket.id for story in stories])], order='id'
    )
    for followup in planned:
        closed = followup.complaint_id.date_closed
        followup.date_due = (closed or desk.now).date() + timedelta(days=3)
    due = planned.filtered(
        lambda f: f.state == 'planned' and (desk.today - f.date_due).days >= ASKED_DAYS
    ).sorted(lambda f: (f.date_due, f.id))
    # who came again by himself was not asked in vain
    first = due.filtered(lambda f: not f.complaint_id.repetition_ids)
    old = first.filtered(lambda f: 20 < (desk.today - f.date_due).days < 120)
    chosen = desk.random.sample(list(old), min(REOPENED_OLD, len(old)))
    chosen += list(first[-REOPENED_NEW:])
    reopened = []
    for followup in due:
        moment = get_moment(desk, followup)
        is_bad = followup in chosen
        if ask(desk, followup, moment, 'no' if is_bad else 'yes') and is_bad:
            reopened.append((by_ticket[followup.complaint_id], moment))
    for story, moment in reopened:
        _go_on(desk, story, moment)
    changed = [story for story, _moment in reopened] + _rate(desk, stories)
    set_back(desk, changed)


def _go_on(desk, story, moment):
    """Let a ticket that was opened again be solved again, unless that was only yesterday."""
    story.dates.update(date_reopened=moment, date_clock_start=moment)
    story.dates.pop('date_closed', None)
    if (desk.now - moment).days < 10:
        story.scene = 'reopened'
    else:
        closed = desk.plan(story, moment, 6)
        told = story.words[2 if story.nature == 'professional' else 1]
        answer(desk, story, told, closed)
        ticket = story.ticket.with_user(story.user)
        ticket.solution = told
        ticket._move_to('solved')
        story.dates['date_closed'] = closed
        again = story.ticket.followup_ids.filtered(lambda f: f.state == 'planned')
        if again:
            again.date_due = closed.date() + timedelta(days=3)
            ask(desk, again, get_moment(desk, again), 'yes')


def get_moment(desk, followup):
    """Return when a customer was asked: on the day it was due, in office hours.

    :param Desk desk: what is looked up once
    :param followup: ``pharma.followup``
    """
    hours = time(desk.random.randrange(*HOURS), desk.random.randrange(60))
    return min(datetime.combine(followup.date_due, hours), desk.now - timedelta(minutes=5))


def ask(desk, followup, moment, solved, **given):
    """Ask a customer and date what he said.

    :param Desk desk: what is looked up once
    :param followup: ``pharma.followup`` that is planned
    :param datetime moment: in UTC
    :param str solved: 'yes' or 'no', whether he is content
    :param dict given: answers by meaning, in place of those that are made up
    :return: whether he answered
    """
    random, user = desk.random, followup.user_id or desk.users['supervisor']
    chance = random.random()
    mine, is_answered = followup.with_user(user), False
    dates = {'date_asked': moment, 'date_done': moment}
    if solved == 'yes' and chance < UNREACHABLE:
        for _attempt in range(desk.env.company.pharma_followup_tries):
            mine.action_unreachable()
        dates['date_due'] = followup.date_due = moment.date()
    elif solved == 'yes' and chance < UNREACHABLE + REFUSED:
        mine.action_refused()
    elif solved == 'yes' and chance < UNREACHABLE + REFUSED + SKIPPED:
        mine.action_skip()
    else:
        is_answered = True
        values = _make_up(desk, followup, solved) | given
        if chance > 1 - BY_LINK and solved == 'yes':
            followup.channel = 'link'
        mine.answers = _get_answers(desk, followup, values)
        mine.action_done()
        followup.survey_input_id.write({'start_datetime': moment, 'end_datetime': moment})
        if followup.date_handled:
            dates['date_handled'] = moment
    followup.write(dates)
    return is_answered


def _make_up(desk, followup, solved):
    """Return what a customer answers, {meaning: value}."""
    random = desk.random
    name = next((n for n, user in desk.users.items() if user == followup.user_id), 'care')
    mean = SKILLS.get(name, 4)

    def points(shift=0):
        if solved == 'no':
            return random.choice((1, 2, 2, 3))
        return max(3, min(5, round(random.gauss(mean + shift, 0.7))))

    values = {'suggestion': random.choice(SUGGESTIONS)} if random.random() < 0.15 else {}
    if not followup.complaint_id:
        return values | {
            'complete': 'yes',
            'quantity': 'yes',
            'satisfaction': points(),
            'side_effect': 'no',
            'loyalty': min(10, 2 * points()),
        }
    return values | {
        'solved': solved,
        'service': points(),
        'attitude': points(0.2),
        'timeliness': points(-0.3),
        'proficiency': points(),
        'overall': points(),
    }


def _get_answers(desk, followup, values):
    """Return answers as the screen of the follow-up keeps them."""
    survey = 'ticket' if followup.complaint_id else 'purchase'
    answers = {}
    for meaning, value in values.items():
        name = f'pharma_callcenter.survey_{survey}_{meaning}'
        if value in ('yes', 'no'):
            value = desk.env.ref(f'{name}_{value}').id
        answers[str(desk.env.ref(name).id)] = {'value': value}
    return answers


def _rate(desk, stories):
    """Let some whom no rule asks choose a face in the e-mail of their answer."""
    free = [
        story
        for story in stories
        if story.nature in ('enquiry', 'suggestion') and story.ticket.state == 'solved'
    ]
    reopened = []
    for story in free[:RATED_ENQUIRIES]:
        ticket = story.ticket
        value = desk.random.choice((5, 5, 5, 3, 3, 5, 1) if story.user else (5,))
        token = ticket._rating_get_access_token(story.partner)
        ticket.rating_apply(value, token=token)
        closed = story.dates['date_closed']
        ticket.followup_ids.write({'date_done': closed, 'date_due': closed.date()})
        if value == 1:
            # it is open again since then: an enquiry that was not answered well
            _go_on(desk, story, story.dates['date_closed'])
            reopened.append(story)
    return reopened


def plan_order_followups(desk):
    """Plan follow-ups of orders as the nights would have, and ask those that were due.

    :param Desk desk: what is looked up once
    """
    env = desk.env
    rule = env.ref('pharma_callcenter.pharma_followup_rule_order')
    for day in rule._get_open_days(env.company):
        rule._plan_day(env.company, day)
    followups = env['pharma.followup'].search([('rule_id', '=', rule.id)], order='date_due, id')
    due = followups.filtered(
        lambda f: f.state == 'planned' and (desk.today - f.date_due).days >= ASKED_DAYS
    )
    # two some weeks ago, and the last ones
    chosen = list(due[len(due) // 3 : len(due) // 3 + 2] + due[-2:]) if len(due) > 8 else []
    bad = dict(zip(chosen, BAD_PURCHASES, strict=False))
    stories = []
    for followup in due:
        moment, what = get_moment(desk, followup), bad.get(followup)
        given = {}
        if what:
            given = {'complete': 'no'} if what == 'incomplete' else {'side_effect': 'yes'}
        ask(desk, followup, moment, 'no' if what == 'incomplete' else 'yes', **given)
        stories += [
            _tell_bad(desk, followup, ticket, moment) for ticket in followup.bad_complaint_ids
        ]
    desk.stories += stories
    handle_past(desk, [story for story in stories if story.outcome == 'solved'])
    set_back(desk, stories)


def _tell_bad(desk, followup, ticket, moment):
    nature = ticket.nature
    is_old = (desk.now - moment).days > 6
    story = Story(nature, followup.partner_id, None, 'solved' if is_old else 'open')
    story.ticket, story.received, story.scene = ticket, moment, None if is_old else 'followup'
    story.user = ticket.user_id or followup.user_id or desk.users['supervisor']
    story.words = (
        ticket.description,
        'Đã gọi khách, giao bù và xin lỗi.',
        'Ngừng thuốc, đi khám; dược sĩ đã ghi nhận.',
        True,
    )
    if is_old and not ticket.user_id:
        ticket.user_id = story.user
    desk.tickets += ticket
    return story


def create_proposals(desk):
    """Collect what customers would like better, and decide on most of it.

    :param Desk desk: what is looked up once
    """
    manager, agent = desk.users['manager'], desk.users['supervisor']
    sources = [story.ticket for story in desk.stories if story.nature == 'suggestion']
    sources += list(desk.env['pharma.followup'].search([('suggestion', '!=', False)]))
    turns = Counter()
    for place, (name, kind, department, state, voices) in enumerate(PROPOSALS):
        proposal = (
            desk.env['pharma.proposal']
            .with_user(agent)
            .create(
                {
                    'name': name,
                    'kind': kind,
                    'department_id': desk.departments[department].id,
                    'user_id': manager.id,
                    'date_due': desk.today + timedelta(days=20 + place),
                }
            )
        )
        for _voice in range(voices):
            source = sources[turns['voice'] % len(sources)]
            turns['voice'] += 1
            text = source.description if source._name == 'pharma.complaint' else source.suggestion
            proposal._add_feedback(source.with_user(agent), text or FOLLOWUP_NOTES[0])
        _decide(proposal.with_user(manager), state, kind)
        if proposal.date_decided:
            decided = desk.now - timedelta(days=50 - 5 * place)
            vals = {'date_decided': decided}
            if state == 'done':
                vals['date_done'] = decided + timedelta(days=12)
            proposal.with_env(desk.env).write(vals)


def _decide(proposal, state, kind):
    if state == 'review':
        proposal.action_review()
    elif state == 'refused':
        proposal.decision = REFUSALS[kind]
        proposal.action_refuse()
    elif state in ('accepted', 'done'):
        proposal.decision = 'Nhiều khách đề nghị, chi phí thấp.'
        proposal.action_accept()
        if state == 'done':
            proposal.action_done()
