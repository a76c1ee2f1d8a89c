"""Invented customers beside the named ones of ``data/res.partner.csv``."""

from datetime import timedelta
from random import Random

from odoo import fields
from odoo.fields import Command

from .people import (
    CONTACTS,
    FIRM_FORMS,
    FIRM_NAMES,
    PROVINCES,
    REPRESENTATIVE,
    STREETS,
    person_name,
)
from .stock import named_records, set_external_ids
from .treatments import ASSORTMENTS, TREATMENTS

SEED = 20261122
# With the 44 named ones: 400.
RETAIL, PROSPECTS = 286, 22
PARTNERS = {'company': 7, 'hospital': 6, 'pharmacy': 20, 'clinic': 9, 'health_station': 6}
LEVELS = {'company': 'level1', 'hospital': 'level1'}
# Of the retail customers: how many take something all the time.
TREATED = 0.52
# Beginnings of mobile numbers; what follows shows that the number is invented.
MOBILES = ('090', '091', '093', '098', '096', '097', '086', '088', '070', '079', '033', '056')
WRITINGS = (
    '{0} {1} {2}',
    '{0}{1}{2}',
    '{0}.{1}.{2}',
    '{0}-{1}-{2}',
    '+84 {3} {1} {2}',
    '(+84) {3} {1} {2}',
    '0084 {3} {1} {2}',
)
RETAIL_CHANNELS = (
    'counter',
    'counter',
    'counter',
    'telephone',
    'zalo',
    'website',
    'app',
    'facebook',
)
PARTNER_CHANNELS = ('field', 'wholesale', 'telephone')
ANSWERS = ('accepted', 'accepted', 'accepted', 'declined', 'not_asked')
PERMISSIONS = (('care', 'call'), ('care', 'zalo'), ('advertising', 'sms'), ('survey', 'call'))


def create_customers(env):
    """Create customers of every kind with their contacts and permissions to contact.

    The same day of installation gives the same customers.

    :param env: environment of the superuser
    :return: the ``res.partner`` records
    """
    random = Random(SEED)  # noqa: S311 - makes data, guards nothing
    known = _Known(env)
    vals_list = [_person(known, random, number, 'retail') for number in range(RETAIL)]
    vals_list += [
        _person(known, random, RETAIL + number, 'prospect') for number in range(PROSPECTS)
    ]
    kinds = [kind for kind, count in PARTNERS.items() for _number in range(count)]
    vals_list += [_partner(known, random, number, kind) for number, kind in enumerate(kinds)]
    customers = env['res.partner'].create(vals_list)
    set_external_ids(
        env, customers, [f'customer_{number:04d}' for number in range(45, 45 + len(customers))]
    )
    contacts = env['res.partner'].create(
        [
            _contact(random, number, partner)
            for number, partner in enumerate(customers.filtered('pharma_partner_kind'))
        ]
    )
    set_external_ids(env, contacts, [f'contact_{n:04d}' for n in range(8, 8 + len(contacts))])
    return customers + contacts


def create_permissions(env):
    """Let some of the invented people say what they want to be contacted for.

    :param env: environment of the superuser
    """
    random = Random(SEED)  # noqa: S311 - makes data, guards nothing
    now = fields.Datetime.now()
    vals_list = []
    for _name, customer in sorted(named_records(env, 'res.partner', 'customer_0').items()):
        if customer.pharma_customer_type != 'retail':
            continue
        for purpose, channel in random.sample(PERMISSIONS, random.choice((0, 0, 1, 1, 2))):
            vals_list.append(
                {
                    'partner_id': customer.id,
                    'purpose': purpose,
                    'channel': channel,
                    'state': random.choice(ANSWERS),
                    'date': now - timedelta(days=random.randint(5, 600)),
                    'source': random.choice(('verbal', 'recorded', 'form', 'website', 'message')),
                }
            )
    permissions = env['pharma.contact.permission'].create(vals_list)
    set_external_ids(env, permissions, [f'permission_{n:04d}' for n in range(len(permissions))])


class _Known:
    """What customers refer to, looked up once."""

    def __init__(self, env):
        self.country = env.ref('base.vn')
        self.states = {state.code: state.id for state in self.country.state_ids}
        self.manager = env.ref('pharma_demo.user_manager_demo')
        self.channels = named_records(
            env, 'pharma.sales.channel', 'sales_channel_', module='pharma_crm'
        )
        self.groups = named_records(env, 'pharma.customer.group', 'customer_group_')
        self.products = named_records(env, 'product.template', 'product_')

    def get_products(self, names):
        """Return the command that sets products by name."""
        return [Command.set([self.products[name].id for name in names])]


def _person(known, random, number, customer_type):
    """Return the values of a retail customer or a prospect."""
    gender = random.choice(('female', 'female', 'male'))
    treatment = None
    if customer_type == 'retail' and random.random() < TREATED:
        treatment = random.choices(TREATMENTS, [t.weight for t in TREATMENTS])[0]
        gender = treatment.gender or gender
    youngest = treatment.age if treatment else random.choice((1, 18, 18, 25, 30))
    years = youngest + random.randint(0, 25 if youngest >= 18 else 12)
    birthdate = fields.Date.today() - timedelta(days=round(years * 365.25) + random.randrange(360))
    group = treatment and treatment.group or random.choice((None, None, None, None, 'loyal'))
    name = person_name(random, gender)
    is_known = customer_type == 'retail' or random.random() < 0.5
    vals = {
        'name': name,
        'ref': f'KH{number + 35:05d}',
        'pharma_customer_type': customer_type,
        'pharma_gender': gender,
        'pharma_birthdate': birthdate if is_known else False,
        'phone': _mobile(random, number),
        'pharma_channel_id': known.channels[random.choice(RETAIL_CHANNELS)].id,
        'pharma_customer_group_id': group and known.groups[group].id,
        'pharma_preferred_channel': random.choice(('call', 'call', 'zalo', 'zalo', 'sms', 'email')),
        **_address(known, random, is_known),
    }
    if treatment:
        vals['pharma_preferred_product_ids'] = known.get_products(treatment.products)
    if random.random() < 0.3:
        vals['email'] = f'khach{number + 35:03d}@example.com'
    return vals


def _partner(known, random, number, kind):
    """Return the values of a partner of level 1 or 2."""
    province = random.choices(PROVINCES, [p.weight for p in PROVINCES])[0]
    level = LEVELS.get(kind, 'level2')
    chosen = random.sample(ASSORTMENTS[kind], random.randint(4, 7))
    name = f'{FIRM_FORMS[kind]} {FIRM_NAMES[number % len(FIRM_NAMES)]}'
    # eight digits in the two big cities, seven elsewhere
    start = '39' if len(province.area) == 3 else '3'
    return {
        'name': name if number < len(FIRM_NAMES) else f'{name} {province.city}',
        'ref': f'DT{number + 11:05d}',
        'is_company': True,
        'pharma_customer_type': level,
        'pharma_partner_kind': kind,
        'phone': f'{province.area} {start}55 {number + 1000:04d}',
        'email': f'doitac{number + 11:03d}@example.com',
        'pharma_channel_id': known.channels[random.choice(PARTNER_CHANNELS)].id,
        'pharma_customer_group_id': kind in ('company', 'pharmacy') and known.groups['agency'].id,
        'pharma_preferred_channel': random.choice(('call', 'email', 'zalo')),
        'pharma_preferred_product_ids': known.get_products(chosen),
        'user_id': known.manager.id,
        **_address(known, random, True, province),
    }


def _contact(random, number, partner):
    """Return the values of the person one deals with at a partner."""
    kind, function, title = CONTACTS[partner.pharma_partner_kind]
    if partner.pharma_partner_kind == 'company' and number % 2:
        kind, function, title = REPRESENTATIVE
    gender = random.choice(('female', 'male'))
    return {
        'name': f'{title}{person_name(random, gender)}',
        'parent_id': partner.id,
        'type': 'contact',
        'function': function,
        'pharma_customer_type': 'other',
        'pharma_contact_type': kind,
        'pharma_gender': gender,
        'phone': _mobile(random, 1000 + number),
    }


def _mobile(random, number):
    """Return a number that differs from every other one here, in some way of writing."""
    start = random.choice(MOBILES)
    end = f'{number:04d}'
    return random.choice(WRITINGS).format(start, f'555{end[:1]}', end[1:], start[1:])


def _address(known, random, is_known, province=None):
    province = province or random.choices(PROVINCES, [p.weight for p in PROVINCES])[0]
    vals = {
        'state_id': known.states[f'VN-{province.code}'],
        'country_id': known.country.id,
    }
    if is_known:
        house, street = random.randint(2, 380), random.choice(STREETS)
        vals['street'] = f'{house} {street}, Phường {random.choice(province.wards)}'
        vals['city'] = province.city
    return vals
