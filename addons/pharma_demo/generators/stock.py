"""Lots and stock on hand, so that deliveries can be reserved."""

from datetime import timedelta

from odoo import fields

from .treatments import ILLNESSES

# Days until a lot runs out. Pharmacies hold the first lot of what their customers buy, the
# distribution centre everything, and both lots of what the pharmacies hold.
LOT_DAYS = (400, 620)
# One lot in so many runs out within weeks, to give the alerts something to show.
SHORT_EVERY, SHORT_DAYS = 9, 25
# On hand at the start, (pharmacies, distribution centre): tablets, and everything else.
TABLETS = (6000, 60000)
PIECES = (150, 2000)


def fill_stock(env):
    """Count the first stock of every demo product in every branch, as an inventory does.

    :param env: environment of the superuser
    :return: the applied ``stock.quant`` records
    """
    products = env['product.product'].search(
        [('product_tmpl_id', 'in', demo_records(env, 'product.template').ids)], order='id'
    )
    common = _get_common_ids(env)
    lots_by_product = _create_lots(env, products, common)
    tablet = env.ref('pharma_demo.uom_tablet')
    vals_list = []
    for warehouse in demo_branches(env):
        is_centre = warehouse.pharma_branch_kind == 'distribution_centre'
        for product in (
            products if is_centre else products.filtered(lambda p: p.product_tmpl_id.id in common)
        ):
            quantity = (TABLETS if product.uom_id == tablet else PIECES)[is_centre]
            lots = lots_by_product.get(product.id) or [env['stock.lot']]
            chosen = lots if is_centre else lots[:1]
            vals_list += [
                {
                    'product_id': product.id,
                    'location_id': warehouse.lot_stock_id.id,
                    'lot_id': lot.id,
                    'inventory_quantity': quantity / len(chosen),
                }
                for lot in chosen
            ]
    quants = env['stock.quant'].with_context(inventory_mode=True).create(vals_list)
    quants.action_apply_inventory()
    return quants


def demo_records(env, model):
    """Return the records of a model that this module brought, in their order of creation."""
    rows = env['ir.model.data'].search([('module', '=', 'pharma_demo'), ('model', '=', model)])
    return env[model].browse(sorted(rows.mapped('res_id'))).exists()


def named_records(env, model, prefix, module='pharma_demo'):
    """Return records of a module by external id: one query instead of one per name.

    :param env: environment of the superuser
    :param str model: name of the model
    :param str prefix: beginning of the external ids, left out of the keys
    :param str module: the module that brought them
    :return: dict name -> record
    """
    rows = env['ir.model.data'].search_fetch(
        [('module', '=', module), ('model', '=', model), ('name', '=like', f'{prefix}%')],
        ['name', 'res_id'],
    )
    records = env[model].browse(rows.mapped('res_id'))
    return {
        row.name.removeprefix(prefix): record for row, record in zip(rows, records, strict=True)
    }


def demo_branches(env):
    """Return the three branches: Ho Chi Minh City, Da Nang, distribution centre."""
    return (
        env.ref('stock.warehouse0')
        | env.ref('pharma_demo.branch_dng')
        | env.ref('pharma_demo.branch_dc')
    )


def _get_common_ids(env):
    """Return the ids of the ``product.template`` that a pharmacy keeps in stock."""
    retail = demo_records(env, 'res.partner').filtered(lambda c: c.pharma_customer_type == 'retail')
    products = named_records(env, 'product.template', 'product_')
    ill = {products[name].id for illness in ILLNESSES for name, _days in illness.products}
    return ill.union(retail.pharma_preferred_product_ids.ids)


def _create_lots(env, products, common):
    """Create the lots of the products that have some, with external ids.

    :param set common: ids of the ``product.template`` that have several
    :return: dict product id -> list of ``stock.lot``
    """
    now = fields.Datetime.now()
    vals_list, names = [], []
    for number, product in enumerate(products.filtered(lambda p: p.tracking == 'lot')):
        for index, days in enumerate(LOT_DAYS):
            if index and product.product_tmpl_id.id not in common:
                continue
            if index and number % SHORT_EVERY == 0:
                days = SHORT_DAYS
            vals_list.append(
                {
                    'name': f'{product.default_code}-{index + 1}',
                    'product_id': product.id,
                    'expiration_date': now + timedelta(days=days + number % 30),
                }
            )
            names.append(f'lot_{product.default_code.lower()}_{index + 1}')
    lots = env['stock.lot'].create(vals_list)
    set_external_ids(env, lots, names)
    by_product = {}
    for lot in lots:
        by_product.setdefault(lot.product_id.id, []).append(lot)
    return by_product


def set_external_ids(env, records, names):
    """Give each record its external id in this module."""
    env['ir.model.data']._update_xmlids(
        [
            {'xml_id': f'pharma_demo.{name}', 'record': record, 'noupdate': True}
            for record, name in zip(records, names, strict=True)
        ]
    )
