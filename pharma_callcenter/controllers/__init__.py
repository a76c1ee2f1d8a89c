from . import telephony
from . import recording
