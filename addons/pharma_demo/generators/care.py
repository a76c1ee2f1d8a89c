"""Half a year of care: most cases were cared for, some wait, some are late, some are closed."""

from collections import namedtuple
from datetime import datetime, time, timedelta
from random import Random

from odoo import fields
from odoo.fields import Domain

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .phrases import PARTNERS, PEOPLE
from .stock import demo_records, named_records

SEED = 20261123
# Office hours of those who call, in UTC.
HOURS = (1, 10)
# Days after the care date in which most cases still wait for somebody to call.
WAITING_DAYS = 12
CHANNELS = ('call', 'sms', 'email', 'zalo', 'facebook')
# What is said on the way: of an illness that passes, of a long treatment.
ANSWERS = (
    'later',
    'no_answer',
    'busy',
    'question',
    'well',
    'enough',
    'irregular',
    'no_effect',
    'side_effect',
    'dissatisfied',
)
ANSWER_WEIGHTS = (5, 4, 2, 4, 6, 3, 2, 2, 2, 1)
# Nobody was reached: no next date, the care date stays.
ATTEMPTS = ('no_answer', 'busy')
# What those said who bought again afterwards, the number of each.
REPEATS = {'reorder': 7, 'well': 4, 'later': 1, 'question': 1}
# How it ends with others: (weight, response, close reason).
ENDS_LOST = (
    (5, 'no_answer', 'old'),
    (4, 'dissatisfied', 'elsewhere'),
    (3, 'later', 'refused'),
    (2, 'question', 'doctor'),
    (3, 'well', 'changed'),
    (2, 'side_effect', 'side_effect'),
    (2, 'no_answer', 'wrong_number'),
    (1, 'later', 'moved'),
    (1, 'no_answer', 'deceased'),
)
ENDS_CURED = (
    (9, 'well', 'finished'),
    (2, 'no_effect', 'doctor'),
    (1, 'side_effect', 'side_effect'),
    (1, 'no_answer', 'old'),
)

# day: date of the contact; next: date or None; reason: name of a close reason or None
Contact = namedtuple('Contact', ['day', 'response', 'next', 'reason'])


def create_care(env):
    """Record contacts as the care employees would have done, and set their dates back.

    The same day of installation gives the same contacts.

    :param env: environment of the superuser
    :return: the ``pharma.care.entry`` records
    """
    orders = demo_records(env, 'sale.order')
    again = env.ref('pharma_care.close_reason_bought_again')
    cases = env['pharma.care.case'].search(
        Domain('order_id', 'in', orders.ids)
        & Domain('entry_count', '=', 0)
        & (Domain('state', '=', 'todo') | Domain('close_reason_id', '=', again.id)),
        order='date_due, id',
    )
    plan = _Plan(env)
    histories = {case: plan.get_contacts(case) for case in cases}
    values = []
    for turn in range(max(map(len, histories.values()), default=0)):
        for case, contacts in histories.items():
            if turn < len(contacts):
                values.append((case, plan.get_values(case, contacts[turn])))
    entries = env['pharma.care.entry']
    for batch in _get_batches(values):
        by_user = {}
        for case, vals in batch:
            by_user.setdefault(plan.get_user(case), []).append(vals)
        for user, vals_list in by_user.items():
            entries += entries.with_user(user).create(vals_list).with_env(env)
    _set_back(entries, histories)
    return entries


def forget_care(env):
    """Take back what was recorded for demo orders: entries belong to users who are going.

    :param env: environment of the superuser
    """
    orders = demo_records(env, 'sale.order')
    cases = env['pharma.care.case'].search([('order_id', 'in', orders.ids)])
    # history is not deleted but by an uninstallation
    going = cases.with_context(**{MODULE_UNINSTALL_FLAG: True})
    going.entry_ids.unlink()
    going.unlink()
    if env.ref('base.module_pharma_care').state != 'to remove':
        orders.filtered(lambda order: order.state == 'sale')._sync_recent_care()


def _get_batches(values):
    """Yield [(case, values)] in the order of their days, each customer once in a batch: a contact
    counts on what was said to the customer before.
    """
    batch, met = [], set()
    for case, vals in sorted(values, key=lambda item: item[1]['date']):
        if case.partner_id in met:
            yield batch
            batch, met = [], set()
        batch.append((case, vals))
        met.add(case.partner_id)
    yield batch


def _set_back(entries, histories):
    """Give entries and cases the dates that nobody may enter by hand: those in the past."""
    for entry in entries:
        contact = histories[entry.case_id][entry.case_id.entry_ids.sorted('id').ids.index(entry.id)]
        entry.date_next = contact.next
    for case, contacts in histories.items():
        due = case.entry_ids.sorted('id')[:1].date_due
        for entry, contact in zip(case.entry_ids.sorted('id'), contacts, strict=False):
            # what was agreed before, or the care date of the order
            entry.date_due = due
            due = contact.next or due
        agreed = [contact.next for contact in contacts if contact.next]
        if agreed:
            case.date_due = agreed[-1]
        if contacts and contacts[-1].reason:
            case.date_closed = case.date_last_entry


class _Plan:
    """Who said what when; what contacts refer to is looked up once."""

    def __init__(self, env):
        self.random = Random(SEED)  # noqa: S311 - makes data, guards nothing
        self.today = env.company._pharma_today()
        self.now = fields.Datetime.now()
        self.callers = env.ref('pharma_demo.user_care_demo') | env.ref(
            'pharma_demo.user_agent_demo'
        )
        self.manager = env.ref('pharma_demo.user_manager_demo')
        self.responses = named_records(
            env, 'pharma.care.response.type', 'response_type_', module='pharma_care'
        )
        self.reasons = named_records(
            env, 'pharma.care.close.reason', 'close_reason_', module='pharma_care'
        )

    def get_user(self, case):
        """Return who calls a customer: always the same, the manager for partners."""
        if case.partner_id.is_company:
            return self.manager
        return self.callers[case.partner_id.id % len(self.callers)]

    def get_contacts(self, case):
        """Return what happened to a case until now, oldest contact first."""
        random, age = self.random, (self.today - case.date_due).days
        if case.state == 'done':
            return self._get_before_repeat(case) if random.random() < 0.7 else []
        if age < 0:
            return self._get_early_contact(case) if random.random() < 0.07 else []
        chance = random.random()
        if age <= WAITING_DAYS and chance < 0.85:
            return self._get_attempt(case) if chance < 0.15 else []
        if chance < (0.8 if age < 45 else 0.15) and (case.is_chronic or age < 45):
            return self._get_ongoing(case)
        return self._get_ended(case, ENDS_LOST if case.is_chronic else ENDS_CURED, 0.5)

    def _get_before_repeat(self, case):
        """Let somebody ask around the care date, at the latest on the day before the purchase."""
        ended = case.date_closed.date()
        day = min(case.date_due, ended) - timedelta(days=self.random.randint(1, 4))
        if day <= case.date_order:
            return []
        [response] = self.random.choices(list(REPEATS), list(REPEATS.values()))
        return [Contact(day, response, ended, None)]

    def _get_early_contact(self, case):
        """Let somebody ask after a few days how the customer gets on with a new medicine."""
        day = case.date_order + timedelta(days=self.random.randint(3, 8))
        if day >= self.today:
            return []
        response = self.random.choice(('well', 'question', 'side_effect'))
        return [Contact(day, response, case.date_due, None)]

    def _get_attempt(self, case):
        """Let somebody try in vain on the day before."""
        day = self.today - timedelta(days=1)
        return [Contact(day, 'no_answer', None, None)] if day > case.date_order else []

    def _get_ongoing(self, case):
        """Let a case have one to four contacts and a next date around today."""
        months = (self.today - case.date_due).days // 25
        count = min(4, self.random.choice((1, 2, 2)) + months)
        contacts = self._get_way(case, count, is_open=True)
        last = contacts[-1]
        date_next = self.today + timedelta(days=self.random.randint(-6, 9))
        contacts[-1] = last._replace(
            response='later' if last.response in ATTEMPTS else last.response,
            next=max(date_next, last.day + timedelta(days=1)),
        )
        return contacts

    def _get_ended(self, case, ends, chance):
        """Let a case end, by chance after a contact that did not end it."""
        contacts = self._get_way(case, 2 if self.random.random() < chance else 1)
        _weight, response, reason = self.random.choices(ends, [end[0] for end in ends])[0]
        contacts[-1] = Contact(contacts[-1].day, response, None, reason)
        return contacts

    def _get_way(self, case, count, is_open=False):
        """Return contacts that start around the care date, each with the date of the next.

        Those of a case that is still open go on until about now.
        """
        random = self.random
        first = case.date_order + timedelta(days=1)
        latest = max(first, self.today - timedelta(days=random.choice((0, 1))))
        day = max(first, case.date_due + timedelta(days=random.randint(-2, 4)))
        days = [min(day, latest)]
        step = max(9, (latest - days[0]).days // count) if is_open else 9
        while len(days) < count:
            days.append(min(days[-1] + timedelta(days=random.randint(step // 2, step)), latest))
        days = sorted(set(days))
        responses = random.choices(ANSWERS, ANSWER_WEIGHTS, k=len(days))
        return [
            Contact(day, response, None if response in ATTEMPTS else following, None)
            for day, response, following in zip(days, responses, [*days[1:], None], strict=True)
        ]

    def get_values(self, case, contact):
        """Return the values of the entry of a contact, as its author would enter them."""
        random = self.random
        moment = datetime.combine(contact.day, time(random.randrange(*HOURS), random.randrange(60)))
        preferred = case.partner_id.pharma_preferred_channel
        phrases = PARTNERS if case.partner_id.is_company else PEOPLE
        use_preferred = preferred in CHANNELS and random.random() < 0.4
        vals = {
            'case_id': case.id,
            'date': min(moment, self.now),
            'channel': preferred if use_preferred else 'call',
            'content': random.choice(phrases[contact.response]),
            'response_type_id': self.responses[contact.response].id,
        }
        if contact.reason:
            return {
                **vals,
                'is_final': True,
                'close_reason_id': self.reasons[contact.reason].id,
            }
        if contact.response in ATTEMPTS:
            return vals
        # nobody may enter a date in the past: see _set_back
        return {**vals, 'date_next': max(contact.next, self.today)}
