from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger


@contextmanager
def transaction(uid=SUPERUSER_ID):
    """A transaction of its own, committed at the end."""
    with Registry(get_db_name()).cursor() as cr:
        yield Environment(cr, uid, {})


@tagged('post_install', '-at_install')
class TestTurnsAtOnce(BaseCase):
    """'Next Customer' by two employees at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with transaction() as env:
            self.users = [
                new_test_user(
                    env, login=f'care_at_once_{number}', groups='pharma_care.group_care_user'
                ).id
                for number in range(2)
            ]
            customers = env['res.partner'].create(
                [
                    {'name': f'At Once {number}', 'phone': f'090111220{number}'}
                    for number in range(2)
                ]
            )
            # long ago: before whatever else the database holds
            self.cases = (
                env['pharma.care.case']
                .create(
                    [
                        {
                            'partner_id': customer.id,
                            'date_due': fields.Date.to_date('1990-01-01'),
                            'is_chronic': True,
                            'visibility_mode': 'unrestricted',
                        }
                        for customer in customers
                        for _number in range(2)
                    ]
                )
                .ids
            )
            self.customers = customers.ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with transaction() as env:
            env['pharma.care.list'].search([('user_id', 'in', self.users)]).unlink()
            env['pharma.care.case'].browse(self.cases).unlink()
            env['res.partner'].browse(self.customers).unlink()
            users = env['res.users'].browse(self.users)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _next(self, env):
        action = env['pharma.care.case'].action_next()
        case = env['pharma.care.case'].browse(action['res_id'])
        return case.partner_id.id

    def test_two_get_different_customers(self):
        """004-50: while one transaction is giving a customer, another skips all of his cases."""
        with transaction(self.users[0]) as env_1, transaction(self.users[1]) as env_2:
            given = [self._next(env_1), self._next(env_2)]
        self.assertCountEqual(given, self.customers)
        with transaction() as env:
            cases = env['pharma.care.case'].browse(self.cases)
            claims = {(case.partner_id.id, case.claim_user_id.id) for case in cases}
        self.assertEqual(claims, set(zip(given, self.users, strict=True)))

    def test_two_lists_never_hold_one_customer(self):
        """004-50: who began before the other committed is told to repeat the request, as the server
        does by itself, and gets the others."""
        registry = Registry(get_db_name())
        with registry.cursor() as cr_late, registry.cursor() as cr_twice:
            late, twice = (Environment(cr, self.users[1], {}) for cr in (cr_late, cr_twice))
            for env in (late, twice):
                env['res.users'].search_count([('id', '=', self.users[1])])  # the snapshot
            with transaction(self.users[0]) as env:
                first = env['pharma.care.list']._take().item_ids.partner_id.ids
            with mute_logger('odoo.sql_db'), self.assertRaises(ConcurrencyError):
                late['pharma.care.list']._take()
            cr_late.rollback()
            with transaction(self.users[1]) as env:
                second = env['pharma.care.list']._take().item_ids.partner_id.ids
            # a double click: the other request took the list
            with mute_logger('odoo.sql_db'), self.assertRaises(ConcurrencyError):
                twice['pharma.care.list']._take()
            cr_twice.rollback()
        self.assertLessEqual(set(self.customers), set(first))
        self.assertFalse(set(first) & set(second))

    def test_old_snapshot_never_takes_a_given_customer(self):
        """004-50: who began before the other committed is refused by the database, and gets the
        other customer when the request is repeated, as the server does by itself."""
        with Registry(get_db_name()).cursor() as cr:
            env_late = Environment(cr, self.users[1], {})
            env_late['res.users'].search_count([('id', '=', self.users[1])])  # the snapshot
            with transaction(self.users[0]) as env:
                first = self._next(env)
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                self._next(env_late)
            cr.rollback()
            env_late.invalidate_all(flush=False)
            second = self._next(env_late)
        self.assertCountEqual([first, second], self.customers)
