from . import test_groups
from . import test_menus
from . import test_models
from . import test_views
from . import test_tour_screens
