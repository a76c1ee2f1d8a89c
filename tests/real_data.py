"""Real purchases as input: `make db REAL=cdnow`, or real_data.py cdnow DATABASE.

The CDNOW file holds every purchase that 23,570 customers of a shop made in eighteen months: 69,659
lines of customer, day, pieces and money. They come in through Odoo's own import, as an
administrator would bring a shop's past along: customers first, then past orders, then the job that
gives them their care cases. The shop sold records, which the file does not name: the price of a
piece stands for its title, and every title for one medicine of the database.

An import that was interrupted goes on where it stopped.
"""

import csv
import importlib.util
import io
import sys
import time
from collections import namedtuple
from datetime import date
from itertools import groupby
from pathlib import Path

COMPANY_DAY = '05:00:00'  # UTC: noon in Vietnam, the same day everywhere the tests run
PARTNER_HEADERS = ['Name', 'Reference']
ORDER_HEADERS = [
    'Order Reference', 'Customer', 'Order Date', 'Past Order', 'Order Lines/Product',
    'Order Lines/Quantity', 'Order Lines/Unit Price',
]  # fmt: skip
CHUNK = 1000  # orders per imported file

Purchase = namedtuple('Purchase', ['customer', 'day', 'pieces', 'cents'])


def read_cdnow(file='CDNOW_master.txt'):
    """Return the purchases of a file of the package, by customer and day.

    :param str file: 'CDNOW_master.txt', or 'CDNOW_sample.txt' with a tenth of the customers
    """
    package = importlib.util.find_spec('lifetimes').submodule_search_locations[0]
    rows = (Path(package) / 'datasets' / file).read_text().splitlines()
    purchases = []
    for row in rows:
        # the sample numbers its customers anew in a second column
        customer, *_renumbered, day, pieces, money = row.split()
        if customer.isdigit():
            day = date.fromisoformat(f'{day[:4]}-{day[4:6]}-{day[6:]}')
            cents = round(float(money) * 100)
            purchases.append(Purchase(customer, day, int(pieces), cents))
    return sorted(purchases, key=lambda p: (p.customer, p.day))


def read_cdnow_summary():
    """Return {customer: (repeated days, weeks from the first to the last, weeks until the end)}.

    The publisher's own figures of the sample until 30 September 1997; its rows carry the numbers
    that the sample gives its customers.
    """
    package = importlib.util.find_spec('lifetimes').submodule_search_locations[0]
    folder = Path(package) / 'datasets'
    rows = (folder / 'CDNOW_sample.txt').read_text().splitlines()
    customers = {int(row.split()[1]): row.split()[0] for row in rows if row.split()[0].isdigit()}
    with (folder / 'cdnow_customers_summary.csv').open() as file:
        return {
            customers[int(row['ID'])]: (
                int(row['frequency']),
                float(row['recency']),
                float(row['T']),
            )
            for row in csv.DictReader(file)
        }


def medicine_of(purchase, medicines):
    """Return the medicine that stands for what was bought: titles differ by the price of a piece.

    :param medicines: list of products
    """
    return medicines[purchase.cents // max(1, purchase.pieces) % len(medicines)]


def order_rows(purchases, medicines):
    """Yield (order reference, rows of the import) per customer and day."""
    for (customer, day), lines in groupby(purchases, key=lambda p: (p.customer, p.day)):
        reference = f'CDNOW-{customer}-{day:%Y%m%d}'
        head = [reference, f'CDNOW{customer}', f'{day} {COMPANY_DAY}', 'True']
        rows = []
        for line in lines:
            code = medicine_of(line, medicines).default_code
            price = line.cents / max(1, line.pieces) / 100
            # a purchase of nothing has nothing to remember
            if line.pieces > 0:
                rows.append([*(['', '', '', ''] if rows else head), code, line.pieces, price])
        if rows:
            yield reference, rows


def import_rows(env, model, headers, rows):
    """Import rows as the screen does; raise what it would show in red.

    :param str model: name of the model
    :param list rows: lists of values, in the order of the headers
    :return: ids of the records
    """
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headers, *rows])
    wizard = env['base_import.import'].create(
        {
            'res_model': model,
            'file': buffer.getvalue().encode(),
            'file_name': 'cdnow.csv',
            'file_type': 'text/csv',
        }
    )
    options = {'has_headers': True, 'quoting': '"', 'separator': ','}
    preview = wizard.parse_preview(options)
    paths = ['/'.join(preview['matches'][number]) for number in range(len(headers))]
    result = wizard.execute_import(paths, headers, preview['options'] | options)
    if result['messages']:
        raise ValueError(result['messages'][:3])
    return result['ids']


def get_medicines(env):
    """Return the products of the database that have a care interval, in a fixed order."""
    return env['product.product'].search(
        [('care_interval_days', '>', 0), ('default_code', '!=', False)], order='default_code'
    )


def load_purchases(env, purchases, medicines, tell=lambda done, total: None, save=lambda: None):
    """Import the customers and orders that are not there yet.

    :param purchases: list of Purchase
    :param medicines: products that stand for what was bought
    :param tell: called with (orders done, orders in all) after each file
    :param save: called after each file, to keep what is done
    :return: number of orders
    """
    env = env(context={**env.context, 'tracking_disable': True, 'tz': 'UTC'})
    known = set(env['res.partner'].search([('ref', '=like', 'CDNOW%')]).mapped('ref'))
    customers = {f'CDNOW{p.customer}': f'Customer {p.customer}' for p in purchases}
    fresh = [[name, ref] for ref, name in customers.items() if ref not in known]
    for start in range(0, len(fresh), CHUNK):
        import_rows(env, 'res.partner', PARTNER_HEADERS, fresh[start : start + CHUNK])
        save()
    known = set(env['sale.order'].search([('name', '=like', 'CDNOW-%')]).mapped('name'))
    orders = list(order_rows(purchases, medicines))
    fresh = [rows for reference, rows in orders if reference not in known]
    for start in range(0, len(fresh), CHUNK):
        chunk = [row for rows in fresh[start : start + CHUNK] for row in rows]
        import_rows(env, 'sale.order', ORDER_HEADERS, chunk)
        env.invalidate_all()
        save()
        tell(len(orders) - len(fresh) + min(start + CHUNK, len(fresh)), len(orders))
    return len(orders)


def create_cases(env, tell=lambda done, total: None, save=lambda: None):
    """Give the imported orders their care cases through the job that does so for any past.

    :return: number of orders the job looked at
    """
    from odoo.tools import SQL

    query = SQL("SELECT id FROM sale_order WHERE name LIKE 'CDNOW-%%' ORDER BY id")
    job = env['pharma.care.job']._enqueue('orders', env.company, query, reason='CDNOW')
    while job and job.state != 'done':
        job._run_batch()
        save()
        tell(job.done, job.total)
    return job.total


def main():
    """Load the whole file into a database, with progress."""
    if len(sys.argv) != 3 or sys.argv[1] != 'cdnow':
        sys.exit('real_data.py cdnow DATABASE: cdnow is the only real data there is')
    import os

    import odoo
    from odoo.api import Environment
    from odoo.orm.registry import Registry

    settings = [
        f'--addons-path={os.environ["PHARMA_ADDONS_PATH"]}',
        f'--data-dir={os.environ["PHARMA_DATA_DIR"]}',
    ]
    odoo.tools.config.parse_config([*settings, '--log-level=error', '--no-http'])
    started = time.monotonic()

    def tell(what):
        def show(done, total):
            seconds = time.monotonic() - started
            print(f'\r{what}: {done} of {total}, {seconds:.0f} s', end='', flush=True)

        return show

    with Registry(sys.argv[2]).cursor() as cr:
        env = Environment(cr, odoo.SUPERUSER_ID, {'lang': 'en_US'})
        load_purchases(env, read_cdnow(), get_medicines(env), tell('orders'), cr.commit)
        print()
        create_cases(env, tell('care cases'), cr.commit)
    print()


if __name__ == '__main__':
    main()
