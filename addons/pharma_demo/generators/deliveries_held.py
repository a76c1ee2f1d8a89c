"""Goods that were kept cold and got warm on the way: a pharmacist decided."""

from datetime import timedelta

from .rounds import BACK_MINUTES
from .rounds_today import get_city_customers, get_cold_product, order_again

DAYS = 3
# What the thermometer said at each door, and what the pharmacist decided, if asked.
STOPS = (
    (5.1, None, None),
    (
        11.6,
        'released',
        'Hộp lạnh mở dưới 30 phút, nhà sản xuất cho phép đến 15 độ trong 24 giờ.',
    ),
    (
        18.9,
        'destroyed',
        'Túi giữ lạnh rách, không rõ quá nhiệt bao lâu. Hủy theo biên bản, cấp hộp khác.',
    ),
)
ABSENT = 'Không ai ở nhà, mang hàng về.'


def hold_goods(dispatch):
    """Drive a round with cold goods some days ago, and decide about those that got warm.

    :param dispatch: Dispatch
    :return: ``stock.picking`` records to be brought again
    """
    cold = get_cold_product(dispatch)
    # others than those who are visited today
    customers = get_city_customers(dispatch)[1::3][: len(STOPS)]
    orders = order_again(dispatch, customers, DAYS * 24 + 3, extra={c: cold for c in customers})
    batch = dispatch.plan(orders.picking_ids)
    departed = dispatch.now - timedelta(days=DAYS)
    dispatch.depart(batch, departed)
    moment = departed
    for (slip, moment), (degrees, decision, _note) in zip(
        dispatch.get_stops(batch, departed), STOPS, strict=True
    ):
        values = {'temperature': degrees}
        if decision:
            values |= {'reason': 'absent', 'note': ABSENT}
        dispatch.visit(batch, slip, 'not_home' if decision else 'delivered', moment, **values)
    slips = batch.picking_ids
    dispatch.finish(batch)
    dispatch.set_back(batch, departed, moment + timedelta(minutes=BACK_MINUTES))
    slips.activity_ids.unlink()
    _decide(dispatch, slips)
    back = slips.filtered(lambda slip: slip.state not in ('done', 'cancel'))
    back.action_assign()
    return back


def _decide(dispatch, slips):
    pharmacist = dispatch.users['pharmacist']
    wanted = {degrees: (decision, note) for degrees, decision, note in STOPS if decision}
    for excursion in slips.pharma_excursion_ids:
        decision, note = wanted[round(excursion.value, 1)]
        excursion.with_user(pharmacist)._decide(decision, note)
        found = next(moment for slip, moment in dispatch.done if slip == excursion.picking_id)
        decided = found + timedelta(hours=4)
        dispatch.later['pharma_excursion', 'decision_date'].append((excursion.id, decided))
