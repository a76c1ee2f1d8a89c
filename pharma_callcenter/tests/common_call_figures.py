from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

# Tuesday, 2026-03-10, 9:00 in Vietnam
NINE = datetime(2026, 3, 10, 2)


class CallFiguresCommon(TransactionCase):
    """A company in Vietnam with two queues and two agents, whose calls tests make themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['res.company'].create(
            {'name': 'Call Figures', 'country_id': cls.env.ref('base.vn').id}
        )
        cls.env.user.write(
            {'company_ids': [Command.link(cls.company.id)], 'company_id': cls.company.id}
        )
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.agent_user, cls.other_user, cls.supervisor, cls.manager = (
            new_test_user(
                cls.env,
                f'call_figures_{role}',
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, group in (
                ('agent', 'pharma_callcenter.group_call_agent'),
                ('other', 'pharma_callcenter.group_call_agent'),
                ('supervisor', 'pharma_callcenter.group_call_supervisor'),
                ('manager', 'pharma_crm.group_pharma_manager'),
            )
        )
        cls.orders, cls.advice = cls.env['pharma.call.queue'].create(
            [{'name': name, 'code': name.lower()} for name in ('Orders', 'Advice')]
        )
        cls.agent, cls.other = cls.env['pharma.agent'].create(
            [
                {'user_id': cls.agent_user.id, 'code': '101'},
                {'user_id': cls.other_user.id, 'code': '102'},
            ]
        )

    # === CALLS === #
    @classmethod
    def _at(cls, seconds):
        """Return the moment so many seconds after nine."""
        return NINE + timedelta(seconds=seconds)

    @classmethod
    def _call(cls, start, *visits, **values):
        """Create an incoming call.

        :param int start: seconds after nine
        :param visits: (queue, seconds entered, seconds waited, result, agent, seconds talked)
        :param values: of the call
        """
        # the last visit that was answered
        answered = next((v for v in reversed(visits) if v[3] == 'answered'), None)
        last = visits[-1] if visits else None
        states = {'answered': 'answered', 'abandoned': 'abandoned'}
        vals = {
            'company_id': cls.company.id,
            'direction': 'inbound',
            'source': 'import',
            'date_start': cls._at(start),
        }
        if last:
            vals |= {
                'queue_id': last[0].id,
                'state': states.get(last[3], 'missed'),
                'wait_seconds': last[1] + last[2] - start,
                'talk_seconds': answered[5] if answered else 0,
                'user_id': answered[4].user_id.id if answered else False,
                'agent_id': answered[4].id if answered else False,
                'date_end': cls._at(last[1] + last[2] + last[5]),
            }
        call = cls.env['pharma.call'].create(vals | values)
        for queue, entered, waited, result, agent, talked in visits:
            left = cls._at(entered + waited)
            visit = cls.env['pharma.call.visit'].create(
                {
                    'call_id': call.id,
                    'company_id': cls.company.id,
                    'queue_id': queue.id,
                    'date_enter': cls._at(entered),
                    'date_answer': left if result == 'answered' else False,
                    'date_leave': left,
                    'result': result,
                    'wait_seconds': waited,
                    'talk_seconds': talked,
                    'agent_id': agent.id if agent else False,
                    'user_id': agent.user_id.id if agent else False,
                }
            )
            if agent:
                cls._attempt(call, visit, agent, entered, waited, talked)
        cls._mark(call)
        return call

    @classmethod
    def _attempt(cls, call, visit, agent, rang, ring, talked, result='answered'):
        cls.env['pharma.call.attempt'].create(
            {
                'call_id': call.id,
                'visit_id': visit.id,
                'company_id': cls.company.id,
                'agent_id': agent.id,
                'user_id': agent.user_id.id,
                'queue_id': visit.queue_id.id,
                'date_ring': cls._at(rang),
                'date_answer': cls._at(rang + ring) if result == 'answered' else False,
                'date_end': cls._at(rang + ring + talked),
                'result': result,
                'ring_seconds': ring,
                'talk_seconds': talked,
            }
        )

    @classmethod
    def _states(cls, agent, *changes):
        """Create states of an agent: (seconds after nine, state), each until the next."""
        states = cls.env['pharma.agent.state'].create(
            [
                {
                    'agent_id': agent.id,
                    'user_id': agent.user_id.id,
                    'company_id': cls.company.id,
                    'state': state,
                    'date_start': cls._at(start),
                    'date_end': cls._at(after[0]) if after else False,
                    'seconds': after[0] - start if after else 0,
                }
                for (start, state), after in zip(changes, [*changes[1:], None], strict=True)
            ]
        )
        cls.env.flush_all()
        cls.env['pharma.call.mark']._mark_states(states.ids)
        return states

    @classmethod
    def _mark(cls, calls):
        cls.env.flush_all()
        cls.env['pharma.call.mark']._mark_calls(calls.ids)

    # === FIGURES === #
    @classmethod
    def _keep(cls):
        """Do what the job does, without its commits."""
        Count = cls.env['pharma.call.count']
        Count._advance()
        while Count._get_left():
            Count._count_slice()
        cls.env.invalidate_all()

    def _figures(self, model, *names, domain=(), groupby=(), user=None):
        """Return {group: {figure: value}} of the company, the total under None."""
        Report = self.env[model].with_user(user or self.env.user)
        specs = [f'{name}:{Report._fields[name].aggregator}' for name in names]
        domain = [('company_id', '=', self.company.id), *domain]
        rows = Report._read_group(domain, list(groupby), specs)
        return {
            (row[0] if groupby else None): dict(zip(names, row[len(groupby) :], strict=True))
            for row in rows
        }
