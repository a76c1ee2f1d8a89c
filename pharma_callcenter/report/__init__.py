from . import pharma_complaint_report
from . import pharma_appraisal_months
from . import pharma_appraisal
from . import pharma_appraisal_quality
from . import pharma_call_quality_report
from . import pharma_call_satisfaction
