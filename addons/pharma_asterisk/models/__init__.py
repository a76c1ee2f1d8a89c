from . import pharma_call_command
from . import pharma_pbx
from . import pharma_pbx_files
from . import pharma_pbx_health
