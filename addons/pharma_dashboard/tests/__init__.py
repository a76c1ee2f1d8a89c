from . import test_dashboards, test_tour_dashboard
