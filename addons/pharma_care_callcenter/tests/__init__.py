from . import test_care_ticket
