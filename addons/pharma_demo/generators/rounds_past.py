"""Rounds of the last weeks: most is delivered, some is brought again, refused or came in part."""

from datetime import timedelta

from .rounds import BACK_MINUTES, Dispatch
from .stock import demo_branches

# What the motor cycle reaches; the truck of the distribution centre goes everywhere.
CITY = 'Thành phố Hồ Chí Minh'
# Days that one round of a branch gathers.
GATHER_DAYS = 2
# One stop in so many: nobody met, a part only, refused; and one signed copy not handed in.
ABSENT_EVERY, PART_EVERY, REFUSED_EVERY, MISSING_EVERY = 9, 11, 14, 8
PART_REASONS = ('missing', 'not_wanted', 'damaged')
REFUSED_REASONS = ('late', 'not_wanted', 'money')
ABSENT_REASONS = ('absent', 'absent', 'address')
NOTES = {
    'absent': 'Gọi hai lần không nghe máy, bảo vệ nói khách đi vắng.',
    'address': 'Số nhà không đúng, gọi khách chưa được.',
    'late': 'Khách đã mua ở nơi khác.',
    'not_wanted': 'Bác sĩ đổi thuốc.',
    'money': 'Khách không có tiền mặt.',
    'missing': 'Thiếu một vỉ so với phiếu.',
    'damaged': 'Hộp móp, khách không nhận phần này.',
}
# From this round on, the first one with cash comes back with less than was collected.
SHORT_ROUND, SHORT = 3, 20000


def is_brought(slips):
    """Return which slips a courier brings; the others are taken along at the counter."""
    city, _coast, centre = demo_branches(slips.env)
    return slips.filtered(
        lambda slip: (
            slip.picking_type_id.warehouse_id == centre
            or (slip.picking_type_id.warehouse_id == city and slip.partner_id.city == CITY)
        )
    )


def bring(env, slips):
    """Bring slips in rounds on the days of their orders, as couriers would have done.

    :param env: environment of the superuser
    :param slips: reserved ``stock.picking`` records of branches that have a courier
    :return: the ``stock.picking`` records delivered, with what was brought later
    """
    dispatch = Dispatch(env)
    slips = slips.with_env(dispatch.env)
    past = _Past(dispatch)
    by_round = slips.grouped(
        lambda slip: (
            (dispatch.today - slip.sale_id.date_order.date()).days // GATHER_DAYS,
            slip.picking_type_id.warehouse_id.id,
        )
    )
    for key in sorted(by_round, key=lambda key: (-key[0], key[1])):
        past.drive(by_round[key])
    past.drive_rest()
    dispatch.write_dates()
    return past.driven


class _Past:
    """Rounds one after the other; what nobody took comes along on the next one."""

    def __init__(self, dispatch):
        self.dispatch = dispatch
        self.random = dispatch.random
        self.stops = 0
        self.rounds = 0
        self.is_short = False
        self.again = {}
        self.driven = dispatch.env['stock.picking']
        self.last = {}

    def drive(self, slips):
        """Let a courier bring slips, together with those of the round before that came back."""
        branch = slips.picking_type_id.warehouse_id
        ready = max(slip.sale_id.date_order for slip in slips) + timedelta(hours=1)
        slips |= self.again.pop(branch, slips.browse())
        departed = max(ready, self.last.get(branch, ready))
        self._drive(slips, departed)

    def drive_rest(self):
        """Bring what is left a day later."""
        for branch, slips in list(self.again.items()):
            del self.again[branch]
            self._drive(slips, self.last[branch] + timedelta(hours=18), is_last=True)

    def _drive(self, slips, departed, is_last=False):
        dispatch = self.dispatch
        self.rounds += 1
        branch = slips.picking_type_id.warehouse_id
        batch = dispatch.plan(slips)
        dispatch.depart(batch, departed)
        moment, missing = departed, slips.browse()
        for slip, moment in dispatch.get_stops(batch, departed):
            self.stops += 1
            self._visit(batch, slip, moment, is_last)
            if self.stops % MISSING_EVERY == 3:
                missing |= slip
        short = 0
        if not self.is_short and self.rounds >= SHORT_ROUND:
            short = SHORT if batch.pharma_cash_collected > SHORT else 0
            self.is_short = bool(short)
        back = slips.filtered(lambda slip: slip.delivery_state == 'not_home')
        back |= slips.backorder_ids.filtered(lambda slip: slip.state == 'assigned')
        dispatch.finish(batch, missing, short)
        # what is not wanted any more is not sold
        slips.filtered(lambda slip: slip.delivery_state == 'refused').sale_id._action_cancel()
        finished = moment + timedelta(minutes=BACK_MINUTES)
        dispatch.set_back(batch, departed, finished)
        # what was asked of the office was done long ago
        (slips | back).activity_ids.unlink()
        self.driven |= slips
        self.last[branch] = finished + timedelta(hours=2)
        if back:
            self.again[branch] = back

    def _visit(self, batch, slip, moment, is_last):
        number, visit = self.stops, self.dispatch.visit
        is_first = not slip.attempt_ids and not slip.backorder_id and not is_last
        lines = slip.move_line_ids.filtered(lambda line: line.quantity > 1)
        if is_first and number % ABSENT_EVERY == 4:
            self._fail(batch, slip, moment, 'not_home', ABSENT_REASONS)
        elif is_first and number % REFUSED_EVERY == 6:
            self._fail(batch, slip, moment, 'refused', REFUSED_REASONS)
        elif is_first and lines and number % PART_EVERY == 7:
            line = lines[0]
            reason = PART_REASONS[number % len(PART_REASONS)]
            given = {line: line.quantity // 2}
            note = NOTES[reason]
            visit(batch, slip, 'partly', moment, reason=reason, given=given, note=note)
        else:
            low, high = self.dispatch.get_limits(slip)
            values = {}
            if low is None or high is None or low <= high:
                values['temperature'] = self.dispatch.measure(low, high)
            visit(batch, slip, 'delivered', moment, **values)

    def _fail(self, batch, slip, moment, result, reasons):
        reason = reasons[self.stops % len(reasons)]
        self.dispatch.visit(batch, slip, result, moment, reason=reason, note=NOTES[reason])
