from . import pharma_round_plan
