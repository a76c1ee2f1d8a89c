"""What customers say about deliveries: tickets from slips, and calls after the goods came."""

from datetime import timedelta

# Rule of follow-ups after a delivery: how many days back it looks, whom it asks.
FOLLOWUP_DAYS, FOLLOWUP_SHARE = 6, 50
# (result of the visit, category, what the customer says)
TICKETS = (
    ('partly', 'incomplete', 'Khách báo giao thiếu so với phiếu giao hàng.'),
    ('delivered', 'damaged', 'Hộp thuốc móp và ướt khi nhận, khách có gửi ảnh.'),
    ('refused', 'late', 'Giao trễ hơn giờ hẹn, khách đã mua nơi khác.'),
)


def tell(dispatch):
    """Open tickets from slips, and plan follow-ups of deliveries.

    :param dispatch: Dispatch
    :return: the ``pharma.complaint`` records
    """
    tickets = _open_tickets(dispatch)
    _plan_followups(dispatch)
    return tickets


def _open_tickets(dispatch):
    env = dispatch.env
    agent = dispatch.users['agent']
    city = dispatch.branches[0]
    kind = env.ref('pharma_callcenter.pharma_complaint_kind_complaint')
    tickets = env['pharma.complaint']
    slips = env['stock.picking'].search(
        [
            ('picking_type_id', '=', city.out_type_id.id),
            ('batch_id.date_finished', '!=', False),
            ('sale_id.team_id', '=', env.ref('pharma_demo.team_hcm').id),
        ],
        order='id desc',
    )
    refused = env['pharma.delivery.attempt'].search([('result', '=', 'refused')]).picking_id
    for number, (result, category, words) in enumerate(TICKETS):
        found = slips if result != 'refused' else refused & slips | refused
        slip = found.filtered(lambda s, r=result: s.delivery_state == r)[:1]
        if not slip:
            continue
        slips -= slip
        visit = slip.attempt_ids.filtered(lambda a, r=result: a.result == r)[:1]
        vals = {
            **slip._prepare_complaint_vals(),
            **visit._prepare_complaint_vals(visit._get_complaint_reasons()[:1]),
            'kind_id': kind.id,
            'origin_id': slip._get_complaint_origin().id,
            'category_id': env.ref(f'pharma_callcenter.pharma_complaint_category_{category}').id,
            'description': words,
            'user_id': agent.id,
        }
        ticket = env['pharma.complaint'].with_user(agent).create(vals).with_env(env)
        ticket.date_received = dispatch.now - timedelta(hours=2 + number)
        tickets += ticket
    # from now on a courier's 'damaged' opens a ticket by itself
    dispatch.reasons['damaged'].complaint_kind_id = kind
    return tickets


def _plan_followups(dispatch):
    """Start the rule of follow-ups after a delivery, and plan as the nights would have."""
    env = dispatch.env
    rule = env.ref('pharma_callcenter_delivery.pharma_followup_rule_delivered')
    rule.write(
        {
            'active': True,
            'share_percent': FOLLOWUP_SHARE,
            'progress': False,
            'date_start': dispatch.today - timedelta(days=FOLLOWUP_DAYS),
        }
    )
    for day in rule._get_open_days(env.company):
        rule._plan_day(env.company, day)
