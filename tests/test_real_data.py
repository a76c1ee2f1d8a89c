"""Real purchases through the real import: every care date against a calculation of its own."""

import os
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

import pytest
import real_data

from odoo.tools import SQL

CUSTOMERS = 300
# days that a unit lasts; thirds and sevenths, too, where binary fractions go wrong
INTERVALS = ['1', '0.5', '0.25', '2', '30', '7', '0.3333', '14.2857', '0.1', '12']


@pytest.fixture(scope='module')
def env():
    """An environment on a database of the whole suite; nothing of it is kept."""
    import odoo
    from odoo.api import Environment
    from odoo.orm.registry import Registry

    settings = [
        f'--addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
        f'--data-dir={os.environ["PHARMA_DATA_DIR"]}',
    ]
    odoo.tools.config.parse_config([*settings, '--log-level=warn', '--no-http'])
    with Registry(os.environ['PHARMA_TEST_DB']).cursor() as cr:
        yield Environment(cr, odoo.SUPERUSER_ID, {'lang': 'en_US'})
        cr.rollback()


@pytest.fixture(scope='module')
def purchases():
    """The purchases of the first customers of the sample."""
    rows = real_data.read_cdnow('CDNOW_sample.txt')
    wanted = sorted({row.customer for row in rows})[:CUSTOMERS]
    return [row for row in rows if row.customer in set(wanted)]


def test_the_files_are_whole():
    """As many purchases and customers as the publisher counts (000-08)."""
    everything = real_data.read_cdnow()
    assert len(everything) == 69659
    assert len({row.customer for row in everything}) == 23570
    sample = real_data.read_cdnow('CDNOW_sample.txt')
    assert (len(sample), len({row.customer for row in sample})) == (6919, 2357)


def get_supply_by_hand(purchases):
    """Return {order: care date, None where all its medicines were bought again later}.

    What is left of a medicine is taken before what was bought next; a purchase of another day ends
    the care for the earlier ones.

    :param purchases: list of (order, customer, day, medicine, days of supply)
    """
    dates, latest, ends = {}, {}, {}
    for order, customer, day, medicine, days in sorted(purchases, key=lambda row: row[2]):
        dates.setdefault(order, None)
        key = customer, medicine
        begin = max(day, ends.get(key, day))
        ends[key] = begin + timedelta(days=days)
        if latest.get(key, (None,))[0] != order:
            latest[key] = order, ends[key]
    for order, end in latest.values():
        dates[order] = min(end, dates[order] or end)
    return dates


def test_every_care_date_of_real_purchases(env, purchases):
    """Imported orders of 1997 and 1998 get the dates that the formula gives by hand, supply of
    earlier purchases included (004-42)."""
    env.company.country_id = env.ref('base.vn')
    medicines = env['product.product'].create(
        [
            {'name': f'Title {i}', 'default_code': f'TITLE{i}', 'care_interval_days': float(days)}
            for i, days in enumerate(INTERVALS)
        ]
    )
    bought = []
    for row in purchases:
        medicine = real_data.medicine_of(row, medicines)
        days = Decimal(INTERVALS[medicines.ids.index(medicine.id)]) * row.pieces
        days = int(days.to_integral_value(ROUND_CEILING))
        key = f'CDNOW-{row.customer}-{row.day:%Y%m%d}'
        bought.append((key, row.customer, row.day, medicine.id, days))
    expected = get_supply_by_hand(bought)
    count = real_data.load_purchases(env, purchases, medicines)
    assert count == len(expected) > CUSTOMERS
    orders = env['sale.order'].search([('name', '=like', 'CDNOW-%')])
    assert not orders.care_case_ids, 'they are older than the company looks back'
    assert real_data.create_cases(env) == count
    cases = orders.care_case_ids
    assert {
        case.order_id.name: None if case.state == 'done' else case.date_due for case in cases
    } == expected
    again = cases.filtered(lambda case: case.state == 'done')
    assert len(again) > CUSTOMERS / 10
    assert again.close_reason_id == env.ref('pharma_care.close_reason_bought_again')
    # a second run finds everything there
    assert real_data.load_purchases(env, purchases, medicines) == count
    assert env['sale.order'].search_count([('name', '=like', 'CDNOW-%')]) == count


def test_figures_of_real_customers(env, purchases):
    """Frequency, recency and money of imported customers are those of the published summary, and
    RFM is that of a calculation of its own (000-08)."""
    company = env.company
    company.write({'country_id': env.ref('base.vn').id, 'pharma_figure_months': 9})
    if not env['sale.order'].search_count([('name', '=like', 'CDNOW-%')]):
        values = {'name': 'Title', 'default_code': 'TITLE', 'care_interval_days': 1.0}
        real_data.load_purchases(env, purchases, env['product.product'].create(values))
    customers = {row.customer for row in purchases}
    partners = env['res.partner'].search([('ref', 'in', [f'CDNOW{c}' for c in customers])])
    end = date(1997, 9, 30)
    # sales of other customers, if there are any, are later than that
    Figure = env['pharma.customer.figure']
    Figure._refresh_customers(company, SQL('partner_id > 0'), end)
    Figure._refresh_ranks(company, end)
    found = Figure.search([('partner_id', 'in', partners.ids), ('company_id', '=', company.id)])
    figures = {row.partner_id.ref.removeprefix('CDNOW'): row for row in found}
    summary = real_data.read_cdnow_summary()
    # a purchase of nothing, which the publisher counts as well, was not imported
    empty = {row.customer for row in purchases if row.pieces == 0}
    for customer, figure in figures.items():
        if customer not in empty:
            repeats = figure.purchase_count - 1
            weeks = (figure.date_last - figure.date_first).days / 7
            age = (end - figure.date_first).days / 7
            assert (repeats, round(weeks, 2), round(age, 2)) == summary[customer], customer
    assert len(figures) - len(empty) > CUSTOMERS * 0.9
    orders = env['sale.order'].search(
        [('partner_id', 'in', partners.ids), ('date_order', '<', '1997-09-30 17:00:00')]
    )
    facts = {
        customer: (
            max(row.day for row in purchases if row.customer == customer and row.day <= end),
            figure.purchase_count,
            round(sum(orders.filtered_domain([('partner_id', '=', figure.partner_id.id)])
                .mapped('amount_untaxed')), 2),
        )
        for customer, figure in figures.items()
        if customer not in empty
    }  # fmt: skip
    for customer, (last, frequency, money) in facts.items():
        figure = figures[customer]
        assert (figure.date_last, figure.period_purchase_count) == (last, frequency)
        assert figure.period_amount == pytest.approx(money)
        worse = (
            sum(other.date_last < last for other in found),
            sum(other.purchase_count < frequency for other in found),
            sum(other.period_amount < figure.period_amount for other in found),
        )
        code = ''.join(str(1 + 5 * number // len(found)) for number in worse)
        assert figure.rfm_code == code, customer
