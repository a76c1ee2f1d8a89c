from datetime import timedelta

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tests.common import users


@tagged('post_install', '-at_install')
class TestHeartbeat(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env.ref('pharma_crm.ir_cron_pharma_heartbeat')
        new_test_user(cls.env, 'heartbeat_manager', 'pharma_crm.group_pharma_manager')

    def test_the_scheduler_notes_every_run(self):
        """The health check relies on it: a run sets the last call and moves the next one."""
        now = self.env.cr.now().replace(microsecond=0)
        self.job.write({'nextcall': now - timedelta(hours=1), 'lastcall': False})
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.assertTrue(self.job.method_direct_trigger())
        self.job.invalidate_recordset()
        self.assertEqual(self.job.lastcall, now)
        self.assertGreater(self.job.nextcall, now)
        self.assertLessEqual(self.job.nextcall, now + timedelta(minutes=5))
        self.assertEqual(self.job.failure_count, 0)

    def test_it_goes_first_and_often(self):
        """Long jobs must not make the server look dead, so the heartbeat has the first turn."""
        self.assertRecordValues(
            self.job,
            [
                {
                    'active': True,
                    'priority': 0,
                    'interval_number': 5,
                    'interval_type': 'minutes',
                    'user_id': self.env.ref('base.user_root').id,
                }
            ],
        )

    @users('heartbeat_manager')
    def test_only_administrators_touch_it(self):
        """A business manager can neither stop nor see the job."""
        job = self.job.with_user(self.env.user)
        self.assertFalse(job.has_access('read'))
        self.assertFalse(job.has_access('write'))
