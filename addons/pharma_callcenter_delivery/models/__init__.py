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
from . import pharma_reservation_call
from . import pharma_recall_call
from . import pharma_call_todo
from . import pharma_call_desk
