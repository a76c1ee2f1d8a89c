from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_intake import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeCommand(IntakeCommon):
    """What Odoo asks of a PBX: who may ask, who may fetch (002-26)."""

    def ask(self, user=None, kind='dial', agent=None, **values):
        Commands = self.env['pharma.call.command'].with_user(user or self.agent_user)
        return Commands._ask(kind, agent or self.agent, **values)

    def as_connector(self, user=None):
        return self.env['pharma.call.command'].with_user(user or self.connector)

    def test_dial_fetch_and_report(self):
        """A dialled call knows its command, customer and employee before it is answered
        (002-26)."""
        todo = self.env['pharma.call.todo'].create({'partner_id': self.customer.id})
        command = self.ask(number='0912 345-678', todo_id=todo.id)
        self.assertRecordValues(
            command,
            [
                {
                    'state': 'new',
                    'number': '0912345678',
                    'user_id': self.agent_user.id,
                    'partner_id': self.customer.id,
                    'company_id': self.company.id,
                }
            ],
        )
        [row] = self.as_connector().claim(pbx='intake-hcm', limit=20)
        self.assertRegex(row.pop('channel_id'), f'^pharma-{command.id}-[0-9]{{14}}$')
        self.assertEqual(
            row,
            {
                'id': command.id,
                'kind': 'dial',
                'agent': '101',
                'interface': 'PJSIP/101',
                'target_agent': None,
                'target_interface': None,
                'call': None,
                'number': '0912345678',
                'reason': None,
            },
        )
        self.assertEqual(self.as_connector().claim('intake-hcm'), [], 'fetched once')
        self.take({'type': 'call', 'call': 'c1', 'direction': 'outbound', 'command': command.id})
        results = [{'id': command.id, 'state': 'done', 'call': 'c1'}]
        self.assertEqual(self.as_connector().report('intake-hcm', results), 1)
        self.assertEqual(self.as_connector().report('intake-hcm', results), 0, 'told before')
        call = self.get_call()
        self.assertRecordValues(command, [{'state': 'done', 'call_id': call.id}])
        self.assertRecordValues(
            call,
            [
                {
                    'partner_id': self.customer.id,
                    'todo_id': todo.id,
                    'user_id': self.agent_user.id,
                    'agent_id': self.agent.id,
                    'command_id': command.id,
                }
            ],
        )

    def test_what_cannot_be_dialled(self):
        """Digits, +, * and # alone; nothing that ends a line of a protocol (000-36)."""
        for number in ('1\r\nAction: x', '12\n', 'sip:a@b', '1,2', '+', '', '1&2', '9' * 40, '1+2'):
            with self.assertRaises(UserError, msg=number):
                self.ask(number=number)
        self.assertEqual(self.ask(number='*97#').number, '*97#')

    def test_who_may_ask(self):
        """Agents for their own seat; listening is for supervisors, other companies' no (000-36)."""
        with self.assertRaises(AccessError):
            self.ask(self.colleague, number='1900')
        with self.assertRaises(AccessError):
            self.ask(self.supervisor, number='1900')
        with self.assertRaises(AccessError):
            self.ask(kind='listen', target_agent=self.other_agent)
        with self.assertRaises(AccessError):
            self.ask(kind='delete')
        self.assertTrue(self.ask(kind='pause', reason='Tea'))
        self.assertTrue(self.ask(self.supervisor, kind='logout'))
        seat = self.env['pharma.agent'].create(
            {'user_id': self.supervisor.id, 'code': '900', 'pbx_id': self.pbx.id}
        )
        listen = self.ask(self.supervisor, kind='listen', agent=seat, target_agent=self.agent)
        self.assertEqual(listen.target_agent_id, self.agent)
        pbx = self.pbx.copy({'code': 'intake-two'})
        theirs = self.env['pharma.call'].create({'source': 'pbx', 'pbx_id': pbx.id})
        with self.assertRaises(UserError):
            self.ask(kind='hangup', call=theirs)
        company = self.env['res.company'].create({'name': 'Other'})
        self.agent_user.write({'company_id': company.id, 'company_ids': company.ids})
        with self.assertRaises(AccessError):
            self.ask(number='1900')

    def test_employees_dial_numbers_of_the_record(self):
        """Who is no agent dials what stands at the customer, the call or the call to make
        (000-36)."""
        self.agent.user_id = self.clerk
        self.customer.pharma_phone_ids = [(0, 0, {'number': '0905 555 555'})]
        for number in ('0912345678', '+84912345678', '0905555555'):
            command = self.ask(self.clerk, number=number, partner_id=self.customer.id)
            self.assertEqual(command.number, number)
        with self.assertRaises(UserError):
            self.ask(self.clerk, number='19001234', partner_id=self.customer.id)

    def test_only_the_own_connector(self):
        """Anybody else is refused in the same words, whether the PBX exists or not (000-36)."""
        self.ask(number='1900')
        stranger = new_test_user(
            self.env, 'other_connector', groups='pharma_callcenter.group_call_connector'
        )
        users = (stranger, self.agent_user, self.supervisor, self.env.ref('base.user_admin'))
        messages = set()
        for user in users:
            for code in ('intake-hcm', 'nowhere', None, 5):
                with self.assertRaises(AccessError) as caught:
                    self.as_connector(user).claim(code)
                messages.add(str(caught.exception))
                with self.assertRaises(AccessError):
                    self.as_connector(user).report(code, [])
        self.assertEqual(len(messages), 1)
        self.assertEqual(len(self.as_connector().claim('intake-hcm')), 1)
        with self.assertRaises(AccessError):
            self.as_connector().search([])
        with self.assertRaises(AccessError):
            self.env['pharma.pbx'].with_user(self.connector).search([]).mapped('name')

    def test_hostile_results(self):
        """A wrong list is an error, a wrong line is passed over, of others nothing moves
        (000-36)."""
        command = self.ask(number='1900')
        for results in (None, {}, 'x', [{}] * 201):
            with self.assertRaises(UserError):
                self.as_connector().report('intake-hcm', results)
        for limit in (0, -1, True, '5', None):
            with self.assertRaises(UserError):
                self.as_connector().claim('intake-hcm', limit)
        lines = [
            1,
            {'id': True},
            {'id': 2**40, 'state': 'done'},
            {'id': command.id, 'state': 'new'},
        ]
        self.assertEqual(self.as_connector().report('intake-hcm', lines), 0)
        done = [{'id': command.id, 'state': 'done'}]
        self.assertEqual(self.as_connector().report('intake-hcm', done), 0, 'not fetched yet')
        self.as_connector().claim('intake-hcm')
        failed = [{'id': command.id, 'state': 'failed', 'error': 'No\r\nanswer' + 'x' * 500}]
        self.assertEqual(self.as_connector().report('intake-hcm', failed), 1)
        own = command.with_user(self.agent_user)
        self.assertEqual(own.error, 'No  answer' + 'x' * 190)
        with self.assertRaises(AccessError):
            command.with_user(self.colleague).read(['error'])
        with self.assertRaises(AccessError):
            own.write({'state': 'new'})

    def test_nobody_fetches(self):
        """After 30 s a command is too late, and who asked is told (002-26)."""
        command = self.ask(number='1900')
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pharma_call_command SET create_date = create_date - interval '31 seconds'"
            ' WHERE id = %s',
            [command.id],
        )
        self.env['pharma.pbx']._cron_watch()
        self.assertEqual(command.state, 'expired')
        self.assertIn('did not fetch', command.error)
        self.assertEqual(self.as_connector().claim('intake-hcm'), [])
