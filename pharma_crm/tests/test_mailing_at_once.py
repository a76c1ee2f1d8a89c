from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged('post_install', '-at_install')
class TestMailingAtOnce(BaseCase):
    """Two forms with the same text are sent at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            company = env.ref('base.main_company')
            self.company, self.email = company.id, company.email
            company.email = 'once@example.com'
            partner = env['res.partner'].create({'name': 'At Once', 'email': 'lan@example.com'})
            self.partner = partner.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            for model, name in (
                ('mail.mail', 'pharma_partner_id'),
                ('pharma.contact.log', 'partner_id'),
                ('pharma.customer.mailing', 'partner_ids'),
            ):
                env[model].search([(name, 'in', self.partner)]).unlink()
            env['res.partner'].browse(self.partner).unlink()
            env['res.company'].browse(self.company).email = self.email

    def _send(self, env):
        env['pharma.customer.mailing'].create(
            {
                'company_id': self.company,
                'partner_ids': [Command.set([self.partner])],
                'purpose': 'care',
                'subject': 'At once',
                'body': '<p>Hello</p>',
            }
        ).action_send()
        env.flush_all()

    def test_the_later_sees_who_has_it(self):
        """004-30: the server repeats the later one, which then finds that the customer got it."""
        context = {'allowed_company_ids': [self.company]}
        registry = Registry(get_db_name())
        with registry.cursor() as cr_late, registry.cursor() as cr_first:
            late, first = (Environment(cr, SUPERUSER_ID, context) for cr in (cr_late, cr_first))
            late['res.partner'].search_count([('id', '=', self.partner)])  # the snapshot
            self._send(first)
            cr_first.commit()  # a transaction of its own: what two at once do is tested
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                self._send(late)
            cr_late.rollback()
            late.invalidate_all(flush=False)
            with self.assertRaisesRegex(UserError, 'None of the chosen'):
                self._send(late)
            cr_late.rollback()
