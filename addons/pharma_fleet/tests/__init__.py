from . import test_round_vehicle
