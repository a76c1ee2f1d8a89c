from . import pharma_complaint_report
from . import pharma_appraisal
