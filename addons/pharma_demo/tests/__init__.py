from . import test_tour_demo
