from odoo.tests import tagged

from odoo.addons.pharma_callcenter.hooks import uninstall_hook

from .common_followup import FollowupCommon


@tagged('post_install', '-at_install')
class TestUninstall(FollowupCommon):
    """The module can be removed from a database that has data."""

    def test_what_is_in_use_goes_without_errors(self):
        """000-34: kinds, stages and surveys that are in use are deleted with their answers, as
        core does it after the hook; nothing is logged."""
        ticket = self._create_ticket(kind_id=self.kind.id, stage_id=self.stage_solved.id)
        followup = self._create_followup(complaint_id=ticket.id)
        self._ask(followup, solved='yes', overall=5)
        given = followup.sudo().survey_input_id  # sudo: answers of surveys, asked for by the test
        self.assertEqual(given.survey_id, self.survey_ticket)
        self.env.flush_all()
        uninstall_hook(self.env)
        flagged = {'_force_unlink': True}
        for record in (self.survey_ticket, self.stage_solved, self.kind):
            with self.subTest(record=record):
                record.with_context(**flagged).unlink()
                self.env.flush_all()
                self.assertFalse(record.exists())
        self.assertFalse(given.exists())
