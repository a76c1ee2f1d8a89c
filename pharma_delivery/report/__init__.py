from . import pharma_slip_missing, report_delivery_slip

from . import pharma_recall_customer
