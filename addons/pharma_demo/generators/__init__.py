from . import orders
from . import stock
