from . import test_reservation, test_reservation_rights, test_slip, test_tour_reservation
from . import (
    test_slip,
    test_slip_expiry,
    test_slip_pages,
    test_slip_print,
    test_slip_return,
    test_slip_rows,
    test_tour_slip,
)
