from . import pharma_reservation_line
from . import pharma_slip_return, pharma_slip_return_line
from . import pharma_round_finish, pharma_round_finish_line, pharma_round_plan
from . import pharma_control_correct, pharma_handover_void
from . import pharma_excursion_decision, stock_return_picking
from . import (
    pharma_customer_mailing,
    pharma_excursion_decision,
    pharma_recall_answer,
    pharma_recall_answer_line,
    stock_return_picking,
)
