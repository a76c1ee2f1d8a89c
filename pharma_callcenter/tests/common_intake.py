import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user
from odoo.tools import SQL

from odoo.addons.base.tests.common import BaseCommon

from ..models.pharma_pbx_intake_refusal import COUNTER

# Monday, 10:00 in Ho Chi Minh City
NOW = datetime(2026, 3, 2, 3, 0)
URL = '/pharma/telephony/v1/events'


def at(seconds, millis=None):
    """Return the moment so many seconds after the hour, as an event writes it."""
    text = (datetime(2026, 3, 2, 2, 0) + timedelta(seconds=seconds)).isoformat()
    return f'{text}Z' if millis is None else f'{text}.{millis:03}Z'


def when(seconds):
    """Return the same moment as it is stored."""
    return datetime(2026, 3, 2, 2, 0) + timedelta(seconds=seconds)


class IntakeCommon(BaseCommon):
    """A PBX of Ho Chi Minh City with two queues, two seats and one customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.vietnam = cls.env.ref('base.vn')
        cls.company.partner_id.country_id = cls.vietnam
        agent = 'pharma_callcenter.group_call_agent'
        cls.agent_user = new_test_user(cls.env, 'intake_agent', groups=agent)
        cls.colleague = new_test_user(cls.env, 'intake_colleague', groups=agent)
        cls.supervisor = new_test_user(
            cls.env, 'intake_supervisor', groups='pharma_callcenter.group_call_supervisor'
        )
        cls.clerk = new_test_user(cls.env, 'intake_clerk', groups='pharma_crm.group_pharma_user')
        cls.connector = new_test_user(
            cls.env, 'intake_connector', groups='pharma_callcenter.group_call_connector'
        )
        cls.pbx = cls.env['pharma.pbx'].create(
            {
                'name': 'Ho Chi Minh City',
                'code': 'intake-hcm',
                'country_id': cls.vietnam.id,
                'tz': 'Asia/Ho_Chi_Minh',
                'connector_user_id': cls.connector.id,
            }
        )
        cls.team = cls.env['crm.team'].create(
            {'name': 'Orders', 'member_ids': [Command.set(cls.agent_user.ids)]}
        )
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.company.id)], limit=1
        )
        cls.orders, cls.advice = cls.env['pharma.call.queue'].create(
            [
                {
                    'name': 'Orders',
                    'code': 'orders',
                    'pbx_id': cls.pbx.id,
                    'team_id': cls.team.id,
                    'warehouse_id': cls.warehouse.id,
                },
                {'name': 'Advice', 'code': 'advice', 'pbx_id': cls.pbx.id},
            ]
        )
        cls.agent, cls.other_agent = cls.env['pharma.agent'].create(
            [
                {
                    'user_id': user.id,
                    'code': code,
                    'pbx_id': cls.pbx.id,
                    'interface': f'PJSIP/{code}',
                    'team_id': cls.team.id,
                    'queue_ids': [Command.set(cls.orders.ids)],
                }
                for user, code in ((cls.agent_user, '101'), (cls.colleague, '102'))
            ]
        )
        cls.customer = cls.env['res.partner'].create(
            {'name': 'Nguyễn Văn An', 'country_id': cls.vietnam.id, 'phone': '0912 345 678'}
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        # counts of refusals live in the memory of the process
        COUNTER.clear()
        self.addCleanup(COUNTER.clear)

    def take(self, *events, pbx=None):
        """Let the PBX report events at NOW; return the answer."""
        with freeze_time(NOW):
            return (pbx or self.pbx)._take_in(json.loads(json.dumps(events)))

    def get_call(self, external='c1', pbx=None):
        """Return the call of an id in the PBX."""
        return self.env['pharma.call'].search(
            [('pbx_id', '=', (pbx or self.pbx).id), ('external_id', '=', external)]
        )

    def forget(self):
        """Remove what the PBX reported: measured calls cannot be deleted by people."""
        self.env.flush_all()
        for table in ('pharma_call', 'pharma_pbx_restart'):
            query = SQL('DELETE FROM %s WHERE pbx_id = %s', SQL.identifier(table), self.pbx.id)
            self.env.cr.execute(query)
        self.env.invalidate_all()

    @staticmethod
    def queued(**values):
        """Return the event of a call that agent 101 answered in the queue of orders."""
        attempt = {'agent': '101', 'rang': at(14), 'answered': at(20), 'result': 'answered'}
        visit = {
            'queue': 'orders',
            'entered': at(10),
            'answered': at(20),
            'result': 'answered',
            'agent': '101',
            'attempts': [attempt],
        }
        return {
            'id': 'e1',
            'type': 'call',
            'call': 'c1',
            'direction': 'inbound',
            'number': '0912345678',
            'called': '18001234',
            'started': at(5),
            'ended': at(80),
            'visits': [visit],
        } | values


class IntakePost:
    """Posts events over HTTP, signed as a connector signs them."""

    def post(self, events, pbx=None, secret=None, shift=0, **headers):
        """Return the response to events, or to raw bytes."""
        pbx = pbx or self.pbx
        body = events if isinstance(events, bytes) else json.dumps(events).encode()
        stamp = str(int(time.time()) + shift)
        signature = hmac.new(
            (secret or pbx.secret).encode(), stamp.encode() + b'.' + body, hashlib.sha256
        )
        return self.url_open(
            URL,
            data=body,
            headers={
                'Content-Type': 'application/json',
                'X-Pharma-Pbx': pbx.code,
                'X-Pharma-Timestamp': stamp,
                'X-Pharma-Signature': f'v1={signature.hexdigest()}',
            }
            | headers,
        )
