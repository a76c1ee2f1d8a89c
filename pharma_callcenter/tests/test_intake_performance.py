from unittest.mock import patch

from odoo.tests import tagged

from .common_intake import IntakeCommon, at


@tagged('post_install', '-at_install')
class TestIntakePerformance(IntakeCommon):
    """200 calls cost as many statements as one (000-45)."""

    def batch(self, prefix, count):
        return [
            self.queued(call=f'{prefix}{i}', id=str(i), number=f'09{i:08}', started=at(i % 5))
            for i in range(count)
        ]

    def test_statements_of_a_batch(self):
        """A batch of 200 calls takes at most 17 statements, HTTP and bus apart (000-45)."""
        # what other parts of the suite do with new calls is theirs to count
        hooks = patch.object(type(self.env['pharma.call']), '_after_intake')
        hooks.start()
        self.addCleanup(hooks.stop)
        self.take(*self.batch('warm', 200))
        for prefix, count in (('a', 200), ('b', 1)):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(17):
                self.take(*self.batch(prefix, count))
        # a replay changes nothing, so that nothing is derived
        with self.assertQueryCount(12):
            self.take(*self.batch('a', 200))

    def test_caller_is_found_by_index(self):
        """The customer of a number is looked up in the index of the numbers (000-45)."""
        self.env.cr.execute('SET LOCAL enable_seqscan = off')
        self.env.cr.execute(
            """
            EXPLAIN SELECT ph.number_e164, min(ph.partner_id)
              FROM pharma_partner_phone ph JOIN res_partner p ON p.id = ph.partner_id
             WHERE ph.number_e164 = ANY(%s) AND p.active GROUP BY ph.number_e164
            """,
            [['+84912345678']],
        )
        plan = '\n'.join(row[0] for row in self.env.cr.fetchall())
        self.assertIn('pharma_partner_phone__number_e164_index', plan)
        self.assertEqual(
            self.pbx._find_partners(['+84912345678']), {'+84912345678': self.customer.id}
        )
