from . import base_partner_merge
from . import base_partner_merge_figures
from . import pharma_customer_activity
from . import pharma_contact_start
from . import pharma_customer_mailing
from . import pharma_customer_mailing_line
from . import pharma_customer_mailing_send
from . import pharma_approved_answer_approve
