from odoo import fields, models
from odoo.exceptions import UserError

STOCK = 'stock.group_stock_user'
INVOICING = 'account.group_account_invoice'


class PharmaComplaint(models.Model):
    """Return and refund by core's own forms; what they made is found through the order."""

    _inherit = 'pharma.complaint'

    return_count = fields.Integer(
        string="Returns", compute='_compute_return_count', groups='base.group_user'
    )
    refund_count = fields.Integer(
        string="Credit Notes", compute='_compute_return_count', groups='base.group_user'
    )

    def _compute_return_count(self):
        for ticket in self:
            ticket.return_count = len(ticket._get_returns())
            ticket.refund_count = len(ticket._get_refunds())

    def _get_returns(self):
        # sudo: that there are returns of an order; who opens them reads them with his own rights
        pickings = self.sudo().order_id.picking_ids
        return pickings.filtered(lambda p: p.return_id and p.state != 'cancel')

    def _get_refunds(self):
        # sudo: as above, credit notes
        moves = self.sudo().order_id.invoice_ids
        return moves.filtered(lambda m: m.move_type == 'out_refund' and m.state != 'cancel')

    # === RETURN === #
    def action_return(self):
        """Open core's return of the delivery, filled with the goods of the ticket.

        Whoever may not handle stock asks the department instead.

        :return: window action
        :raise AccessError: for a ticket that the user may not read
        :raise UserError: without order or delivery, or when everything came back
        """
        self.ensure_one()
        self.check_access('read')
        self._check_order()
        picking, quantities = self._get_returnable()
        if not picking:
            raise UserError(
                self.env._(
                    "Order %(order)s: nothing of it was delivered that has not come back already.",
                    order=self.sudo().order_id.name,  # sudo: its number
                )
            )
        # sudo: the names of the delivery and of the order, to ask for the return
        names = (picking.sudo().name, self.sudo().order_id.name)
        if not self.env.user.has_group(STOCK):
            return self._ask(
                'department',
                {
                    'name': self.env._(
                        "Return of delivery %(delivery)s, order %(order)s",
                        delivery=names[0],
                        order=names[1],
                    )
                },
            )
        picking.check_access('read')
        wizard = (
            self.env['stock.return.picking']
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model=picking._name)
            .create({'picking_id': picking.id})
        )
        for line in wizard.product_return_moves:
            line.quantity = quantities.get(line.move_id.id, 0.0)
        action = self.env['ir.actions.act_window']._for_xml_id('stock.act_stock_return_picking')
        return {**action, 'res_id': wizard.id}

    def _get_returnable(self):
        """Return the latest delivery of which something can come back, and how much by move.

        Filled in are the goods of the ticket: the lot's quantity, or the medicine's. A ticket
        that names neither fills in nothing.

        :return: tuple of ``stock.picking`` and dict of quantities by id of ``stock.move``
        """
        # sudo: what was delivered, to fill in the form; its own rights decide who uses it
        pickings = (
            self.sudo()
            .order_id.picking_ids.filtered(
                lambda p: p.state == 'done' and p.picking_type_code == 'outgoing'
            )
            .sorted('date_done', reverse=True)
        )
        for picking in pickings:
            quantities = {}
            for move in picking.move_ids.filtered(lambda m: m.state == 'done'):
                if self.product_id and move.product_id.id != self.product_id.id:
                    continue
                lines = move.move_line_ids
                if self.lot_id:
                    lines = lines.filtered(lambda line: line.lot_id.id == self.lot_id.id)
                delivered = sum(lines.mapped('quantity_product_uom'))
                back = sum(
                    line.quantity_product_uom
                    for line in move.returned_move_ids.filtered(
                        lambda m: m.state != 'cancel'
                    ).move_line_ids
                    if not self.lot_id or line.lot_id.id == self.lot_id.id
                )
                left = move.product_id.uom_id._compute_quantity(delivered - back, move.product_uom)
                if move.product_uom.compare(left, 0.0) > 0:
                    quantities[move.id] = left
            if quantities:
                if not self.product_id:
                    quantities = {}
                return picking.sudo(False), quantities  # sudo ends here
        return self.env['stock.picking'], {}

    # === REFUND === #
    def action_refund(self):
        """Open core's credit note of the order's invoice; of several, their list to choose from.

        Whoever may not invoice asks the department instead.

        :return: window action
        :raise AccessError: for a ticket that the user may not read
        :raise UserError: without order or posted invoice
        """
        self.ensure_one()
        self.check_access('read')
        self._check_order()
        invoices = self._get_refundable()
        # sudo: its number
        order_name = self.sudo().order_id.name
        if not invoices:
            raise UserError(
                self.env._(
                    "Order %(order)s has no posted invoice that could be refunded.",
                    order=order_name,
                )
            )
        if not self.env.user.has_group(INVOICING):
            return self._ask(
                'department', {'name': self.env._("Refund of order %(order)s", order=order_name)}
            )
        invoices.check_access('read')
        if len(invoices) > 1:
            return self._open_moves(invoices, self.env._("Choose the Invoice to Refund"))
        action = self.env['ir.actions.act_window']._for_xml_id(
            'account.action_view_account_move_reversal'
        )
        view = self.env.ref('account.view_account_move_reversal')
        return {
            **action,
            'name': self.env._("Credit Note"),
            'views': [(view.id, 'form')],
            'view_mode': 'form',
            'context': {
                'active_model': invoices._name,
                'active_id': invoices.id,
                'active_ids': invoices.ids,
                'default_reason': self.number,
            },
        }

    def _get_refundable(self):
        # sudo: which invoices there are; their own rights decide who opens them
        invoices = self.sudo().order_id.invoice_ids.filtered(
            lambda m: (
                m.move_type == 'out_invoice'
                and m.state == 'posted'
                and m.payment_state != 'reversed'
            )
        )
        of_product = invoices.filtered(
            lambda m: self.product_id.id in m.invoice_line_ids.product_id.ids
        )
        # sudo ends here: opened with the user's rights
        return (of_product if self.product_id else invoices).sudo(False)

    # === LINKS === #
    def action_view_returns(self):
        """Open the returns of the order, for those who may read deliveries.

        :return: window action of ``stock.picking``
        :raise AccessError: for a ticket or a delivery that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        returns = self._get_returns().sudo(False)  # sudo ends here
        returns.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Returns"),
            'res_model': returns._name,
            'view_mode': 'list,form',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [('id', 'in', returns.ids)],
            'context': {'create': False},
        }

    def action_view_refunds(self):
        """Open the credit notes of the order, for those who may read invoices.

        :return: window action of ``account.move``
        :raise AccessError: for a ticket or a credit note that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        refunds = self._get_refunds().sudo(False)  # sudo ends here
        refunds.check_access('read')
        return self._open_moves(refunds, self.env._("Credit Notes"))

    def _open_moves(self, moves, name):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': moves._name,
            'view_mode': 'list,form',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [('id', 'in', moves.ids)],
            'context': {'create': False},
        }

    def _check_order(self):
        if not self.order_id:
            raise UserError(
                self.env._(
                    "Enter the order of the ticket first: what was delivered and invoiced is known"
                    " by it."
                )
            )
