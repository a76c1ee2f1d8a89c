"""Whom the centre calls: missed callers, call backs, two lists, and how that went."""

from datetime import timedelta

# Missed callers of so many days are still to be called back.
OPEN_DAYS = 2
# name, code of the purpose, days since its start, days until its end, state, how many
LISTS = (
    ('Nhắc tái mua thuốc huyết áp', 'care', 6, 8, 'running', 60),
    ('Hỏi thăm khách lâu không mua', 'followup', 38, -10, 'done', 50),
)
# Results of those who were called; None: still to do.
RUNNING = (None, None, None, 'solved', 'informed', 'no_answer', 'call_again', 'busy')
DONE = ('solved', 'informed', 'no_answer', 'not_interested', 'wrong_number', 'solved')
# why, code of the purpose, hours from now, urgent
CALL_BACKS = (
    ('Gọi lại khi có dược sĩ: thuốc chống đông', 'consultation', -3, '1'),
    ('Khách xin gọi lại sau giờ làm', 'order', 4, '0'),
    ('Báo giá máy đo huyết áp', 'sales', -26, '0'),
    ('Hẹn gọi xác nhận địa chỉ giao', 'delivery', 1, '1'),
    ('Gọi lại về phiếu khiếu nại', 'complaint', 20, '0'),
)
OTHERS = (
    ('Báo chi nhánh Hải Châu: khách đi công tác', 'other', -1, '0'),
    ('Hỏi kết quả đo đường huyết', 'care', 6, '0'),
    ('Mời làm khảo sát', 'survey', 30, '0'),
)


def create_lists(centre):
    """Create one list that runs and one that is done.

    :param Centre centre: what is looked up once
    """
    env, random, now = centre.env, centre.random, centre.now
    seats = [centre.seats[name] for name in ('agent', 'agent2', 'agent4')]
    supervisor = env.ref('pharma_demo.user_supervisor_demo')
    vals_list = []
    for name, purpose, since, left, state, many in LISTS:
        call_list = env['pharma.call.list'].create(
            {
                'name': name,
                'company_id': centre.company.id,
                'user_id': supervisor.id,
                'team_id': seats[0].team_id.id,
                'agent_user_ids': [(6, 0, [seat.user_id.id for seat in seats])],
                'purpose_id': centre.purposes[purpose].id,
                'date_start': (now - timedelta(days=since)).date(),
                'date_end': (now + timedelta(days=left)).date(),
                'state': state,
            }
        )
        for partner in random.sample(list(centre.customers), many):
            result = random.choice(RUNNING if state == 'running' else DONE)
            begun = now - timedelta(days=since)
            moment = begun + (now - timedelta(hours=2) - begun) * random.random()
            if state == 'done':
                moment = min(moment, now + timedelta(days=left))
            vals_list.append(
                {
                    'name': name,
                    'kind': 'list',
                    'list_id': call_list.id,
                    'company_id': centre.company.id,
                    'partner_id': partner.id,
                    'purpose_id': call_list.purpose_id.id,
                    'team_id': call_list.team_id.id,
                    **_get_progress(centre, result, begun, moment, state),
                }
            )
    env['pharma.call.todo'].create(vals_list)


def _get_progress(centre, result, begun, moment, state):
    """Return how far a call to make is: to do, to be tried again, done or given up."""
    if not result:
        return {'date_due': begun.replace(microsecond=0)}
    record = centre.results[result]
    vals = {
        'disposition_id': record.id,
        'attempt_count': 1 if record.is_reached else centre.random.randrange(1, 4),
    }
    if state == 'running' and record.retry_minutes:
        due = moment + timedelta(minutes=record.retry_minutes)
        return vals | {'date_due': due.replace(microsecond=0)}
    is_reached = record.is_reached
    return vals | {
        'date_due': begun.replace(microsecond=0),
        'date_done': moment.replace(microsecond=0),
        'state': 'done' if is_reached else 'unreached',
        'user_id': centre.seats[centre.random.choice(('agent', 'agent2', 'agent4'))].user_id.id,
    }


def create_todos(centre, calls):
    """Create what came of missed callers, call backs that were agreed, and the rest.

    :param Centre centre: what is looked up once
    :param calls: the ``pharma.call`` records
    """
    random, now, seats = centre.random, centre.now, centre.seats
    vals_list = []
    for call in calls.filtered(lambda c: c.direction == 'inbound' and c.state == 'abandoned'):
        if not call.number or call.date_start < now - timedelta(days=14):
            continue
        is_open = call.date_start > now - timedelta(days=OPEN_DAYS) and random.random() < 0.6
        vals = {
            'name': 'Gọi nhỡ',
            'kind': 'missed',
            'missed_call_id': call.id,
            'number': call.number,
            'partner_id': call.partner_id.id,
            'queue_id': call.queue_id.id,
            'team_id': call.team_id.id,
            'company_id': call.company_id.id,
            'date_due': call.date_start,
            'date_deadline': call.date_start + timedelta(hours=24),
        }
        if not is_open:
            done = min(call.date_start + timedelta(minutes=random.randrange(20, 600)), now)
            is_reached = random.random() < 0.8
            vals |= {
                'state': 'done' if is_reached else 'unreached',
                'date_done': done,
                'attempt_count': 1 if is_reached else 3,
                'disposition_id': centre.results['solved' if is_reached else 'no_answer'].id,
                'user_id': seats[random.choice(('agent', 'agent2', 'agent3'))].user_id.id,
            }
        vals_list.append(vals)
    for kind, rows in (('callback', CALL_BACKS), ('other', OTHERS)):
        for number, (name, purpose, hours, priority) in enumerate(rows):
            partner = random.choice(centre.customers)
            seat = seats[('agent', 'agent3', 'agent2')[number % 3]]
            vals_list.append(
                {
                    'name': name,
                    'kind': kind,
                    'partner_id': partner.id,
                    'purpose_id': centre.purposes[purpose].id,
                    'company_id': centre.company.id,
                    'user_id': seat.user_id.id if number % 2 == 0 else False,
                    'team_id': seat.team_id.id,
                    'date_due': (now + timedelta(hours=hours)).replace(microsecond=0),
                    'priority': priority,
                }
            )
    centre.env['pharma.call.todo'].create(vals_list)
