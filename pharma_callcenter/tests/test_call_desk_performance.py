from datetime import timedelta

from odoo.tests import new_test_user, tagged, users, warmup

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestCallDeskPerformance(CallCommon):
    """Screens that are open all day ask little."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env['res.partner'].create(
            [cls._prepare_customer(f'Khách {i}', f'0912 345 {i:03}') for i in range(30)]
        )
        for i, partner in enumerate(partners):
            known = {'partner_id': partner.id} if i % 2 else {'number': partner.phone}
            cls._create_call(cls.agent, is_finished=i > 15, purpose_id=cls.purpose.id, **known)
        cls.env['pharma.call.todo'].create(
            [
                {'partner_id': partner.id, 'date_due': NOW - timedelta(hours=1)}
                for partner in partners
            ]
        )
        agents = cls.env['pharma.agent'].create(
            [
                {
                    'user_id': new_test_user(cls.env, f'cc_perf_{i}', 'base.group_user').id,
                    'code': f'p{i}',
                    'pbx_id': cls.pbx.id,
                    'queue_ids': (cls.queue | cls.night_queue).ids,
                    'state': 'available',
                }
                for i in range(50)
            ]
        )
        for agent, partner in zip(agents, partners, strict=False):
            agent.call_id = cls._create_call(agent, state='talking', partner_id=partner.id)

    @users('cc_agent')
    @warmup
    def test_the_desk_is_one_request_of_few_queries(self):
        """004-04: the same number of queries for one call and for many."""
        self.env['pharma.call'].get_desk()
        self.env.invalidate_all()
        with self.assertQueryCount(cc_agent=18):
            self.env['pharma.call'].get_desk()

    @users('cc_supervisor')
    @warmup
    def test_the_wallboard_asks_eight_times(self):
        """000-38, 000-39: 50 agents, and no query for each of them."""
        self.env['pharma.call.queue'].get_wallboard()
        self.env.invalidate_all()
        with self.assertQueryCount(cc_supervisor=8):
            self.env['pharma.call.queue'].get_wallboard()
