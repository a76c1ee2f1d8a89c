from . import pharma_customer_report
