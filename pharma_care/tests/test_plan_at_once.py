from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .test_turns_at_once import transaction


@tagged('post_install', '-at_install')
class TestPlanAtOnce(BaseCase):
    """Two employees book the same customer at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with transaction() as env:
            self.users = [
                new_test_user(
                    env, login=f'plan_at_once_{number}', groups='pharma_care.group_care_user'
                ).id
                for number in range(2)
            ]
            self.customer = env['res.partner'].create({'name': 'Planned At Once'}).id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with transaction() as env:
            self._get_cases(env).unlink()
            env['res.partner'].browse(self.customer).unlink()
            users = env['res.users'].browse(self.users)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _get_cases(self, env):
        return env['pharma.care.case'].search([('partner_id', '=', self.customer)])

    def _book(self, env):
        wizard = env['pharma.care.appointment'].create({'partner_id': self.customer})
        wizard.action_apply()
        env.flush_all()

    @contextmanager
    def _refused_late(self, first, second):
        """Let one transaction begin, another do and commit, and the first be refused.

        What follows is the repetition, which the server does by itself.
        """
        with Registry(get_db_name()).cursor() as cr:
            late = Environment(cr, self.users[1], {})
            late['res.users'].search_count([('id', '=', self.users[1])])  # the snapshot
            with transaction(self.users[0]) as env:
                first(env)
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                second(late)
            cr.rollback()
            late.invalidate_all(flush=False)
            yield late

    def test_second_booking_moves_the_first(self):
        """004-55: one customer has one open appointment, however close two bookings are."""
        with self._refused_late(self._book, self._book) as late:
            self._book(late)
            late.cr.commit()  # a real transaction of its own: what two at once do is tested
        with transaction() as env:
            case = self._get_cases(env)
            self.assertEqual(case.user_id.id, self.users[1], "moved, not doubled")

    def test_reopening_meets_a_booking(self):
        """004-55, 004-56: an old appointment is not reopened beside a new one."""
        with transaction() as env:
            reason = env.ref('pharma_care.close_reason_finished')
            closed = env['pharma.care.case'].create(
                {
                    'partner_id': self.customer,
                    'state': 'done',
                    'close_reason_id': reason.id,
                    'date_closed': fields.Datetime.now(),
                    'visibility_mode': 'unrestricted',
                }
            )

        def reopen(env):
            env['pharma.care.case'].browse(closed.id).action_reopen()
            env.flush_all()

        with self._refused_late(self._book, reopen) as late:
            with self.assertRaisesRegex(UserError, 'another appointment'):
                reopen(late)
            late.cr.rollback()

    def test_customers_of_other_bookings_do_not_wait(self):
        """004-55: two customers are booked at the same moment."""
        with transaction() as env:
            other = env['res.partner'].create({'name': 'Other At Once'}).id
        with transaction(self.users[0]) as env_1, transaction(self.users[1]) as env_2:
            self._book(env_1)
            env_2['pharma.care.appointment'].create({'partner_id': other}).action_apply()
        with transaction() as env:
            case = env['pharma.care.case'].search([('partner_id', '=', other)])
            self.assertEqual(case.user_id.id, self.users[1])
            case.unlink()
            env['res.partner'].browse(other).unlink()

    def test_employee_without_rights_to_customers_books(self):
        """004-55: who may read customers and not write them can book as before."""
        with transaction(self.users[0]) as env:
            partner = env['res.partner'].browse(self.customer)
            before = partner.write_date, partner.write_uid
            self._book(env)
        with transaction(self.users[0]) as env:
            partner = env['res.partner'].browse(self.customer)
            self.assertEqual((partner.write_date, partner.write_uid), before)
