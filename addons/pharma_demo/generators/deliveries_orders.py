"""Orders that the scenes of deliveries need, confirmed as people do."""

from odoo.fields import Command

from .stock import demo_records, set_external_ids


def confirm_orders(dispatch, vals_list):
    """Create orders and confirm them with their own dates.

    :param dispatch: Dispatch
    :param list vals_list: values of ``sale.order``
    :return: ``sale.order`` records
    """
    env = dispatch.env
    orders = env['sale.order'].create(
        [
            {
                'pharma_taken_by': 'self',
                'pharma_channel_id': env.ref('pharma_crm.sales_channel_telephone').id,
                'pharma_purchase_motive_id': env.ref('pharma_crm.purchase_motive_treatment').id,
                **vals,
            }
            for vals in vals_list
        ]
    )
    orders.with_context(pharma_keep_date_order=True).action_confirm()
    first = len(demo_records(env, 'sale.order')) + 1
    names = [f'order_{number:04d}' for number in range(first, first + len(orders))]
    set_external_ids(env, orders, names)
    return orders


def sell(dispatch, place, partner, goods, moment):
    """Let a customer order goods from a branch.

    :param place: Place of the branch, see :class:`Staff`
    :param partner: ``res.partner``
    :param list goods: of (``product.product``, quantity in its unit)
    :param moment: when it was
    :return: the confirmed ``sale.order``
    """
    vals = {
        'partner_id': partner.id,
        'warehouse_id': place.branch.id,
        'team_id': place.team.id,
        'user_id': place.users[0].id,
        'date_order': moment,
        'pharma_cash_on_delivery': False,
        'order_line': [get_line(product, quantity) for product, quantity in goods],
    }
    return confirm_orders(dispatch, [vals])


def get_line(product, quantity, uom=None):
    """Return the command that creates an order line.

    :param product: ``product.product``
    :param quantity: in ``uom``, else in the unit of the product
    """
    return Command.create(
        {
            'product_id': product.id,
            'product_uom_id': (uom or product.uom_id).id,
            'product_uom_qty': quantity,
            # the chain analyses no costs
            'analytic_distribution': False,
        }
    )
