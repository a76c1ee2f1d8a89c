from . import (
    pharma_complaint,
    pharma_delivery_attempt,
    pharma_delivery_reason,
    pharma_followup_rule,
    stock_move,
    stock_picking,
)
from . import pharma_phone_order
from . import pharma_reservation
