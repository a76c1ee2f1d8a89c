from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_asterisk import AsteriskCommon


@tagged('post_install', '-at_install')
class TestAsteriskClaim(AsteriskCommon):
    """What the connector fetches with a command."""

    def test_sign_in_names_queues(self):
        """002-26: signing in needs the agent's queues of this PBX, in one answer."""
        command = self.env['pharma.call.command'].with_user(self.agent_user)
        command._ask('login', self.agent.with_user(self.agent_user))
        command._ask('pause', self.agent.with_user(self.agent_user), reason='Lunch')
        claimed = self.env['pharma.call.command'].with_user(self.service).claim('ast-test')
        self.assertEqual([c['kind'] for c in claimed], ['login', 'pause'])
        self.assertEqual(claimed[0]['queues'], ['sales'])
        self.assertEqual(claimed[0]['interface'], 'PJSIP/101')
        self.assertNotIn('queues', claimed[1])

    def test_others_fetch_nothing(self):
        """002-26, 000-36: neither agents nor administrators take the connector's commands."""
        for user in (self.agent_user, self.supervisor, self.admin):
            with self.assertRaises(AccessError):
                self.env['pharma.call.command'].with_user(user).claim('ast-test')
