from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_tour import TourUsers

from .common_quality import QualityMixin


@tagged('post_install', '-at_install')
class TestTourCallCheck(QualityMixin, TourUsers):
    """A supervisor checks a call in the browser, its agent reads the check."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_tour_company()
        cls._create_quality()

    def test_a_call_is_checked_and_read(self):
        """000-42, 000-07, 001-11: played, judged by keys, coached, acknowledged."""
        agent = self._create_tour_user('tour_agent', 'pharma_callcenter.group_call_agent')
        supervisor = self._create_tour_user(
            'tour_supervisor', 'pharma_callcenter.group_call_supervisor'
        )
        call = self._create_call(agent)
        recording = self._record(call)
        # given by somebody else: nobody lets himself hear a call
        check = self.env['pharma.call.check'].create(
            {'call_id': call.id, 'scorecard_id': self.card.id, 'checker_id': supervisor.id}
        )
        url = '/odoo/action-pharma_callcenter.pharma_call_check_action_todo'
        self.start_tour(url, 'pharma_call_check_tour', login='tour_supervisor')
        self.assertEqual((check.state, check.total_percent), ('done', 84.0))
        log = self.env['pharma.call.recording.listen'].search([('recording_id', '=', recording.id)])
        self.assertEqual(log.user_id, supervisor)
        self.assertTrue(log.is_check)
        url = '/odoo/action-pharma_callcenter.pharma_call_check_action_mine'
        self.start_tour(url, 'pharma_call_check_read_tour', login='tour_agent')
        self.assertTrue(check.date_acknowledged)
        self.assertEqual(check.agent_comment, 'I will')
