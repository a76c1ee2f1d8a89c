from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_call import CallCommon

# role x (read, write, create, delete) on a record of each model; see security/
READER, NOBODY, ALL = 'r', '', 'rwcd'
TABLE = {
    # a measured call of agent 101 in queue 'orders'; to write it is to say what it was about
    'pharma.call': {
        'agent': 'rwc', 'colleague': 'rwc', 'stranger': NOBODY, 'clerk': NOBODY,
        'supervisor': ALL, 'manager': 'rwc', 'outsider': NOBODY, 'employee': NOBODY,
        'portal': NOBODY, 'system': NOBODY,
    },
    # how an employee works is his own and the supervisor's
    'pharma.call.visit': {
        'agent': READER, 'colleague': NOBODY, 'stranger': NOBODY, 'clerk': NOBODY,
        'supervisor': READER, 'manager': READER, 'outsider': NOBODY, 'employee': NOBODY,
        'portal': NOBODY, 'system': NOBODY,
    },
    'pharma.call.attempt': {
        'agent': READER, 'colleague': NOBODY, 'stranger': NOBODY, 'clerk': NOBODY,
        'supervisor': READER, 'manager': READER, 'outsider': NOBODY, 'employee': NOBODY,
        'portal': NOBODY, 'system': NOBODY,
    },
    'pharma.agent.state': {
        'agent': READER, 'colleague': NOBODY, 'stranger': NOBODY, 'clerk': NOBODY,
        'supervisor': READER, 'manager': READER, 'outsider': NOBODY, 'employee': NOBODY,
        'portal': NOBODY, 'system': NOBODY,
    },
    'pharma.call.queue': {
        'agent': READER, 'clerk': READER, 'supervisor': ALL, 'manager': READER,
        'outsider': NOBODY, 'employee': NOBODY, 'portal': NOBODY, 'system': ALL,
    },
    'pharma.agent': {
        'agent': READER, 'clerk': READER, 'supervisor': ALL, 'manager': READER,
        'outsider': NOBODY, 'employee': NOBODY, 'portal': NOBODY, 'system': ALL,
    },
    'pharma.pbx': {
        'agent': READER, 'clerk': NOBODY, 'supervisor': READER, 'manager': READER,
        'outsider': NOBODY, 'employee': NOBODY, 'portal': NOBODY, 'system': ALL,
    },
    'pharma.pbx.refusal': {
        'agent': NOBODY, 'clerk': NOBODY, 'supervisor': READER, 'manager': NOBODY,
        'outsider': NOBODY, 'employee': NOBODY, 'portal': NOBODY, 'system': 'rwd',
    },
    'pharma.call.purpose': {
        'agent': READER, 'clerk': READER, 'supervisor': ALL, 'manager': READER,
        'employee': NOBODY, 'portal': NOBODY, 'system': NOBODY,
    },
    'pharma.call.import': {
        'agent': NOBODY, 'clerk': NOBODY, 'supervisor': 'rc', 'manager': NOBODY,
        'outsider': NOBODY, 'employee': NOBODY, 'portal': NOBODY, 'system': 'rcd',
    },
}  # fmt: skip
OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'd': 'unlink'}


@tagged('post_install', '-at_install')
class TestCallRights(CallCommon):
    """Who may do what with calls, as the table at the top of this file says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._create_call(cls.agent)
        start = cls.call.date_start
        own = {'company_id': cls.company.id, 'agent_id': cls.agent.id}
        own['user_id'] = cls.agent_user.id
        attempt = {'call_id': cls.call.id, 'date_ring': start}
        visit = {'call_id': cls.call.id, 'queue_id': cls.queue.id, 'date_enter': start}
        refusal = {'pbx_id': cls.pbx.id, 'reason': 'r', 'key': 'k'}
        job = {'pbx_id': cls.pbx.id, 'file_name': 'f'}
        create = {
            'pharma.call.visit': own | visit,
            'pharma.call.attempt': own | attempt,
            'pharma.agent.state': own | {'state': 'paused', 'date_start': start},
            'pharma.pbx.refusal': refusal | {'company_id': cls.company.id},
            'pharma.call.import': job,
        }
        cls.records = {
            'pharma.call': cls.call,
            'pharma.call.queue': cls.queue,
            'pharma.agent': cls.agent,
            'pharma.pbx': cls.pbx,
            'pharma.call.purpose': cls.purpose,
        } | {model: cls.env[model].create(vals) for model, vals in create.items()}

    def test_table(self):
        """000-36: each role may do with a record what the table says, and no more."""
        for model, roles in TABLE.items():
            for role, letters in roles.items():
                record = self.records[model].with_user(self._user(role))
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(record.has_access(operation), letter in letters)

    def _user(self, role):
        return getattr(self, f'{role}_user')

    def test_search_shows_what_the_rules_let_through(self):
        """000-36: a stranger's list is empty; a call of nobody is everybody's who takes calls."""
        lost = self._create_call(state='missed', queue_id=False)
        mine = {
            'agent': self.call | lost,
            'colleague': self.call | lost,
            'stranger': lost,
            'clerk': self.env['pharma.call'],
            'supervisor': self.call | lost,
            'outsider': self.env['pharma.call'],
        }
        for role, calls in mine.items():
            with self.subTest(role=role):
                Call = self.env['pharma.call'].with_user(self._user(role))
                self.assertEqual(Call.search([('pbx_id', '=', self.pbx.id)]), calls)

    def test_the_secret_is_the_administrators(self):
        """000-36, 000-01: nobody else reads it, searches by it, or makes a new one."""
        for role in ('agent', 'supervisor', 'manager'):
            pbx = self.pbx.with_user(self._user(role))
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    pbx.read(['secret'])
                with self.assertRaises(AccessError):
                    pbx.search([('secret', '!=', False)])
                with self.assertRaises(AccessError):
                    pbx.action_new_secret()
        before = self.pbx.secret
        self.pbx.with_user(self.system_user).action_new_secret()
        self.assertNotEqual(self.pbx.secret, before)
        self.assertEqual(len(self.pbx.secret), 64)

    def test_actions_check_rights(self):
        """000-36: no button of a call opens anything for a stranger."""
        call = self.call.with_user(self.stranger_user)
        for name in (
            'action_ask_expert', 'action_call_back', 'action_new_customer', 'action_view_partner',
            'action_open_card', 'action_finish', 'action_pharma_new_complaint',
            'action_pharma_view_complaints',
        ):  # fmt: skip
            with self.subTest(action=name), self.assertRaises(AccessError):
                getattr(call, name)()
