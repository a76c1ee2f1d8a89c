from . import test_delivery_followup, test_slip_ticket
from . import test_phone_order_reserve
