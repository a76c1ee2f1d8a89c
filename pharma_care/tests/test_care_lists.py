from datetime import timedelta

from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common_interval import IntervalCommon


@tagged('post_install', '-at_install')
class TestCareLists(IntervalCommon):
    """Response types and close reasons are lists that a care manager keeps."""

    @users('ci_manager')
    def test_a_manager_keeps_the_lists(self):
        """004-56: response types and close reasons are added and archived by managers."""
        with Form(self.env['pharma.care.response.type']) as form:
            form.name = 'Sent a photo'
            form.tone = 'good'
        reason = self.env['pharma.care.close.reason'].create({'name': 'Joined a hospital'})
        reason.action_archive()
        self.assertFalse(reason.active)

    @users('ci_care')
    def test_care_users_choose_from_the_lists(self):
        """004-56: whoever records a care reads the lists and does not change them."""
        for model in ('pharma.care.response.type', 'pharma.care.close.reason'):
            self.assertTrue(self.env[model].search([]))
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].create({'name': 'Mine'})

    @users('ci_manager')
    def test_reasons_of_the_system_stay(self):
        """004-56: what the system itself gives cannot be deleted; the message says what to do."""
        reason = self.env.ref('pharma_care.close_reason_returned')
        with self.assertRaisesRegex(UserError, r"'Goods returned'.*rename"):
            reason.unlink()

    @users('ci_manager')
    @mute_logger('odoo.sql_db')
    def test_answers_that_were_given_stay(self):
        """004-56, 000-34: a response type that was recorded cannot be deleted."""
        answer = self.env.ref('pharma_care.response_type_well')
        case = self._get_cases(self._create_order())
        later = self.env.company._pharma_today() + timedelta(days=30)
        case.record_entry({'content': 'well', 'date_next': later, 'response_type_id': answer.id})
        with self.assertRaises(ForeignKeyViolation):
            answer.unlink()

    def test_the_menus_are_the_managers(self):
        """000-35, 004-56: managers find the configuration of care, users do not see it."""
        names = ('response_type', 'close_reason', 'interval', 'product_missing', 'recompute')
        ids = {self.env.ref(f'pharma_care.pharma_care_{name}_menu').id for name in names}
        Menu = self.env['ir.ui.menu']
        self.assertLessEqual(ids, Menu.with_user(self.user_manager).load_menus(False).keys())
        self.assertFalse(ids & Menu.with_user(self.user_care).load_menus(False).keys())
