import math

from odoo.tests import BaseCase, tagged

from ..models.erlang_c import get_agents, get_result, get_traffic, get_wait_probability


@tagged('post_install', '-at_install')
class TestErlangC(BaseCase):
    """Agents, waits and service levels against values of the literature."""

    def test_golden_values(self):
        """003-15: 100 calls in 30 minutes of 180 s with 14 agents (pharma-rules M4)."""
        traffic = get_traffic(100, 180, 1800)
        self.assertEqual(traffic, 10)
        result = get_result(14, traffic, 180, 20)
        self.assertAlmostEqual(result.wait_probability, 0.1741, places=4)
        self.assertAlmostEqual(result.service_level, 0.8884, places=4)
        self.assertAlmostEqual(result.answer_speed, 7.84, places=2)
        self.assertAlmostEqual(result.occupancy, 0.714, places=3)

    def test_against_the_sum_of_the_formula(self):
        """003-15: small numbers by the textbook's sums."""
        for agents, traffic in ((1, 0.5), (3, 2.0), (10, 7.5), (25, 20.0)):
            top = traffic**agents / math.factorial(agents) * agents / (agents - traffic)
            below = sum(traffic**k / math.factorial(k) for k in range(agents))
            self.assertAlmostEqual(
                get_wait_probability(agents, traffic), top / (below + top), places=12
            )

    def test_fewest_agents(self):
        """003-15: one agent less misses the level; 14 reach 80 %, 13 do not."""
        for level in (0.5, 0.8, 0.95, 0.999):
            result = get_agents(10, 180, 20, level)
            self.assertGreaterEqual(result.service_level, level)
            self.assertLess(get_result(result.agents - 1, 10, 180, 20).service_level, level)
        self.assertEqual(get_agents(10, 180, 20, 0.8).agents, 14)

    def test_thousands_of_agents(self):
        """003-15: no overflow, and more agents never wait longer."""
        waits = [get_wait_probability(agents, 5000) for agents in (5001, 5050, 5200, 6000)]
        self.assertEqual(waits, sorted(waits, reverse=True))
        self.assertTrue(all(0 <= wait <= 1 for wait in waits))
        self.assertLess(get_agents(5000, 180, 20, 0.8).agents, 5100)

    def test_borders(self):
        """003-15: no calls need nobody, too few agents never catch up, nonsense is refused."""
        self.assertEqual(get_agents(0, 180, 20, 0.8).agents, 0)
        self.assertEqual(get_wait_probability(10, 10), 1)
        result = get_result(9, 10, 180, 20)
        self.assertEqual((result.service_level, result.answer_speed), (0, math.inf))
        for level in (0, 1, 1.5):
            with self.assertRaises(ValueError):
                get_agents(10, 180, 20, level)
        with self.assertRaises(ValueError):
            get_traffic(-1, 180)
        with self.assertRaises(ValueError):
            get_agents(10**9, 180, 20, 0.8)
