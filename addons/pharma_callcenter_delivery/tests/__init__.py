from . import test_delivery_followup, test_slip_ticket
from . import test_phone_order_reserve
from . import test_reservation_calls
from . import test_recall_calls
