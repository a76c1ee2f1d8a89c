from . import base_partner_merge
from . import pharma_contact_start
