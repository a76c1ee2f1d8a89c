from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .pharma_reservation import OPEN

ACTIVITY = 'pharma_delivery.mail_activity_type_reservation'


class PharmaReservation(models.Model):
    """What agents do with a reservation: order it, give it up, hold it longer (000-26)."""

    _inherit = 'pharma.reservation'

    # === ORDER === #
    def action_make_order(self):
        """Make a quotation of what is held; its confirmation takes the held goods (000-26).

        :return: window action of ``sale.order``
        :raise AccessError: for those who may not sell
        :raise UserError: several customers, companies or branches, or nothing held
        """
        order = self._make_order()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'sale.order',
            'view_mode': 'form',
            'res_id': order.id,
        }

    def action_order_now(self):
        """Make and confirm the order: the goods pass from the hold to it at once (000-26).

        :return: window action of ``sale.order``
        :raise AccessError: for those who may not sell
        :raise UserError: several customers, companies or branches, or nothing held
        """
        order = self._make_order()
        order.action_confirm()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'sale.order',
            'view_mode': 'form',
            'res_id': order.id,
        }

    def _make_order(self):
        self.check_access('write')
        self._check_orderable()
        order = self.env['sale.order'].create(self._prepare_order_vals())
        # sudo: which order was made is protected; the user has just made it
        self.sudo().order_id = order
        return order

    def _check_orderable(self):
        for reservation in self:
            if not reservation.held_quantity:
                raise UserError(
                    self.env._(
                        "%(reservation)s: nothing is held yet, so there is nothing to order.",
                        reservation=reservation.name,
                    )
                )
            # sudo: an order of somebody else counts, too
            order = reservation.sudo().order_id
            if order.state in ('draft', 'sent'):
                raise UserError(
                    self.env._(
                        "%(reservation)s stands in quotation %(order)s already. Confirm or cancel"
                        " that one.",
                        reservation=reservation.name,
                        order=order.name,
                    )
                )
        for name in ('partner_id', 'company_id', 'hold_warehouse_id'):
            if len(self[name]) != 1:
                raise UserError(
                    self.env._("Choose reservations of one customer held in one branch.")
                )

    def _prepare_order_vals(self):
        return {
            'partner_id': self.partner_id.id,
            'company_id': self.company_id.id,
            'warehouse_id': self.hold_warehouse_id.id,
            # whoever called sells it: agents make no orders in the name of the salesperson
            'user_id': self.env.uid,
            'pharma_delivery_wanted': any(self.mapped('is_delivery_wanted')),
            'origin': ', '.join(self.mapped('name')),
            'order_line': [
                Command.create(reservation._prepare_order_line_vals()) for reservation in self
            ],
        }

    def _prepare_order_line_vals(self):
        """Return the values of the order line: all of it in the unit of the customer, a part in
        the stock unit if it cannot be told in that of the customer."""
        unit, quantity = self.uom_id, self.quantity
        stock_unit = self.product_id.uom_id
        if stock_unit.compare(self.held_quantity, self.quantity_stock):
            quantity = stock_unit._compute_quantity(self.held_quantity, unit, round=False)
            if unit.compare(quantity, unit.round(quantity)) or unit.round(quantity) != quantity:
                unit, quantity = stock_unit, self.held_quantity
        return {
            'product_id': self.product_id.id,
            'product_uom_qty': quantity,
            'product_uom_id': unit.id,
            'pharma_reservation_id': self.id,
        }

    def _on_ordered(self, quantities):
        """Write down what confirmed orders took, and let it out of the hold.

        :param dict quantities: {``pharma.reservation``: quantity in the stock unit}
        """
        pairs = set()
        for reservation, quantity in quantities.items():
            if reservation.hold_warehouse_id:
                pairs.add((reservation.product_id, reservation.hold_warehouse_id))
            left = max(0.0, reservation.held_quantity - quantity)
            reservation.ordered_quantity += quantity
            reservation._set_held(left)
            if reservation.state == 'done':
                reservation.date_closed = fields.Datetime.now()
        done = self.filtered(lambda reservation: reservation.state == 'done')
        done.activity_unlink([ACTIVITY])
        done.notice = False
        if pairs:
            self._sync_holds(pairs)

    # === END === #
    def action_lose(self):
        """Write down that the customer does not want it any more; it counts as lost (000-26).

        :return: True
        """
        return self._end('lost')

    def action_cancel(self):
        """Cancel reservations that were made by mistake; they do not count as lost (000-26).

        :return: True
        """
        return self._end('cancelled')

    def _end(self, state):
        self.check_access('write')
        for reservation in self:
            if reservation.state not in OPEN:
                raise UserError(
                    self.env._("%(reservation)s is closed already.", reservation=reservation.name)
                )
        # sudo: what is held passes to others whom the user need not see
        ended = self.sudo()
        ended.activity_unlink([ACTIVITY])
        ended._release({'state': state, 'notice': False, 'date_closed': fields.Datetime.now()})
        return True

    def action_reopen(self):
        """Let a customer wait again, at the end of the queue (000-26).

        :return: True
        :raise UserError: for one that was not given up
        """
        self.check_access('write')
        if any(reservation.state not in ('expired', 'lost', 'cancelled') for reservation in self):
            raise UserError(self.env._("Only reservations that were given up can be taken up."))
        # sudo: state and place in the queue are protected
        again = self.sudo()
        again.write(
            {
                'state': 'waiting',
                'date': fields.Datetime.now(),
                'date_closed': False,
                'hold_warehouse_id': False,
                'hold_until': False,
            }
        )
        again._enter_queue()
        return True

    def action_view_order(self):
        """Open the order that was made of the reservation (000-26).

        :return: window action of ``sale.order``
        :raise AccessError: for an order that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        self.order_id.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'sale.order',
            'view_mode': 'form',
            'res_id': self.order_id.id,
        }
