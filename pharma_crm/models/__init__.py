from . import ir_cron
from . import pharma_sales_channel
