"""Who takes in tickets, and what all of them refer to."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from random import Random

from odoo import fields

from odoo.addons.pharma_callcenter.models.working_time import WorkingTimes

from .staff import Staff
from .stock import demo_branches, demo_records, named_records

SEED = 20261124
# Office hours in UTC: 8:00 to 17:00 in Vietnam.
HOURS = (1, 10)
# Of whom customers of a branch complain.
CONCERNED = {
    'city': ('counter_hcm', 'cashier_hcm', 'courier'),
    'coast': ('counter_dng',),
    'centre': ('driver_dc',),
}


class Story:
    """A ticket from its receipt to its end; dates are set back when all is done."""

    def __init__(self, nature, partner, age, outcome, **vals):
        """Keep what is known when the ticket is received.

        :param str nature: of a kind
        :param partner: ``res.partner``
        :param age: days since the receipt; None: follows from ``scene``
        :param str outcome: 'solved', 'late', 'cancelled' or 'open'
        """
        self.nature = nature
        self.partner = partner
        self.age = age
        self.outcome = outcome
        self.vals = vals
        self.words = ()
        self.matter = None
        self.scene = None
        # the story that it goes on
        self.first = None
        # the ``pharma.care.entry`` with which it was opened
        self.entry = None
        self.user = None
        self.ticket = None
        self.received = None
        # name of a field -> moment
        self.dates = {}
        # moments of answers, oldest first
        self.answers = []


class Desk:
    """The people who work on tickets; what tickets refer to is looked up once."""

    def __init__(self, env):
        self.env = env
        self.random = Random(SEED)  # noqa: S311 - makes data, guards nothing
        self.now = fields.Datetime.now()
        self.today = env.company._pharma_today()
        self.staff = Staff(env)
        self.times = WorkingTimes()
        self.users = {
            name: env.ref(f'pharma_demo.user_{name}_demo')
            for name in (
                *('manager', 'care', 'supervisor', 'agent', 'pharmacist'),
                *('quality', 'warehouse', 'courier'),
            )
        }
        self.kinds = self._get_named('kind')
        self.categories = self._get_named('category')
        self.origins = self._get_named('origin')
        self.stages = self._get_named('stage')
        self.departments = named_records(env, 'hr.department', 'department_')
        self.employees = named_records(env, 'hr.employee', 'employee_')
        self.orders = self._get_orders()
        city, coast, centre = demo_branches(env)
        self.concerned = {
            branch: [self.employees[name] for name in CONCERNED[place]]
            for place, branch in (('city', city), ('coast', coast), ('centre', centre))
        }
        self.refusals = self._get_refusals()
        self.tickets = env['pharma.complaint']
        self.stories = []
        # (record, values) to be written when all is done: dates in the past
        self.later = []

    def _get_named(self, model):
        return named_records(
            self.env,
            f'pharma.complaint.{model}',
            f'pharma_complaint_{model}_',
            module='pharma_callcenter',
        )

    def _get_orders(self):
        """Return {customer: confirmed orders of half a year, the newest first}."""
        begin = self.now - timedelta(days=200)
        orders = demo_records(self.env, 'sale.order').filtered(
            lambda order: order.state == 'sale' and order.date_order > begin
        )
        found = defaultdict(list)
        for order in orders.sorted(lambda order: (order.date_order, order.id), reverse=True):
            found[order.partner_id].append(order)
        return found

    def _get_refusals(self):
        """Return {channel: ids of customers who do not want to be reached by it}."""
        partners = self.env['res.partner'].union(*self.orders)
        return {
            channel: {
                id_
                for id_, (kind, _reason) in partners._contact_refusals('care', channel).items()
                if kind in ('declined', 'blocked')
            }
            for channel in ('call', 'zalo', 'sms', 'email')
        }

    def get_user(self, partner):
        """Return who answers a customer: always the same."""
        place = self.staff.get_place(partner)
        return self.staff.get_salesperson(partner, place)

    def get_moment(self, age):
        """Return a moment in the office hours of so many days ago, not on a Sunday."""
        day = self.today - timedelta(days=age)
        if day.weekday() == 6:
            day -= timedelta(days=1)
        hours = time(self.random.randrange(*HOURS), self.random.randrange(60))
        return min(datetime.combine(day, hours), self.now - timedelta(minutes=30))

    def plan(self, story, start, hours):
        """Return the moment so many working hours of the ticket after another one."""
        return self.times.get_of(story.ticket).plan(start, hours)

    def take_in(self, stories):
        """Create tickets as those who took them in did, oldest first.

        :param list stories: of :class:`Story`
        """
        for story in stories:
            story.user = story.user or self.get_user(story.partner)
            if story.age is not None:
                story.received = story.received or self.get_moment(story.age)
                story.received = min(max(story.received, self._get_earliest(story)), self.now)
        by_taker = defaultdict(list)
        for story in sorted(stories, key=lambda story: -(story.age or 0)):
            by_taker[story.user].append(story)
        for user, group in by_taker.items():
            tickets = (
                self.tickets.browse().with_user(user).create([self._get_vals(s) for s in group])
            )
            for story, ticket in zip(group, tickets.with_env(self.env), strict=True):
                story.ticket = ticket
                self.tickets += ticket
                if story.entry:
                    story.entry.complaint_id = ticket
        for story in stories:
            if parent := story.vals.get('parent'):
                story.ticket.parent_id = parent.ticket
            if story.vals.get('category_id') == self.categories['attitude'].id:
                employees = self.concerned[story.ticket.warehouse_id]
                story.ticket.employee_id = self.random.choice(employees)
        self.stories += stories

    def _get_earliest(self, story):
        """Return the moment after the purchase, and after the ticket that a story goes on."""
        moments = [story.received]
        if order := self.env['sale.order'].browse(story.vals.get('order_id') or ()):
            moments.append(order.date_order + timedelta(hours=2))
        if story.first:
            ended = story.first.dates.get('date_closed') or story.first.received
            moments.append(ended + timedelta(hours=3))
        return max(moments)

    def _get_vals(self, story):
        vals = {
            'kind_id': self.kinds[story.nature].id,
            'partner_id': story.partner.id,
            'user_id': story.user.id,
            **{name: value for name, value in story.vals.items() if name != 'parent'},
        }
        if 'origin_id' not in vals:
            origin = self.random.choices(('hand', 'email', 'call'), (5, 2, 4))[0]
            vals['origin_id'] = self.origins[origin].id
        return vals
