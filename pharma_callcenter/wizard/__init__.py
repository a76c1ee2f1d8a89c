from . import pharma_complaint_answer
from . import pharma_complaint_ask
from . import pharma_complaint_assign
from . import pharma_complaint_cancel
from . import pharma_complaint_merge
from . import pharma_complaint_professional
from . import pharma_complaint_reopen
from . import pharma_complaint_split
