"""What happens around deliveries besides the rounds of the last weeks: today's rounds, goods that
were too warm, controlled goods, reservations, a recall, offers, tickets and follow-ups."""

from .deliveries_control import control_goods
from .deliveries_held import hold_goods
from .rounds import Dispatch
from .rounds_today import drive_today


def create_deliveries(env):
    """Let couriers, warehouse and pharmacist work as on any day.

    :param env: environment of the superuser
    """
    dispatch = Dispatch(env)
    again = hold_goods(dispatch)
    drive_today(dispatch, again)
    control_goods(dispatch)
    dispatch.write_dates()
