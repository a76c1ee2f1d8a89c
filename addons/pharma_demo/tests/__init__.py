from . import test_tour_demo
from . import test_tour_demo_calls
from . import test_tour_demo_care
from . import test_tour_demo_delivery
from . import test_tour_demo_figures
from . import test_tour_demo_tickets
