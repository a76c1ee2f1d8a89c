from . import base_partner_merge
from . import pharma_care_assign
from . import pharma_care_handover
