from . import pharma_customer_report
from . import pharma_customer_report_bands
from . import pharma_customer_group_report
from . import pharma_customer_product_report
from . import pharma_customer_lot_report
from . import pharma_product_report
