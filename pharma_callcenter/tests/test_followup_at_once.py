from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged('post_install', '-at_install')
class TestFollowupAtOnce(BaseCase):
    """One link is answered twice at the same moment, in transactions of their own."""

    def setUp(self):
        super().setUp()
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            partner = env['res.partner'].create({'name': 'At once'})
            followup = env['pharma.followup'].create({'partner_id': partner.id})
            followup._get_input()
            overall = env.ref('pharma_callcenter.survey_purchase_satisfaction')
            followup.survey_input_id._save_lines(overall, '1')
            self.ids = followup.id, followup.survey_input_id.id, partner.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        followup, input_, partner = self.ids
        with Registry(get_db_name()).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            tickets = env['pharma.followup'].browse(followup).bad_complaint_ids.ids
            cr.execute("DELETE FROM pharma_followup WHERE id = %s", [followup])
            env.invalidate_all(flush=False)
            cr.execute("DELETE FROM pharma_complaint WHERE id = ANY(%s)", [tickets])
            env['survey.user_input'].browse(input_).unlink()
            env['res.partner'].browse(partner).unlink()

    def _answer(self, env):
        env['survey.user_input'].browse(self.ids[1])._mark_done()
        env.flush_all()

    def test_one_ticket_of_two_submissions(self):
        """000-32, 003-16: the server repeats the later one, before anything followed from it; no
        error of the database, one ticket."""
        registry = Registry(get_db_name())
        with registry.cursor() as cr_late, registry.cursor() as cr_first:
            late, first = (Environment(cr, SUPERUSER_ID, {}) for cr in (cr_late, cr_first))
            late['survey.user_input'].search_count([('id', '=', self.ids[1])])  # the snapshot
            self._answer(first)
            cr_first.commit()  # a transaction of its own: what two at once do is tested
            with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
                self._answer(late)
            cr_late.rollback()
            late.invalidate_all(flush=False)
            self.assertEqual(late['survey.user_input'].browse(self.ids[1]).state, 'done')
            followup = late['pharma.followup'].browse(self.ids[0])
            self.assertEqual(len(followup.bad_complaint_ids), 1)
            cr_late.rollback()
