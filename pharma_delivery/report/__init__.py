from . import pharma_expiry_report
from . import pharma_recall_customer
from . import pharma_recall_stock
from . import pharma_slip_missing
from . import report_delivery_slip
