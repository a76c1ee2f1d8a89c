"""Two months of calls, with the states of agents, and what is still to be called."""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytz

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .calls_day import Day
from .calls_todo import create_lists, create_todos
from .calls_words import NOTES, OTHER_RESULTS, RESULTS
from .stock import demo_records, named_records

SEED = 20261125
DAYS = 60
BATCH = 1000
# Callers that are customers; some of the others withhold their number.
KNOWN, WITHHELD = 0.74, 0.03
QUIET = {'tracking_disable': True, 'mail_create_nosubscribe': True, 'mail_notrack': True}


class Centre:
    """Queues, seats and words of the call centre, looked up once."""

    def __init__(self, env):
        self.env = env
        self.random = Random(SEED)  # noqa: S311 - makes data, guards nothing
        self.now = env.cr.now().replace(microsecond=0)  # as the records say
        self.company = env.company
        self.tz = self.company._pharma_tz()
        self.pbx = env.ref('pharma_demo.pbx_demo')
        self.queues = named_records(env, 'pharma.call.queue', 'queue_')
        self.seats = named_records(env, 'pharma.agent', 'seat_')
        self.numbers = {
            q.id: n for n in demo_records(env, 'pharma.call.number') for q in n.queue_id
        }
        self.purposes = {record.code: record for record in env['pharma.call.purpose'].search([])}
        results = env['pharma.call.disposition'].search([])
        self.results = {record.code: record for record in results}
        self.customers = demo_records(env, 'res.partner').filtered(
            lambda partner: partner.phone and partner.pharma_customer_type in ('retail', 'prospect')
        )
        self.e164 = {
            line.partner_id: line.number_e164
            for line in self.customers.pharma_phone_ids.sorted(lambda line: -line.sequence)
        }

    def get_orders(self):
        """Return {local day: orders of these weeks that were taken on the telephone}."""
        zone, found = pytz.timezone(self.tz), defaultdict(list)
        begin = self.now - timedelta(days=DAYS)
        orders = demo_records(self.env, 'sale.order').filtered(
            lambda order: order.pharma_channel_id.code == 'telephone' and order.date_order > begin
        )
        for order in orders.sorted(lambda order: (order.date_order, order.id)):
            found[pytz.utc.localize(order.date_order).astimezone(zone).date()].append(order)
        return found


def create_calls(env):
    """Let the centre work for two months until now: calls, queues, agents, lists.

    The same moment of installation gives the same calls.

    :param env: environment of the superuser
    """
    env = env(context={**env.context, **QUIET})
    centre = Centre(env)
    today = pytz.utc.localize(centre.now).astimezone(pytz.timezone(centre.tz)).date()
    orders, stories, states = centre.get_orders(), [], []
    # the night before the first day is left out, that of today has begun
    for age in range(DAYS, -1, -1):
        date = today - timedelta(days=age)
        day = Day(centre.random, date, centre.tz, centre.now, orders.get(date, []))
        day.live()
        stories += day.calls
        states += day.states
    stories.sort(key=lambda story: story['start'])
    _add_enquiries(centre, stories)
    calls = _create(centre, stories)
    _create_states(centre, states)
    create_lists(centre)
    create_todos(centre, calls)


def _add_enquiries(centre, stories):
    """Make some callers of the order queue want an order that did not come about (003-12)."""
    sold = sum(1 for story in stories if story.get('order'))
    others = [
        story
        for story in stories
        if story['state'] == 'answered'
        and not story.get('order')
        and story['visits']
        and story['visits'][0]['queue'] == 'orders'
    ]
    for story in centre.random.sample(others, min(len(others), round(sold * 0.7))):
        story['purpose'] = 'order'


def _create(centre, stories):
    """Create calls, then what queues and agents had of them."""
    env, calls = centre.env, centre.env['pharma.call']
    for start in range(0, len(stories), BATCH):
        part = stories[start : start + BATCH]
        calls += calls.create([_get_vals(centre, story, start + n) for n, story in enumerate(part)])
    visits, pairs = [], []
    for call, story in zip(calls, stories, strict=True):
        for visit in story['visits']:
            visits.append(_get_visit_vals(centre, call, visit))
            pairs.append((call, visit))
        if story.get('order'):
            story['order'].pharma_call_id = call
    visits = env['pharma.call.visit'].create(visits)
    env['pharma.call.attempt'].create(
        [
            _get_attempt_vals(centre, call, record, attempt)
            for record, (call, visit) in zip(visits, pairs, strict=True)
            for attempt in visit['attempts']
        ]
    )
    return calls


def _seconds(start, end):
    return int((end - start).total_seconds()) if start and end else 0


def _get_vals(centre, story, number):
    random = centre.random
    agent = centre.seats[story['agent']] if story['agent'] else centre.env['pharma.agent']
    queue = centre.queues[story['visits'][-1]['queue']] if story['visits'] else agent.queue_ids[:0]
    order = story.get('order')
    partner, e164 = order.partner_id if order else agent.user_id.partner_id.browse(), False
    if not partner and (story['direction'] == 'outbound' or random.random() < KNOWN):
        partner = random.choice(centre.customers)
    phone, e164 = partner.phone, centre.e164.get(partner, False)
    if not partner and random.random() > WITHHELD:
        tail = random.randrange(1000, 9999)
        phone, e164 = f'0938 55{tail // 1000} {tail % 1000:03d}', f'+8493855{tail:04d}'
    local = pytz.utc.localize(story['start']).astimezone(pytz.timezone(centre.tz))
    is_answered = story['state'] == 'answered'
    vals = {
        'external_id': f'demo-{number:05d}',
        'pbx_id': centre.pbx.id,
        'source': 'pbx',
        'company_id': centre.company.id,
        'direction': story['direction'],
        'state': story['state'],
        'date_start': story['start'],
        'date_answer': story['answer'],
        'date_end': story['end'],
        'wait_seconds': _seconds(story['start'], story['answer'] or story['end']),
        'talk_seconds': _seconds(story['answer'], story['end']),
        'hour': local.hour,
        'number': phone,
        'number_e164': e164,
        'number_called': centre.numbers[queue.id].number if queue else False,
        'queue_id': queue.id,
        'agent_id': agent.id,
        'user_id': agent.user_id.id,
        'team_id': agent.team_id.id or queue.team_id.id,
        'warehouse_id': order.warehouse_id.id if order else False,
        'partner_id': partner.id,
    }
    if is_answered:
        vals |= _get_said(centre, story)
    return vals


def _get_said(centre, story):
    """Return what the agent entered; a few of today and yesterday are not finished yet."""
    random, purpose, order = centre.random, story['purpose'], story.get('order')
    is_young = story['start'] > centre.now - timedelta(days=1)
    if is_young and not order and random.random() < 0.12:
        return {'is_finished': False}
    result = 'order' if order else random.choice(RESULTS.get(purpose, OTHER_RESULTS))
    notes = NOTES.get(purpose, NOTES['other'])
    return {
        'purpose_id': centre.purposes[purpose].id,
        'disposition_id': centre.results[result].id,
        'order_id': order.id if order else False,
        'note': random.choice(notes) if random.random() < 0.45 and not order else False,
        'is_finished': True,
    }


def _get_visit_vals(centre, call, visit):
    agent = centre.seats[visit['agent']] if visit['agent'] else centre.env['pharma.agent']
    return {
        'call_id': call.id,
        'company_id': centre.company.id,
        'queue_id': centre.queues[visit['queue']].id,
        'pbx_id': centre.pbx.id,
        'external_id': call.external_id,
        'date_enter': visit['enter'],
        'date_answer': visit['answer'],
        'date_leave': visit['leave'],
        'date_end': visit['end'],
        'result': visit['result'],
        'wait_seconds': _seconds(visit['enter'], visit['leave']),
        'talk_seconds': _seconds(visit['answer'], visit['end']),
        'position_enter': visit['position'],
        'position_leave': 1,
        'agent_id': agent.id,
        'user_id': agent.user_id.id,
    }


def _get_attempt_vals(centre, call, visit, attempt):
    name, rang, answer, end, result = attempt
    agent = centre.seats[name]
    return {
        'call_id': call.id,
        'visit_id': visit.id,
        'company_id': centre.company.id,
        'agent_id': agent.id,
        'user_id': agent.user_id.id,
        'queue_id': visit.queue_id.id,
        'date_ring': rang,
        'date_answer': answer,
        'date_end': end,
        'result': result,
        'ring_seconds': _seconds(rang, answer or end),
        'talk_seconds': _seconds(answer, end),
    }


def _create_states(centre, states):
    """Create the changes of agents' states, each until the next one, and tell the present one."""
    by_seat = defaultdict(dict)
    for name, moment, state, reason in sorted(states, key=lambda row: row[1]):
        # what happens in the same second is one change
        by_seat[name][moment] = (state, reason)
    vals_list = []
    for name, changes in by_seat.items():
        seat, moments = centre.seats[name], sorted(changes)
        for moment, end in zip(moments, [*moments[1:], False], strict=True):
            state, reason = changes[moment]
            vals_list.append(
                {
                    'agent_id': seat.id,
                    'user_id': seat.user_id.id,
                    'company_id': centre.company.id,
                    'state': state,
                    'reason': reason,
                    'date_start': moment,
                    'date_end': end,
                    'seconds': _seconds(moment, end),
                }
            )
        state, reason = changes[moments[-1]]
        seat.write({'state': state, 'pause_reason': reason, 'date_state': moments[-1]})
    centre.env['pharma.agent.state'].create(vals_list)


def forget_calls(env):
    """Take back the calls of the demo's PBX and users, and what hangs on them.

    :param env: environment of the superuser
    """
    # history is not deleted but by an uninstallation
    env = env(context={**env.context, **QUIET, MODULE_UNINSTALL_FLAG: True})
    users = demo_records(env, 'res.users')
    pbx = env.ref('pharma_demo.pbx_demo', raise_if_not_found=False)
    calls = env['pharma.call'].with_context(active_test=False)
    calls = calls.search(
        ['|', ('pbx_id', 'in', pbx.ids if pbx else []), ('user_id', 'in', users.ids)]
    )
    env['pharma.complaint.question'].search([('call_id', 'in', calls.ids)]).call_id = False
    queues = demo_records(env, 'pharma.call.queue')
    env['pharma.call.todo'].search(
        [
            '|',
            ('user_id', 'in', users.ids),
            '|',
            ('queue_id', 'in', queues.ids),
            ('partner_id', 'in', demo_records(env, 'res.partner').ids),
        ]
    ).unlink()
    calls.unlink()
    env['pharma.call.list'].search([('user_id', 'in', users.ids)]).unlink()
    seats = demo_records(env, 'pharma.agent')
    env['pharma.agent.state'].search([('agent_id', 'in', seats.ids)]).unlink()
    env['pharma.call.command'].search([('user_id', 'in', users.ids)]).unlink()
