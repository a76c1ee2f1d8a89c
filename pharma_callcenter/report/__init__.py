from . import pharma_complaint_report
from . import pharma_appraisal_months
from . import pharma_appraisal
