# ruff: noqa: F821
# Odoo's shell provides env.
# A script for Odoo's shell: an exchange with queues, agents and their users, one more of another
# company, and the connector's service user. Prints what the connector needs to know.
import json
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

env['res.company'].browse(1).country_id = env.ref('base.vn')
groups = {
    'agent': env.ref('pharma_callcenter.group_call_agent').id,
    'supervisor': env.ref('pharma_callcenter.group_call_supervisor').id,
    'connector': env.ref('pharma_callcenter.group_call_connector').id,
}


def make_user(login, group, company):
    return (
        env['res.users']
        .with_context(no_reset_password=True)
        .create(
            {
                'name': f'User {login}',
                'login': login,
                'password': login,
                'company_id': company.id,
                'company_ids': [Command.set(company.ids)],
                'group_ids': [Command.set([groups[group], env.ref('base.group_user').id])],
            }
        )
    )


def make_pbx(code, company, agents):
    service = make_user(f'service-{code}', 'connector', company)
    pbx = env['pharma.pbx'].create(
        {
            'name': code,
            'code': code,
            'company_id': company.id,
            'country_id': env.ref('base.vn').id,
            'tz': 'UTC',
            'is_asterisk': True,
            'connector_user_id': service.id,
        }
    )
    queues = env['pharma.call.queue'].create(
        [
            {'name': name, 'code': name, 'pbx_id': pbx.id, 'company_id': company.id}
            for name in ('sales', 'night', 'empty')
        ]
    )
    for number in agents:
        user = make_user(f'{code}-{number}', 'supervisor' if number == '109' else 'agent', company)
        env['pharma.agent'].create(
            {
                'user_id': user.id,
                'code': number,
                'pbx_id': pbx.id,
                'company_id': company.id,
                'interface': f'Local/{number}@agents/n',
                'queue_ids': [Command.set([] if number == '109' else queues[:1].ids)],
            }
        )
    key = (
        env['res.users.apikeys']
        .with_user(service)
        .sudo()
        ._generate('rpc', 'connector', fields.Datetime.now() + timedelta(days=1))
    )
    return {'secret': pbx.secret, 'wake_token': pbx.wake_token, 'api_key': key, 'pbx': code}


other = env['res.company'].create({'name': 'Another Company'})
told = {
    'hcm1': make_pbx('hcm1', env['res.company'].browse(1), ('101', '102', '103', '104', '109')),
    'hn1': make_pbx('hn1', other, ('101',)),
}
partner = env['res.partner'].create({'name': 'Customer 77', 'phone': '0901230077'})
told['partner'] = partner.id
told['user'] = env['res.users'].search([('login', '=', 'hcm1-101')]).id
env.cr.commit()
print('TOLD', json.dumps(told))
