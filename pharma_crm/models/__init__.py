from . import pharma_sales_channel
