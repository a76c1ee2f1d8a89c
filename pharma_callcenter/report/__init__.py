from . import pharma_complaint_report
from . import pharma_appraisal_months
from . import pharma_appraisal
from . import pharma_appraisal_quality
from . import pharma_call_quality_report
from . import pharma_call_satisfaction
from . import pharma_call_formula_mixin
from . import pharma_call_report
from . import pharma_agent_report
from . import pharma_purpose_report
from . import pharma_agent_comparison
from . import pharma_appraisal_calls

# after all models: they extend methods of the intake
from . import pharma_call_marks
from . import pharma_pbx_marks
