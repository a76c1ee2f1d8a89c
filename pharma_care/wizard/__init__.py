from . import base_partner_merge
from . import pharma_care_appointment
from . import pharma_care_assign
from . import pharma_care_handover
from . import pharma_care_interval
from . import pharma_care_recompute
from . import pharma_care_reschedule
