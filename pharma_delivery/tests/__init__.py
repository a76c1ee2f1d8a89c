from . import test_reservation, test_reservation_rights, test_slip, test_tour_reservation
from . import (
    test_slip,
    test_slip_expiry,
    test_slip_pages,
    test_slip_print,
    test_slip_return,
    test_slip_rows,
    test_tour_slip,
from . import (
    test_courier_screen,
    test_round_finish,
    test_round_plan,
    test_slip,
    test_tour_courier,
    test_visit_at_once,
    test_visit_conflict,
    test_visit_effect,
from . import (
    test_control_duties,
    test_control_papers,
    test_handover,
    test_register,
    test_register_at_once,
    test_slip,
    test_tour_control,
)
from . import test_slip, test_storage
from . import test_recall, test_recall_answers, test_slip, test_storage
from . import test_offer, test_recall, test_recall_answers, test_slip, test_storage
from . import (
    test_offer,
    test_recall,
    test_recall_answers,
    test_slip,
    test_storage,
    test_tour_quality,
)
