from . import pharma_call
from . import pharma_care_case
from . import pharma_care_entry
from . import pharma_appraisal_indicator
from . import pharma_appraisal
from . import pharma_care_entry_call
from . import pharma_care_case_call
from . import pharma_call_care
