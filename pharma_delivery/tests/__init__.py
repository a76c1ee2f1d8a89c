from . import test_slip
