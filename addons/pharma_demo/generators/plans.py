"""Who buys what on which day: treatments are bought again when they run out, illnesses come by
season, partners order by rhythm."""

from collections import namedtuple
from datetime import timedelta
from math import ceil

from odoo import fields

from .treatments import ILLNESSES

# How far orders go back, in days.
DAYS = 725
# How long one supply of a treatment lasts, in days.
RHYTHMS = (30, 30, 60, 60, 90)
# A customer's habit: from how many days before the supply ends to how many after it he buys.
HABITS = ((-6, 0), (-2, 2), (-2, 2), (-2, 5), (2, 14), (-3, 40))
# One in so many treatments ends for good, some time in the last months.
CHURN = 0.2
# An illness out of season is rarer by this.
OUT_OF_SEASON = 0.2

# partner; day: how many days ago; lines: list of (product, unit, quantity); taken_by: see orders
Purchase = namedtuple('Purchase', ['partner', 'day', 'lines', 'taken_by'])


def plan_treatments(random, customers, units):
    """Let customers with preferred medicines buy them again when they run out, more or less.

    :param random: ``random.Random``
    :param customers: ``res.partner`` records
    :param dict units: ``uom.uom`` by name
    """
    for customer in customers.filtered(lambda c: c.pharma_customer_type == 'retail'):
        products = customer.pharma_preferred_product_ids.sorted('id')
        if not products:
            continue
        days = random.choice(RHYTHMS)
        habit = random.choice(HABITS)
        day = random.randint(150, DAYS)
        last = random.randint(20, 240) if random.random() < CHURN else 1
        lines = [_get_treatment_line(product, days, units) for product in products]
        supply = min(filter(None, map(_get_days_of_supply, lines)), default=days)
        while day >= last:
            taken_by = 'elder' if random.random() < 0.1 else 'self'
            yield Purchase(customer, day, lines, taken_by)
            day -= max(7, supply + random.randint(*habit))


def plan_illnesses(random, customers, products, units):
    """Let everybody fall ill now and then, as the season is.

    :param random: ``random.Random``
    :param customers: ``res.partner`` records
    :param dict products: ``product.template`` by name
    :param dict units: ``uom.uom`` by name
    """
    today = fields.Date.today()
    for customer in customers.filtered(lambda c: c.pharma_customer_type == 'retail'):
        is_treated = bool(customer.pharma_preferred_product_ids)
        for _number in range(random.randint(0, 2) if is_treated else random.randint(1, 4)):
            day = random.randint(1, DAYS)
            month = (today - timedelta(days=day)).month
            weights = [
                illness.weight * (1 if month in illness.months else OUT_OF_SEASON)
                for illness in ILLNESSES
            ]
            illness = random.choices(ILLNESSES, weights)[0]
            lines = [
                _get_course_line(products[name], days, units) for name, days in illness.products
            ]
            yield Purchase(customer, day, lines, random.choice(('self', 'self', 'child', 'elder')))


def plan_wholesale(random, customers):
    """Let partners of level 1 and 2 order what they usually do, in large packs.

    :param random: ``random.Random``
    :param customers: ``res.partner`` records
    """
    for partner in customers.filtered(lambda c: c.pharma_customer_type in ('level1', 'level2')):
        step = 2 if partner.pharma_customer_type == 'level1' else 1
        rhythm = random.randint(50, 130)
        products = list(partner.pharma_preferred_product_ids.sorted('id'))
        day = random.randint(250, DAYS)
        while day > 0:
            chosen = random.sample(products, min(len(products), random.randint(2, 4)))
            lines = []
            for product in chosen:
                uom = product.uom_ids.sorted('factor')[-1:] or product.uom_id
                lines.append((product, uom, 5 * step * random.randint(1, 4)))
            yield Purchase(partner, day, lines, 'other')
            day -= rhythm + random.randint(-8, 12)


def plan_quotations(random, customers, products):
    """Let some prospects ask for a price.

    :param random: ``random.Random``
    :param customers: ``res.partner`` records
    :param dict products: ``product.template`` by name
    """
    free = [product for product in products.values() if not product.prescription_required]
    prospects = customers.filtered(lambda c: c.pharma_customer_type == 'prospect')[::3]
    for number, customer in enumerate(prospects):
        lines = [(product, product.uom_id, 1) for product in random.sample(free, 2)]
        yield Purchase(customer, number + 1, lines, 'self')


def _get_treatment_line(product, days, units):
    """Return the line that keeps a treatment going for about so many days, in whole packs."""
    quantity = days / product.care_interval_days if product.care_interval_days else 1
    box = units['box_30']
    if box in product.uom_ids:
        return product, box, max(1, round(quantity / 30))
    return product, product.uom_id, max(1, round(quantity))


def _get_days_of_supply(line):
    product, uom, quantity = line
    return ceil(product.care_interval_days * quantity * uom.factor / product.uom_id.factor)


def _get_course_line(product, days, units):
    """Return the line of a short treatment: blisters for tablets, else single packs."""
    quantity = days / product.care_interval_days if days and product.care_interval_days else 1
    blister = units['blister_10']
    if blister in product.uom_ids:
        return product, blister, max(1, ceil(quantity / 10))
    # sachets come in strips
    least = 5 if product.uom_id == units['sachet'] else 1
    return product, product.uom_id, max(least, ceil(quantity))
