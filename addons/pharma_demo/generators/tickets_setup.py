"""How the demo chain works on tickets: departments of categories, addresses, rules."""

from datetime import timedelta

# Category or kind -> name of the department that has to solve it.
OWNERS = {
    'category_delivery': 'warehouse',
    'category_quality': 'quality',
    'category_effect': 'pharmacy',
    'category_service': 'sales',
    'category_money': 'sales',
    'kind_professional': 'pharmacy',
}
# What arrives at these addresses becomes a ticket of the kind.
ALIASES = {
    'complaint': 'khieunai',
    'suggestion': 'gopy',
    'enquiry': 'hoidap',
    'service': 'dichvu',
    'professional': 'duocsi',
}
ALIAS_DOMAIN = 'nhathuoc.example.com'
# How the teams share out what comes from now on.
SHARING = {'team_hcm': 'load', 'team_dng': 'turns', 'team_dc': 'manual'}
# The rule of orders asks some buyers, from so many days ago on.
ORDER_SHARE, ORDER_DAYS = 60, 32


def set_up(env):
    """Name departments and addresses, demand proof for services, start the rule of orders.

    :param env: environment of the superuser
    """
    for name, department in OWNERS.items():
        owner = env.ref(f'pharma_demo.department_{department}')
        env.ref(f'pharma_callcenter.pharma_complaint_{name}').owner_department_id = owner
    if not env.company.alias_domain_id:
        domain = env['mail.alias.domain'].create({'name': ALIAS_DOMAIN})
        env.company.alias_domain_id = domain
        env['ir.model.data']._update_xmlids(
            [{'xml_id': 'pharma_demo.alias_domain', 'record': domain, 'noupdate': True}]
        )
    for nature, alias in ALIASES.items():
        env.ref(f'pharma_callcenter.pharma_complaint_kind_{nature}').alias_name = alias
    env.ref('pharma_callcenter.pharma_complaint_kind_service').require_proof = True
    rule = env.ref('pharma_callcenter.pharma_followup_rule_order')
    rule.write(
        {
            'active': True,
            'share_percent': ORDER_SHARE,
            'progress': False,
            'date_start': env.company._pharma_today() - timedelta(days=ORDER_DAYS),
        }
    )


def share_out(env):
    """Let teams share out tickets from now on, each in its own way.

    :param env: environment of the superuser
    """
    for name, method in SHARING.items():
        env.ref(f'pharma_demo.{name}').pharma_ticket_assign = method


def forget_set_up(env):
    """Take back what was set in records that stay.

    :param env: environment of the superuser
    """
    for nature in ALIASES:
        kind = env.ref(f'pharma_callcenter.pharma_complaint_kind_{nature}', False)
        if kind:
            kind.write({'alias_name': False, 'require_proof': False})
    rule = env.ref('pharma_callcenter.pharma_followup_rule_order', False)
    if rule:
        rule.active = False
