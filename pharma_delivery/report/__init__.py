from . import pharma_slip_missing, report_delivery_slip

from . import pharma_recall_customer
from . import pharma_expiry_report, pharma_recall_customer
