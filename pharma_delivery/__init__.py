from . import models, wizard
from . import models, report, wizard
