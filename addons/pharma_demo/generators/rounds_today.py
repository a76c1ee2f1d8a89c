"""Today's rounds: one on the road, one ready to leave, and slips that wait for a round."""

from datetime import timedelta

from .deliveries_orders import confirm_orders, get_line
from .rounds_past import CITY
from .stock import demo_records

# Orders of yesterday and today that want to be brought: to customers of the city.
ROAD_STOPS, READY_STOPS, WAITING_SLIPS = 6, 4, 3
# Hours since each was ordered.
ROAD_HOURS, READY_HOURS, WAITING_HOURS = 20, 5, 1
DEPARTED_MINUTES = 95
# What the thermometer says of what is kept cold, degrees Celsius.
TOO_WARM = 13.4
NOTE = 'Gọi trước 10 phút, giao tầng trệt.'
ABSENT = 'Khách đi khám bệnh, hẹn buổi chiều.'
LEFT_OUT = 'Khách mới mua hai vỉ, chỉ lấy phần còn lại.'


def drive_today(dispatch, again):
    """Take orders of a few customers of the city, load two rounds and let one leave.

    :param dispatch: Dispatch
    :param again: ``stock.picking`` records that are brought once more
    :return: (batch on the road, batch ready, slips that wait)
    """
    city = dispatch.branches[0]
    customers = get_city_customers(dispatch)[::3]
    cold = get_cold_product(dispatch)
    road = order_again(dispatch, customers[:ROAD_STOPS], ROAD_HOURS, extra={customers[2]: cold})
    customers = customers[ROAD_STOPS:]
    ready = order_again(dispatch, customers[:READY_STOPS], READY_HOURS)
    customers = customers[READY_STOPS:]
    waiting = order_again(dispatch, customers[:WAITING_SLIPS], WAITING_HOURS)
    slips = (road + ready + waiting).picking_ids
    slips.filtered(lambda slip: slip.picking_type_id.warehouse_id == city)[::3].note = NOTE
    on_road = dispatch.plan(road.picking_ids)
    _drive(dispatch, on_road, cold)
    planned = dispatch.plan(ready.picking_ids | again)
    return on_road, planned, waiting.picking_ids


def order_again(dispatch, customers, hours, extra=None):
    """Let customers buy what they bought last, and have it brought.

    :param customers: list of ``res.partner`` records
    :param hours: how long ago
    :param dict extra: {customer: ``product.product`` wanted this time}
    :return: confirmed ``sale.order`` records
    """
    city = dispatch.branches[0]
    moment = dispatch.now - timedelta(hours=hours)
    last = _get_last_orders(dispatch, customers)
    vals_list = []
    for number, partner in enumerate(customers):
        order = last[partner]
        lines = [
            get_line(line.product_id, line.product_uom_qty, line.product_uom_id)
            for line in order.order_line[:4]
        ]
        if extra and partner in extra:
            lines = [get_line(extra[partner], 1)]
        vals_list.append(
            {
                'partner_id': partner.id,
                'warehouse_id': city.id,
                'team_id': order.team_id.id,
                'user_id': order.user_id.id,
                'date_order': moment + timedelta(minutes=7 * number),
                'pharma_purchase_motive_id': order.pharma_purchase_motive_id.id,
                'pharma_cash_on_delivery': True,
                'order_line': lines,
            }
        )
    orders = confirm_orders(dispatch, vals_list)
    for slip in orders.picking_ids:
        slip.date_deadline = slip.sale_id.date_order + timedelta(hours=36)
    return orders


def get_city_customers(dispatch):
    """Return customers of the city with an address, who buy few medicines at a time."""
    customers = demo_records(dispatch.env, 'res.partner').filtered(
        lambda c: c.pharma_customer_type == 'retail' and c.city == CITY and c.street
    )
    last = _get_last_orders(dispatch, customers)
    return [c for c in customers.sorted('id') if c in last and len(last[c].order_line) <= 4]


def _get_last_orders(dispatch, customers):
    """Return {customer: newest order from the branch in the city}, without controlled goods."""
    orders = dispatch.env['sale.order'].search(
        [
            ('partner_id', 'in', [customer.id for customer in customers]),
            ('state', '=', 'sale'),
            ('warehouse_id', '=', dispatch.branches[0].id),
        ],
        order='date_order, id',
    )
    fine = orders.filtered(
        lambda order: not any(order.order_line.product_id.mapped('control_class'))
    )
    return {order.partner_id: order for order in fine}


def get_cold_product(dispatch):
    """Return a medicine that is kept cold and lies in the branch."""
    condition = dispatch.env.ref('pharma_crm.storage_condition_cold')
    products = demo_records(dispatch.env, 'product.template').filtered(
        lambda product: product.storage_condition_id == condition
    )
    city = dispatch.branches[0]
    found = products.product_variant_id.with_context(warehouse_id=city.id)
    return found.filtered(lambda product: product.free_qty > 10)[:1]


def _drive(dispatch, batch, cold):
    """Let the round leave and make its first stops: delivered, in part, nobody met in the heat."""
    departed = dispatch.now - timedelta(minutes=DEPARTED_MINUTES)
    dispatch.depart(batch, departed)
    dispatch.set_back(batch, departed)
    stops = list(dispatch.get_stops(batch, departed))
    with_cold = [stop for stop in stops if cold in stop[0].move_ids.product_id][:1]
    others = [stop for stop in stops if stop not in with_cold]
    moments = iter([moment for _slip, moment in stops])
    slip, _moment = others[0]
    dispatch.visit(batch, slip, 'delivered', next(moments), temperature=26.5)
    part = next((s for s, _m in others[1:] if _get_divisible(s)), None)
    if part:
        line = _get_divisible(part)[0]
        dispatch.visit(
            batch,
            part,
            'partly',
            next(moments),
            reason='not_wanted',
            given={line: line.quantity // 2},
            note=LEFT_OUT,
        )
    for slip, _moment in with_cold:  # held until a pharmacist decides
        dispatch.visit(
            batch,
            slip,
            'not_home',
            next(moments),
            reason='absent',
            note=ABSENT,
            temperature=TOO_WARM,
        )


def _get_divisible(slip):
    return slip.move_line_ids.filtered(lambda line: line.quantity >= 2)
