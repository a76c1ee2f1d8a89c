from . import test_delivery_followup, test_slip_ticket
