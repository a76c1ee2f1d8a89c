"""Lots near their expiry that are offered to those who buy them."""

from datetime import timedelta

from odoo.fields import Domain

from .stock import demo_records

# (who bought what, within so many days, discount in percent, channel, share of the stock, closed)
OFFERS = (('group', 730, 30, 'sms', 0.1, False), ('product', 365, 20, 'zalo', 0.05, True))
WITHIN_DAYS, LEAST_DAYS = 120, 20
CLOSED_DAYS = 12


def offer_lots(dispatch):
    """Offer two lots near their expiry; one offer has ended.

    :param dispatch: Dispatch
    :return: ``pharma.offer`` records
    """
    env = dispatch.env
    offers = env['pharma.offer'].with_user(dispatch.users['manager'])
    for quant, (scope, days, discount, channel, share, is_closed) in zip(
        _get_quants(dispatch), OFFERS, strict=False
    ):
        offer = offers.create(
            {
                'lot_id': quant.lot_id.id,
                'quantity': quant.product_id.uom_id.round(quant.quantity * share),
                'discount': discount,
                'scope': scope,
                'days': days,
                'channel': channel,
            }
        )
        offer.action_find()
        if is_closed:
            offer.action_close()
            offer.with_env(env).date_end = dispatch.today - timedelta(days=CLOSED_DAYS)
        offers += offer
    return offers.with_env(env)


def _get_quants(dispatch):
    """Return stock of lots that end soon and may be offered, those that most people buy first."""
    env, now = dispatch.env, dispatch.now
    templates = demo_records(env, 'product.template').filtered(
        lambda p: not p.prescription_required and not p.control_class
    )
    quants = env['stock.quant'].search(
        Domain('product_id', 'in', templates.product_variant_ids.ids)
        & Domain('location_id.usage', '=', 'internal')
        & Domain('lot_id.expiration_date', '>', now + timedelta(days=LEAST_DAYS))
        & Domain('lot_id.expiration_date', '<', now + timedelta(days=WITHIN_DAYS))
    )
    lines = env['sale.order.line']._read_group(
        [('product_id', 'in', quants.product_id.ids), ('state', '=', 'sale')],
        ['product_id'],
        ['order_partner_id:count_distinct'],
    )
    buyers = {product.id: count for product, count in lines}
    return quants.sorted(lambda quant: (-buyers.get(quant.product_id.id, 0), quant.id))
