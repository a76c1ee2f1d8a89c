from . import test_asterisk_claim
from . import test_asterisk_files
