from . import pharma_reservation_line
