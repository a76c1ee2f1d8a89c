"""Who serves which customer, and in which branch."""

from collections import namedtuple

from .stock import demo_branches, demo_records

# branch, its sales team, and the users who serve there
Place = namedtuple('Place', ['branch', 'team', 'users'])


class Staff:
    """The three branches with their people; looked up once, asked for every order.

    :param env: environment of the superuser
    """

    def __init__(self, env):
        city, coast, centre = demo_branches(env)
        users = {
            name: env.ref(f'pharma_demo.user_{name}_demo')
            for name in ('care', 'agent', 'supervisor', 'manager')
        }
        self.city = Place(city, env.ref('pharma_demo.team_hcm'), users['care'] | users['agent'])
        self.coast = Place(coast, env.ref('pharma_demo.team_dng'), users['supervisor'])
        self.centre = Place(centre, env.ref('pharma_demo.team_dc'), users['manager'])
        self.south = env.ref('pharma_crm.region_vn_south').parent_path

    def get_place(self, partner):
        """Return the place that serves a customer: partners from the distribution centre.

        :param partner: ``res.partner``
        :return: Place
        """
        if partner.pharma_customer_type in ('level1', 'level2'):
            return self.centre
        region = partner.pharma_region_id
        is_far = region and not region.parent_path.startswith(self.south)
        return self.coast if is_far else self.city

    def get_salesperson(self, partner, place):
        """Return who serves a customer: the responsible if of that place, else always the same."""
        if partner.user_id in place.users:
            return partner.user_id
        return place.users[partner.id % len(place.users)]


def assign_customers(env):
    """Give invented customers a responsible, at first and after a new installation.

    :param env: environment of the superuser
    """
    staff = Staff(env)
    customers = demo_records(env, 'res.partner').filtered(
        lambda c: c.pharma_customer_type != 'other' and not c.user_id
    )
    for user, group in customers.grouped(
        lambda c: staff.get_salesperson(c, staff.get_place(c))
    ).items():
        group.user_id = user


def restore_salespeople(env):
    """Give orders kept from an earlier installation their salespeople again.

    :param env: environment of the superuser
    """
    staff = Staff(env)
    orders = demo_records(env, 'sale.order').filtered(lambda order: not order.user_id)
    places = {p.branch.id: p for p in (staff.city, staff.coast, staff.centre)}
    for user, group in orders.grouped(
        lambda order: staff.get_salesperson(order.partner_id, places[order.warehouse_id.id])
    ).items():
        group.user_id = user
