from . import test_reservation, test_reservation_rights, test_slip, test_tour_reservation
