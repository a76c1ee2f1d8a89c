from odoo.tools import SQL

from .generators.calls import create_calls, forget_calls
from .generators.care import create_care, forget_care
from .generators.customers import create_customers, create_permissions
from .generators.deliveries import create_deliveries, forget_deliveries
from .generators.orders import create_orders
from .generators.rounds import set_up as set_up_rounds
from .generators.staff import assign_customers, restore_salespeople
from .generators.stock import demo_records, fill_stock
from .generators.tickets import create_tickets, forget_tickets

MODULE = 'pharma_demo'
# While the module is not installed, what its orders need keeps its external id here.
KEPT = '__pharma_demo__'
KEPT_MODELS = (
    'crm.team',
    'mail.alias',
    'mail.alias.domain',
    'pharma.customer.group',
    'product.category',
    'product.template',
    'res.partner',
    'resource.calendar',
    'sale.order',
    'stock.lot',
    'stock.warehouse',
    'uom.uom',
)
# Options of Odoo without which units, lots and branches stay hidden.
OPTIONS = (
    'uom.group_uom',
    'stock.group_production_lot',
    'stock.group_stock_multi_locations',
    'stock.group_stock_multi_warehouses',
)


def pre_init_hook(env):
    """Take back what an earlier installation left, so that nothing is created twice."""
    _move_external_ids(env, KEPT, MODULE)


def post_init_hook(env):
    """Switch options on, fill the shelves, let customers buy for two years and care for them.

    Later updates of the module leave alone what people changed meanwhile.
    """
    for option in OPTIONS:
        env.ref('base.group_user')._apply_group(env.ref(option))
    env = env(context={**env.context, 'tracking_disable': True, 'skip_sms': True})
    is_new = not env.ref(f'{MODULE}.order_0001', raise_if_not_found=False)
    if not is_new:
        assign_customers(env)
        restore_salespeople(env)
    else:
        create_customers(env)
        assign_customers(env)
        fill_stock(env)
        set_up_rounds(env)
        create_orders(env)
    create_permissions(env)
    create_care(env)
    create_tickets(env)
    create_calls(env)
    if is_new:
        create_deliveries(env)
    env['ir.model.data'].search([('module', '=', MODULE)]).noupdate = True


def uninstall_hook(env):
    """Keep what confirmed orders stand on; users, their care, licences and permissions go."""
    forget_calls(env)
    forget_care(env)
    forget_tickets(env)
    forget_deliveries(env)
    if env.ref('base.module_pharma_crm').state == 'to remove':
        # the records behind these fields go as well, and restrict that
        demo_records(env, 'product.template').write(
            {'therapeutic_group_id': False, 'storage_condition_id': False}
        )
    _move_external_ids(env, MODULE, KEPT)


def _move_external_ids(env, source, target):
    env.cr.execute(
        SQL(
            """
            UPDATE ir_model_data SET module = %s, noupdate = FALSE
             WHERE module = %s AND model = ANY(%s) AND name NOT LIKE %s
            """,
            target,
            source,
            list(KEPT_MODELS),
            # contacts that came with a user go with him
            '%\\_res\\_partner',
        )
    )
    env['ir.model.data'].invalidate_model()
    env.registry.clear_cache()
