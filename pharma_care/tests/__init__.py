from . import test_care_date
from . import test_care_entry
from . import test_care_order
from . import test_care_stock
from . import test_assignment
from . import test_care_mode
from . import test_case_visibility
