from . import (
    pharma_delivery_attempt,
    pharma_delivery_attempt_line,
    pharma_delivery_reason,
    stock_move,
    stock_picking,
    stock_picking_batch,
)
