"""Fill a database with a pharmacy chain's past, set-based and the same on every run.

Size by one number: scale 1 is 1,000,000 confirmed orders with about 3,000,000 lines of 300,000
customers and 5,000 medicines in three years. Rows are drawn from a hash of their number, so that
two databases of one scale hold the same.
"""

from odoo.tools import SQL

ORDERS, CUSTOMERS, PRODUCTS = 1_000_000, 300_000, 5_000
SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô']
MIDDLE = ['Thị', 'Văn', 'Minh', 'Ngọc', 'Thanh', 'Quang', 'Hữu', 'Đức', 'Kim', 'Thu', 'Xuân']
GIVEN = ['An', 'Bình', 'Châu', 'Dung', 'Giang', 'Hà', 'Hải', 'Hạnh', 'Hoa', 'Hùng', 'Lan', 'Linh']
STEMS = ['metformin', 'amlodipin', 'losartan', 'atorvastatin', 'omeprazol', 'gliclazid', 'cefixim']


def fill(env, scale):
    """Create medicines, customers and confirmed orders; return their numbers as a dict.

    :param float scale: 1 for a million orders
    """
    sizes = {
        'products': max(200, int(PRODUCTS * min(1, scale * 5))),
        'customers': int(CUSTOMERS * scale),
        'orders': int(ORDERS * scale),
    }
    _products(env, sizes['products'])
    _customers(env, sizes['customers'])
    _orders(env, sizes)
    for table in (
        'res_partner',
        'product_template',
        'product_product',
        'sale_order',
        'sale_order_line',
    ):
        env.cr.execute(SQL('ANALYZE %s', SQL.identifier(table)))
    env.cr.commit()  # pylint: disable=invalid-commit - a script that fills its own database
    return sizes


def _products(env, number):
    env['product.product'].create(
        [
            {
                'name': f'{STEMS[i % len(STEMS)]} {[5, 10, 50, 250, 500][i % 5]} mg #{i}',
                'default_code': f'BM{i:05d}',
                'is_storable': True,
                'list_price': 1000 + i % 900 * 100,
            }
            for i in range(number)
        ]
    )


def _customers(env, number):
    env.cr.execute(
        SQL(
            """
            INSERT INTO res_partner (name, complete_name, ref, phone, phone_sanitized, email,
                email_normalized, is_company, active, type, lang, country_id, state_id,
                autopost_bills, customer_rank, partner_share, color, create_uid, write_uid,
                create_date, write_date)
            SELECT name, name, 'BM' || i, '0' || digits, '+84' || digits,
                'kh' || i || '@example.com', 'kh' || i || '@example.com', false, true, 'contact',
                'en_US', %(country)s, states[1 + i %% cardinality(states)], 'ask', 1, true, 0, 1, 1,
                now() - make_interval(days => i %% 1000), now()
            FROM (
                SELECT i, '9' || lpad((i::bigint * 7919 %% 100000000)::text, 8, '0') AS digits,
                    surnames[1 + i %% cardinality(surnames)] || ' '
                    || middle[1 + i / 12 %% cardinality(middle)] || ' '
                    || given[1 + i / 132 %% cardinality(given)] AS name, states
                FROM generate_series(1, %(number)s) i,
                    (SELECT %(surnames)s AS surnames, %(middle)s AS middle, %(given)s AS given,
                        array_agg(id ORDER BY id) AS states
                     FROM res_country_state WHERE country_id = %(country)s) words
            ) drawn
            """,
            country=env.ref('base.vn').id,
            number=number,
            surnames=SURNAMES,
            middle=MIDDLE,
            given=GIVEN,
        )
    )
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE ref LIKE 'BM%'")


def _orders(env, sizes):
    company = env.company
    env.cr.execute(
        SQL(
            """
            WITH people AS (
                SELECT array_agg(id ORDER BY id) AS ids FROM res_partner WHERE ref LIKE 'BM%%'
            )
            INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id,
                company_id, currency_id, warehouse_id, user_id, state, date_order, picking_policy,
                currency_rate, amount_untaxed, amount_total, amount_tax, invoice_status,
                create_uid, write_uid, create_date, write_date)
            SELECT 'BM' || i, person, person, person, %(company)s, %(currency)s, %(warehouse)s, 2,
                'sale', moment, 'direct', 1, 300000, 300000, 0, 'no', 1, 1, moment, moment
            FROM (
                SELECT i, ids[1 + (hashint4(i) & 2147483647) %% cardinality(ids)] AS person,
                    now()::timestamp(0) - make_interval(mins =>
                        (hashint4(i + 7) & 2147483647) %% 1576800) AS moment
                FROM generate_series(1, %(orders)s) i, people
            ) drawn
            """,
            company=company.id,
            currency=company.currency_id.id,
            warehouse=env['stock.warehouse'].search([('company_id', '=', company.id)], limit=1).id,
            orders=sizes['orders'],
        )
    )
    env.cr.execute(
        SQL(
            """
            WITH goods AS (
                SELECT array_agg(p.id ORDER BY p.id) AS ids, min(t.uom_id) AS uom
                FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
                WHERE p.default_code LIKE 'BM%%'
            )
            INSERT INTO sale_order_line (order_id, order_partner_id, company_id, currency_id, state,
                product_id, product_uom_id, name, product_uom_qty, price_unit, price_subtotal,
                price_total, price_tax, customer_lead, sequence, create_uid, write_uid, create_date,
                write_date)
            SELECT o.id, o.partner_id, o.company_id, o.currency_id, 'sale',
                ids[1 + (hashint8(o.id::bigint * 10 + k) & 2147483647) %% cardinality(ids)], uom,
                'medicine', 1 + (o.id + k) %% 3, 100000, 100000, 100000, 0, 0, k, 1, 1,
                o.create_date, o.create_date
            FROM sale_order o, goods, generate_series(1, 3) k
            WHERE o.name LIKE 'BM%%'
            """
        )
    )
