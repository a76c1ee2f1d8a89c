from . import pharma_slip_missing, report_delivery_slip

