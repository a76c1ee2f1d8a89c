"""What tickets lead to: joined and split ones, claims on suppliers, decisions about lots."""

from datetime import timedelta

from odoo.fields import Command

from .tickets_desk import Story
from .tickets_past import answer
from .tickets_words import REPEATED

GOODS = ('defect', 'packaging', 'damaged', 'expired')
# state: as it ends; accepted: share; currency; days: since it was sent; settlement; outcome
CLAIMS = (
    ('draft', 0, 'VND', None, False, False),
    ('sent', 0, 'VND', 4, False, False),
    ('partly', 0.5, 'USD', 21, False, 'Chỉ nhận các hộp còn nguyên tem.'),
    ('accepted', 1, 'VND', 33, 'replacement', 'Nhận lỗi ép vỉ, giao bù đợt tới.'),
    ('settled', 0.5, 'VND', 62, 'credit', 'Nhận một nửa, trừ vào công nợ.'),
    ('refused', 0, 'VND', 48, False, 'Mẫu lưu đạt, lỗi do bảo quản.'),
)
REASON = 'Vỉ rách và viên vỡ khi mở hộp. Đề nghị đổi hàng hoặc giảm trừ công nợ.'
DECISION = (
    'Mẫu lưu đạt, nhà sản xuất xác nhận lỗi ép vỉ ở vài hộp. Đổi hộp cho khách, không thu hồi.'
)
DONG_PER_DOLLAR = 26000
SPLIT = 'Khách còn phàn nàn chờ ở quầy quá lâu.'


def join_and_split(desk, stories):
    """Join what customers told twice, and split what were two matters.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story`, the open ones worked on; new ones are added
    """
    working = [
        story
        for story in stories
        if story.scene == 'working' and story.nature == 'complaint' and not story.ticket.original_id
    ]
    for first in working[:2]:
        again = Story('complaint', first.partner, None, 'joined')
        again.user, again.scene = first.user, 'joined'
        again.vals = {
            **{name: first.vals[name] for name in ('order_id', 'category_id')},
            'description': REPEATED.format(first.vals['description']),
        }
        desk.take_in([again])
        again.ticket.with_user(first.user)._merge_into(first.ticket)
        again.received = first.received + (desk.now - first.received) / 2
        again.dates['date_closed'] = again.received + timedelta(minutes=10)
        first.dates.update(
            date_last_customer_message=again.received,
            # of the moment in which they were joined here
            date_pledged=False,
            pledge_user_id=False,
            pledge_waited_hours=0,
        )
        stories.append(again)
    for first in working[2:4]:
        kind, category = desk.kinds['complaint'], desk.categories['waiting']
        vals = {
            'name': f'{kind.name}: {category.name}',
            'description': SPLIT,
            'kind_id': kind.id,
            'category_id': category.id,
        }
        second = Story('complaint', first.partner, None, 'open')
        second.ticket = first.ticket.with_user(first.user)._split(vals, first.words[0])
        second.ticket = second.ticket.with_env(desk.env)
        second.user, second.scene = first.user, 'split'
        second.ticket.user_id = first.user
        second.received = first.received
        moment = first.answers[0] + (desk.now - first.answers[0]) / 4
        answer(desk, second, first.words[1], moment)
        second.ticket.with_user(first.user).stage_id = desk.stages['open']
        desk.tickets += second.ticket
        desk.stories.append(second)
        stories.append(second)


def create_claims(desk, stories):
    """Claim faulty goods from their manufacturers, each claim in another state.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story`
    """
    categories = [desk.categories[name].id for name in GOODS]
    by_maker = {}
    for story in stories:
        maker = story.ticket.product_id.pharma_manufacturer_id
        if maker and story.vals.get('category_id') in categories and story.age:
            by_maker.setdefault(maker, []).append(story)
    makers = sorted(by_maker, key=lambda maker: maker.id)
    supervisor = desk.users['supervisor']
    Claim = desk.env['pharma.complaint.claim'].with_user(supervisor)
    for number, (state, share, currency, days, settlement, outcome) in enumerate(CLAIMS):
        maker = makers[number % len(makers)]
        group = sorted(by_maker[maker], key=lambda story: story.age)
        # what was claimed had been told before
        told = [story for story in group if story.age > (days or 0)] or group[-1:]
        chosen = told[number // len(makers) * 2 :][:2] or told[:1]
        rate = DONG_PER_DOLLAR if currency == 'USD' else 1
        claim = Claim.create(
            {
                'partner_id': maker.id,
                'reason': REASON,
                'currency_id': desk.env.ref(f'base.{currency}').id,
                'line_ids': [
                    Command.create(
                        {
                            'complaint_id': story.ticket.id,
                            'product_id': story.ticket.product_id.id,
                            'lot_id': story.ticket.lot_id.id,
                            'quantity': 30,
                            'amount': round(30 * story.ticket.product_id.list_price / rate, 2),
                        }
                    )
                    for story in chosen
                ],
            }
        )
        if state != 'draft':
            _settle(claim, state, share, settlement, outcome)
            age = min([days, *(story.age - 1 for story in chosen)])
            _date_claim(desk, claim, max(age, 1))


def _settle(claim, state, share, settlement, outcome):
    claim.action_mark_sent()
    if state == 'sent':
        return
    claim.outcome = outcome
    for line in claim.line_ids:
        line.write({'quantity_accepted': 30 * share, 'amount_accepted': line.amount * share})
    claim.action_record_answer()
    if settlement:
        claim.settlement = settlement
    if state == 'settled':
        claim.settlement_reference = 'CN-2026-0115'
        claim.action_settle()


def _date_claim(desk, claim, age):
    sent = desk.today - timedelta(days=age)
    vals = {'date_sent': sent}
    if claim.date_answered:
        vals['date_answered'] = sent + timedelta(days=max(1, age // 3))
    if claim.date_settled:
        vals['date_settled'] = sent + timedelta(days=max(1, age // 2))
    claim.with_env(desk.env).write(vals)


def decide_alarms(desk):
    """Date the alarms of lots, and let the pharmacist decide the old one.

    :param Desk desk: what is looked up once
    """
    pharmacist = desk.users['pharmacist']
    alarms = desk.env['pharma.complaint.alarm'].search([('state', '=', 'open')])
    for alarm in alarms:
        tickets = desk.tickets.filtered(
            lambda ticket, lot=alarm.lot_id: ticket.lot_id == lot and ticket.state != 'cancelled'
        )
        moments = sorted(tickets.mapped('date_received'))
        raised = moments[min(len(moments), desk.env.company.pharma_alarm_customers) - 1]
        alarm.write({'date_raised': raised, 'date_from': raised - timedelta(days=90)})
        if (desk.now - moments[-1]).days >= 7:
            mine = alarm.with_user(pharmacist)
            mine.decision = DECISION
            mine.action_decide()
            alarm.date_decided = moments[-1] + timedelta(hours=20)
