from . import pharma_round_plan, stock_picking_batch
