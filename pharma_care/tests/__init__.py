from . import test_care_date
from . import test_care_entry
from . import test_care_order
from . import test_care_stock
