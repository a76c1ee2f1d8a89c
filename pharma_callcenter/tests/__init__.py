from . import test_complaint
from . import test_complaint_rights
from . import test_complaint_customer
from . import test_figures
