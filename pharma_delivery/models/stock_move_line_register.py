from odoo import api, models

# A change of one of these on a line that is done moves goods.
MOVING = {'quantity', 'product_uom_id', 'lot_id', 'location_id', 'location_dest_id', 'quant_id'}


class StockMoveLine(models.Model):
    """Every movement of controlled goods into or out of a branch is entered (V5)."""

    _inherit = 'stock.move.line'

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        done = lines.filtered(lambda line: line.move_id.state == 'done' and line._is_registered())
        if done:  # added to a transfer that has been done before
            done._register_changes({}, done._get_register_effects())
        return lines

    def write(self, vals):
        done = self.browse()
        if MOVING & vals.keys():
            done = self.filtered(
                lambda line: line.move_id.state == 'done' and line._is_registered()
            )
        if not done:
            return super().write(vals)
        before = done._get_register_effects()
        done._open_registers(before)
        result = super().write(vals)
        done._register_changes(before, done._get_register_effects())
        return result

    def _action_done(self):
        controlled = self.filtered(lambda line: line._is_registered())
        if not controlled:
            return super()._action_done()
        # what lies there before the first entry is the opening stock
        controlled._open_registers(controlled._get_register_effects())
        result = super()._action_done()
        controlled = controlled.exists()
        entries = controlled._register_effects(controlled._get_register_effects())
        if shortages := entries._filter_shortages():
            self.env['pharma.control.register']._tell_shortages(shortages)
        return result

    # === REGISTER === #
    def _is_registered(self):
        self.ensure_one()
        return bool(self.product_id.control_class) and self.product_id.is_storable

    def _get_register_effects(self):
        """Return {line: {branch: quantity that comes in, negative for out}} in the stock unit,
        for the branches whose rules want a register."""
        effects = {}
        # sudo: locations and branches of the other end too, for the books only
        lines = self.sudo()
        branches = (lines.location_id | lines.location_dest_id)._get_keeping_branches()
        for line in lines:
            giving = branches.get(line.location_id)
            taking = branches.get(line.location_dest_id)
            if giving == taking or not line.quantity_product_uom:
                continue
            effect = {}
            if giving:
                effect[giving] = -line.quantity_product_uom
            if taking:
                effect[taking] = line.quantity_product_uom
            effects[line] = effect
        kept = set(
            self.env['pharma.control.register']._filter_kept(
                (branch, line.product_id) for line, effect in effects.items() for branch in effect
            )
        )
        return {
            line: {b: q for b, q in effect.items() if (b, line.product_id) in kept}
            for line, effect in effects.items()
        }

    def _open_registers(self, effects):
        return self.env['pharma.control.register']._open(
            [(branch, line.product_id) for line, effect in effects.items() for branch in effect]
        )

    def _register_effects(self, effects, **values):
        """Enter effects into the registers."""
        return self.env['pharma.control.entry']._record(
            [
                line._prepare_register_vals(branch, quantity) | values
                for line, effect in effects.items()
                for branch, quantity in effect.items()
            ]
        )

    def _register_changes(self, before, after):
        """Enter that lines which were done have been changed: what was is taken back, what is
        now is entered; both refer to the entry that was wrong."""
        opened = self._open_registers(after)  # such an opening stock knows the change already
        entries = self._get_last_entries()
        reason = self.env._("Transfer changed after it was done")
        vals_list = []
        for line in dict.fromkeys([*before, *after]):
            now = after.get(line, {})
            last = entries.get(line, self.env['pharma.control.entry'])
            if before.get(line, {}) == now and last.lot_id == line.lot_id:
                continue
            vals_list += [
                entry._prepare_copy_vals(reason)
                | {'quantity_in': -entry.quantity_in, 'quantity_out': -entry.quantity_out}
                for entry in last
            ]
            vals_list += [
                line._prepare_register_vals(branch, quantity)
                | {'is_correction': True, 'corrected_id': last[:1].id, 'note': reason}
                for branch, quantity in now.items()
                if (branch.id, line.product_id.id) not in opened
            ]
        self.env['pharma.control.entry']._record(vals_list)

    def _get_last_entries(self):
        """Return {line: its entries that count}, neither taken back nor taking back."""
        # sudo: the books are kept whoever changes a transfer
        entries = (
            self.env['pharma.control.entry']
            .sudo()
            .search([('move_line_id', 'in', self.ids)], order='id')
        )
        backs = entries.filtered(lambda entry: min(entry.quantity_in, entry.quantity_out) < 0)
        return (entries - backs - backs.corrected_id).grouped('move_line_id')

    def _prepare_register_vals(self, branch, quantity):
        """Return the entry of the line in the book of a branch."""
        self.ensure_one()
        line = self.sudo()  # sudo: the other end may be a branch the user does not see
        picking = line.picking_id
        source, target = line.location_id, line.location_dest_id
        other = source if quantity > 0 else target
        outside = other.usage in ('customer', 'supplier')
        partner = picking.partner_id if outside else self.env['res.partner']
        return {
            'warehouse_id': branch.id,
            'product_id': line.product_id.id,
            'lot_id': line.lot_id.id,
            'kind': line._get_register_kind(other, incoming=quantity > 0),
            'quantity_in': max(quantity, 0.0),
            'quantity_out': max(-quantity, 0.0),
            'document': picking.slip_number or line.move_id.reference or picking.name,
            'partner_id': partner.id,
            'counterpart': partner.commercial_partner_id.name
            or other.warehouse_id.name
            or other.display_name,
            'counterpart_address': partner._get_handover_address(),
            'move_line_id': line.id,
            'picking_id': picking.id,
        }

    def _get_register_kind(self, other, incoming):
        self.ensure_one()
        if other.usage == 'customer':
            return 'customer_return' if incoming else 'delivery'
        if other.usage == 'supplier':
            return 'receipt' if incoming else 'supplier_return'
        if other.usage in ('internal', 'transit'):
            return 'transfer'
        if other.usage == 'inventory':
            return 'scrap' if self.move_id.scrap_id else 'adjustment'
        return 'other'
