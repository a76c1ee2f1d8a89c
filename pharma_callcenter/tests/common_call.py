from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.base.tests.common import BaseCommon

# Monday, 10:00 in Ho Chi Minh City, where the company of these tests is.
NOW = datetime(2026, 3, 2, 3, 0)


class CallCommon(BaseCommon):
    """A call centre with two queues and three agents; a second company; a user per role.

    ``agent`` and ``colleague`` serve queue 'orders', ``stranger`` serves 'nights' alone, and
    ``outsider`` works in the other company. Today is Monday 2026-03-02, 10:00 local time.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.frozen = cls.startClassPatcher(freeze_time(NOW))
        cls.vietnam = cls.env.ref('base.vn')
        cls.company = cls.env.company
        cls.company.partner_id.write({'country_id': cls.vietnam.id, 'tz': 'Asia/Ho_Chi_Minh'})
        cls.other_company = cls.env['res.company'].create(
            {'name': 'Other Chain', 'country_id': cls.vietnam.id}
        )
        cls._create_users()
        cls._create_centre()
        cls.customer, cls.other_customer, cls.mother, cls.daughter = cls.env['res.partner'].create(
            [
                cls._prepare_customer('Nguyễn Văn An', '0912 345 678'),
                cls._prepare_customer('Trần Thị Bình', '0987 654 321'),
                # a family on one number
                cls._prepare_customer('Lê Thị Mẹ', '028 3822 1111'),
                cls._prepare_customer('Lê Thị Con', '028 3822 1111'),
            ]
        )
        cls.purpose = cls.env.ref('pharma_callcenter.pharma_call_purpose_consultation')
        cls.purpose_order = cls.env.ref('pharma_callcenter.pharma_call_purpose_order')
        cls.solved = cls.env.ref('pharma_callcenter.pharma_call_disposition_solved')

    @classmethod
    def _prepare_customer(cls, name, phone):
        return {'name': name, 'phone': phone, 'country_id': cls.vietnam.id}

    @classmethod
    def _create_users(cls):
        agent = 'pharma_callcenter.group_call_agent'
        cls.agent_user = new_test_user(cls.env, 'cc_agent', groups=agent)
        cls.colleague_user = new_test_user(cls.env, 'cc_colleague', groups=agent)
        cls.stranger_user = new_test_user(cls.env, 'cc_stranger', groups=agent)
        cls.clerk_user = new_test_user(cls.env, 'cc_clerk', groups='pharma_crm.group_pharma_user')
        cls.supervisor_user = new_test_user(
            cls.env, 'cc_supervisor', groups='pharma_callcenter.group_call_supervisor'
        )
        cls.manager_user = new_test_user(
            cls.env, 'cc_manager', groups='pharma_crm.group_pharma_manager'
        )
        cls.system_user = new_test_user(cls.env, 'cc_system', groups='base.group_system')
        cls.employee_user = new_test_user(cls.env, 'cc_employee', groups='base.group_user')
        cls.portal_user = new_test_user(cls.env, 'cc_portal', groups='base.group_portal')
        cls.outsider_user = new_test_user(
            cls.env,
            'cc_outsider',
            groups='pharma_callcenter.group_call_supervisor',
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )

    @classmethod
    def _create_centre(cls):
        cls.pbx, cls.other_pbx = cls.env['pharma.pbx'].create(
            [
                {'name': 'PBX', 'code': 'cc-1', 'tz': 'Asia/Ho_Chi_Minh'},
                {'name': 'Other', 'code': 'cc-2', 'company_id': cls.other_company.id},
            ]
        )
        cls.pbx.country_id = cls.vietnam
        cls.queue, cls.night_queue, cls.other_queue = cls.env['pharma.call.queue'].create(
            [
                {'name': 'Orders', 'code': 'orders', 'pbx_id': cls.pbx.id},
                {'name': 'Nights', 'code': 'nights', 'pbx_id': cls.pbx.id},
                {
                    'name': 'Orders',
                    'code': 'orders',
                    'pbx_id': cls.other_pbx.id,
                    'company_id': cls.other_company.id,
                },
            ]
        )
        cls.agent, cls.colleague, cls.stranger = cls.env['pharma.agent'].create(
            [
                {
                    'user_id': user.id,
                    'code': code,
                    'pbx_id': cls.pbx.id,
                    'interface': f'PJSIP/{code}',
                    'queue_ids': [Command.set(queue.ids)],
                }
                for user, code, queue in (
                    (cls.agent_user, '101', cls.queue),
                    (cls.colleague_user, '102', cls.queue),
                    (cls.stranger_user, '103', cls.night_queue),
                )
            ]
        )

    @classmethod
    def _create_call(cls, agent=None, seconds_ago=600, wait=10, talk=60, **values):
        """Create a call as the intake does, with full rights: of the PBX, answered and over.

        :param agent: ``pharma.agent`` who took it
        :param int seconds_ago: its start, before now
        :param values: further fields of ``pharma.call``, in the place of these
        """
        start = NOW - timedelta(seconds=seconds_ago)
        cls.last_external = getattr(cls, 'last_external', 0) + 1
        vals = {
            'source': 'pbx',
            'pbx_id': cls.pbx.id,
            'external_id': f'test-{cls.last_external}',
            'direction': 'inbound',
            'state': 'answered',
            'queue_id': cls.queue.id,
            'date_start': start,
            'date_answer': start + timedelta(seconds=wait),
            'date_end': start + timedelta(seconds=wait + talk),
            'wait_seconds': wait,
            'talk_seconds': talk,
            'number': '0912345678',
        }
        if agent:
            vals |= {'agent_id': agent.id, 'user_id': agent.user_id.id}
        return cls.env['pharma.call'].sudo().create({**vals, **values})
