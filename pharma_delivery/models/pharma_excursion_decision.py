from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaExcursion(models.Model):
    """What a pharmacist's decision does with the goods (004-20)."""

    _inherit = 'pharma.excursion'

    def _decide(self, decision, note):
        """Carry out a decision and keep who took it, when and why.

        :param str decision: 'released', 'quarantined' or 'destroyed'
        :param str note: why
        :raise AccessError: for others than pharmacists
        :raise UserError: decided before, no reason, or nothing to do it with
        """
        self.ensure_one()
        self._check_decide()
        if not (note or '').strip():
            raise UserError(self.env._("Write the reason of the decision: it is kept as proof."))
        # sudo: a pharmacist decides without working in the stock; the right is checked above
        held_sudo = self.sudo()
        if not held_sudo.try_lock_for_update():
            raise UserError(self.env._("Somebody else decides about these goods right now."))
        held_sudo.invalidate_recordset(['state'])
        if held_sudo.state not in ('open', 'quarantined') or held_sudo.state == decision:
            raise UserError(
                self.env._(
                    "%(name)s has been decided by %(user)s: nothing more can be changed.",
                    name=self.name,
                    user=held_sudo.decision_user_id.name,
                )
            )
        getattr(held_sudo, f'_apply_{decision}')()
        held_sudo.write(
            {
                'state': decision,
                'decision_user_id': self.env.uid,
                'decision_date': fields.Datetime.now(),
                'decision_note': note,
            }
        )
        held_sudo.activity_unlink(['mail.mail_activity_data_warning'])
        held_sudo.message_post(body=note)
        held_sudo.picking_id.message_post(
            body=self.env._(
                "%(name)s: %(decision)s by %(user)s",
                name=self.name,
                decision=dict(self._fields['state']._description_selection(self.env))[decision],
                user=self.env.user.name,
            )
        )

    def _apply_released(self):
        if not self.transfer_ids:
            return  # the slip goes on with its goods
        warehouse = self.picking_id.picking_type_id.warehouse_id
        items = self._get_quarantined_items()
        self.transfer_ids += warehouse._pharma_transfer(
            items, warehouse.lot_stock_id, self.display_name
        )

    def _apply_quarantined(self):
        slip = self.picking_id
        if slip.state == 'done':
            self._return_from_customer()
            return
        warehouse = slip.picking_type_id.warehouse_id
        lots = {(line.product_id, line.lot_id) for line in self.line_ids}
        lines = slip.move_line_ids.filtered(lambda line: (line.product_id, line.lot_id) in lots)
        items = [line._pharma_item() for line in lines if line.quantity_product_uom > 0]
        if not items and not self.transfer_ids:
            raise UserError(
                self.env._(
                    "Slip %(slip)s holds nothing of these goods any more: release them, or move"
                    " them in the stock yourself.",
                    slip=slip.slip_number or slip.name,
                )
            )
        lines.unlink()
        self.transfer_ids += warehouse._pharma_transfer(
            items, warehouse._pharma_get_quarantine(), self.display_name
        )
        if items and not slip.batch_id.date_departed:
            slip.action_assign()  # other lots may take their place

    def _apply_destroyed(self):
        if self.state == 'open':
            slip = self.picking_id
            if slip.state == 'done' and self._has_been_handed_over():
                raise UserError(
                    self.env._(
                        "The goods are with the customer. Move them to quarantine first: that"
                        " makes the return. Once they are back, they can be destroyed."
                    )
                )
            self._apply_quarantined()
        self._scrap(self._get_quarantined_items())

    def _has_been_handed_over(self):
        """Tell whether any of the goods are with the customer."""
        goods = {(line.product_id, line.lot_id) for line in self.line_ids}
        return any(
            line.quantity_product_uom > line._pharma_get_returning({})
            for line in self.picking_id.move_line_ids
            if (line.product_id, line.lot_id) in goods
        )

    def _hold(self, items):
        """Put held goods into quarantine that leave their slip before anybody decided.

        :param list items: see :meth:`stock.warehouse._pharma_transfer`; not reserved any more
        """
        self.ensure_one()
        warehouse = self.picking_id.picking_type_id.warehouse_id
        transfer = warehouse._pharma_transfer(
            items, warehouse._pharma_get_quarantine(), self.display_name
        )
        self.transfer_ids += transfer
        if transfer:
            self.message_post(
                body=self.env._(
                    "The slip was given up before the decision: the goods are in quarantine."
                )
            )

    @api.model
    def _hold_left(self, slip, readings, items):
        """Put into quarantine what a visit left over for the shelf, where a reading at the door
        was too much for it.

        :param slip: the ``stock.picking``, handed over in part
        :param readings: ``pharma.delivery.temperature`` of the visit
        :param list items: see :meth:`stock.warehouse._pharma_transfer`; not reserved any more
        """
        conditions = (slip | slip.backorder_ids)._get_storage_conditions()
        excursion = slip._get_held_slips().get(slip)
        for reading in readings.filtered(lambda reading: reading.picking_id == slip):
            bad, fine = [], []
            for item in items:
                product = item['product']
                is_bad = reading._is_too_much(product, conditions[product])
                (bad if is_bad else fine).append(item)
            items = fine
            if not bad:
                continue
            if not excursion:
                excursion = self.create(self._prepare_vals(slip, reading))
                excursion._notify_pharmacists()
            goods = {}
            for item in bad:
                key = (item['product'], item['lot'])
                goods[key] = goods.get(key, 0) + item['quantity']
            for line in excursion.line_ids:  # the rest of what was handed over
                line.quantity += goods.pop((line.product_id, line.lot_id), 0)
            excursion._add_goods(reading, slip._prepare_outside(reading, conditions, goods))
            excursion._hold(bad)

    def _return_from_customer(self):
        """Make core's return of the goods into quarantine; they are with the customer."""
        slip = self.picking_id
        quantities = {}
        for line in self.line_ids:
            key = (line.product_id, line.lot_id)
            quantities[key] = quantities.get(key, 0) + line.quantity
        returned = slip._pharma_return_lots(quantities)
        if not returned and not self.transfer_ids:  # else all of it is in quarantine already
            raise UserError(
                self.env._("Everything of slip %(slip)s came back already.", slip=slip.slip_number)
            )
        self.transfer_ids += returned

    def _get_quarantined_items(self):
        """Return what the transfers of the decision brought into quarantine, as items of
        :meth:`stock.warehouse._pharma_transfer`.

        :raise UserError: if the goods have not arrived there
        """
        place = self.picking_id.picking_type_id.warehouse_id._pharma_get_quarantine()
        arrived = self.transfer_ids.move_line_ids.filtered(
            lambda line: line.location_dest_id == place
        )
        if not arrived or any(line.state != 'done' for line in arrived):
            raise UserError(
                self.env._(
                    "The goods are not in quarantine yet. Validate the transfer %(transfer)s first,"
                    " then decide what becomes of them.",
                    transfer=", ".join(self.transfer_ids.mapped('name')),
                )
            )
        return [{**line._pharma_item(), 'location': place} for line in arrived]

    def _scrap(self, items):
        scraps = self.env['stock.scrap'].create(
            [
                {
                    'company_id': self.company_id.id,
                    'origin': self.name,
                    'product_id': item['product'].id,
                    'product_uom_id': item['product'].uom_id.id,
                    'lot_id': item['lot'].id,
                    'package_id': item['package'].id,
                    'owner_id': item['owner'].id,
                    'location_id': item['location'].id,
                    'scrap_qty': item['quantity'],
                }
                for item in items
            ]
        )
        scraps.do_scrap()
