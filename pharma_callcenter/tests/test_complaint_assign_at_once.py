from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger


@contextmanager
def transaction(uid=SUPERUSER_ID):
    """A transaction of its own, committed at the end."""
    with Registry(get_db_name()).cursor() as cr:
        yield Environment(cr, uid, {})


@tagged('post_install', '-at_install')
class TestComplaintAssignAtOnce(BaseCase):
    """Two people at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with transaction() as env:
            users = [
                new_test_user(
                    env,
                    f'ticket_at_once_{number}',
                    groups='pharma_callcenter.group_call_agent',
                )
                for number in range(3)
            ]
            team = env['crm.team'].create({'name': 'At Once', 'pharma_ticket_assign': 'turns'})
            env['crm.team.member'].create(
                [{'user_id': user.id, 'crm_team_id': team.id} for user in users]
            )
            self.users, self.team = [user.id for user in users], team.id
        self.tickets = []
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with transaction() as env:
            tickets = env['pharma.complaint'].browse(self.tickets).with_context(force_delete=True)
            tickets.message_ids.unlink()
            env.flush_all()
            env.cr.execute('DELETE FROM pharma_complaint WHERE id = ANY(%s)', [self.tickets])
            env['crm.team'].browse(self.team).unlink()
            users = env['res.users'].browse(self.users)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _create(self, env, **values):
        ticket = env['pharma.complaint'].create({'team_id': self.team, **values})
        return ticket.id, ticket.user_id.id

    def test_two_tickets_never_have_the_same_turn(self):
        """000-22: who began before the other committed is asked to repeat the request, as the
        server does by itself, and gets the next member."""
        with Registry(get_db_name()).cursor() as cr:
            late = Environment(cr, self.users[0], {})
            late['crm.team'].search_count([('id', '=', self.team)])  # the snapshot
            with transaction(self.users[1]) as env:
                given = [self._create(env)]
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                self._create(late)
            cr.rollback()
            late.invalidate_all(flush=False)
            given.append(self._create(late))
            late.flush_all()
            cr.rollback()
        self.tickets = [given[0][0]]
        self.assertEqual([user for _ticket, user in given], self.users[:2])

    def test_taken_by_the_faster_one(self):
        """000-22: the second one to press 'Take' is told who has the ticket."""
        with transaction() as env:
            env['crm.team'].browse(self.team).pharma_ticket_assign = 'manual'
            ticket, _user = self._create(env)
        self.tickets = [ticket]
        with Registry(get_db_name()).cursor() as cr:
            late = Environment(cr, self.users[0], {})
            late['crm.team'].search_count([('id', '=', self.team)])  # the snapshot
            with transaction(self.users[1]) as env:
                env['pharma.complaint'].browse(ticket).action_take()
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                late['pharma.complaint'].browse(ticket).action_take()
            cr.rollback()
            late.invalidate_all(flush=False)
            with self.assertRaisesRegex(UserError, 'ticket_at_once_1'):
                late['pharma.complaint'].browse(ticket).action_take()
            cr.rollback()
