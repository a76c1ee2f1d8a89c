from . import test_care_ticket
from . import test_care_appraisal
from . import test_care_call
from . import test_call_care
