from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged('post_install', '-at_install')
class TestTaskAtOnce(BaseCase):
    """Two people end one task at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            self.ticket = env['pharma.complaint'].create({'name': 'At once'}).id
            task = env['pharma.complaint.task'].create(
                {
                    'complaint_id': self.ticket,
                    'name': 'At once',
                    'feedback': 'Found',
                    'user_id': env.ref('base.user_admin').id,
                }
            )
            self.task = task.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            env['pharma.complaint.task'].browse(self.task).unlink()
            cr.execute("DELETE FROM pharma_complaint WHERE id = %s", [self.ticket])

    def _end(self, env, method):
        getattr(env['pharma.complaint.task'].browse(self.task), method)()
        env.flush_all()

    def test_the_later_sees_who_has_ended_it(self):
        """002-15: the server repeats the later one, which then finds that the task has ended."""
        registry = Registry(get_db_name())
        with registry.cursor() as cr_late, registry.cursor() as cr_first:
            late, first = (Environment(cr, SUPERUSER_ID, {}) for cr in (cr_late, cr_first))
            late['pharma.complaint.task'].search_count([('id', '=', self.task)])  # the snapshot
            self._end(first, 'action_done')
            cr_first.commit()  # a transaction of its own: what two at once do is tested
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                self._end(late, 'action_refuse')
            cr_late.rollback()
            late.invalidate_all(flush=False)
            with self.assertRaisesRegex(UserError, 'was ended by'):
                self._end(late, 'action_refuse')
            cr_late.rollback()
