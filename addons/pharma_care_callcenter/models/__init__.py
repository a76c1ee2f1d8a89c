from . import pharma_care_case
from . import pharma_care_entry
