from . import test_heartbeat
