from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class AsteriskCommon(TransactionCase):
    """An exchange with a queue, a seat and the connector's user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = new_test_user(
            cls.env,
            'asterisk-service',
            'base.group_user,pharma_callcenter.group_call_connector',
        )
        cls.agent_user = new_test_user(
            cls.env, 'asterisk-agent', 'pharma_callcenter.group_call_agent'
        )
        cls.supervisor = new_test_user(
            cls.env, 'asterisk-supervisor', 'pharma_callcenter.group_call_supervisor'
        )
        cls.admin = new_test_user(
            cls.env, 'asterisk-admin', 'base.group_system,pharma_crm.group_pharma_manager'
        )
        cls.pbx = cls.env['pharma.pbx'].create(
            {
                'name': 'Exchange',
                'code': 'ast-test',
                'is_asterisk': True,
                'connector_user_id': cls.service.id,
            }
        )
        cls.queue = cls.env['pharma.call.queue'].create(
            {'name': 'Sales', 'code': 'sales', 'pbx_id': cls.pbx.id}
        )
        cls.agent = cls.env['pharma.agent'].create(
            {
                'user_id': cls.agent_user.id,
                'code': '101',
                'interface': 'PJSIP/101',
                'pbx_id': cls.pbx.id,
                'queue_ids': [Command.set(cls.queue.ids)],
            }
        )
