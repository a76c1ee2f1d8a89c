from . import pharma_reservation_line
from . import pharma_slip_return, pharma_slip_return_line
