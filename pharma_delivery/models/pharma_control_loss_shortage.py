from odoo import api, fields, models

# What decides which shortages a loss covers.
COVERING = {'warehouse_id', 'product_id', 'lot_id', 'quantity', 'picking_id'}


class PharmaControlLoss(models.Model):
    """A loss that is entered ends the task that a count gave (004-19, V8)."""

    _inherit = 'pharma.control.loss'

    shortage_ids = fields.Many2many(
        'pharma.control.entry',
        'pharma_control_loss_shortage_rel',
        string="Shortages Counted",
        readonly=True,
        copy=False,
        groups='pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager',
        help="Entries of the register that waited for this loss when it was entered.",
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        losses = super().create(vals_list)
        losses._cover_shortages()
        return losses

    def write(self, vals):
        result = super().write(vals)
        if COVERING & vals.keys():
            self._cover_shortages()
        return result

    def _get_stamps(self):
        return super()._get_stamps() | {'shortage_ids'}

    # === BUSINESS METHODS === #
    def _cover_shortages(self):
        """End the tasks of which all that was missing has been entered as a loss.

        A loss belongs to the shortages whose tasks are open when it is entered, the oldest first.
        One that a courier had on a slip belongs to none: a count did not find it.
        """
        # sudo: whoever enters a loss does not see the registers nor the tasks of others
        losses = self.sudo()
        tasks = losses.env['mail.activity'].search(
            [
                ('pharma_shortage_ids.product_id', 'in', losses.product_id.ids),
                ('pharma_shortage_ids.warehouse_id', 'in', losses.warehouse_id.ids),
            ],
            order='id',
        )
        waiting = tasks.pharma_shortage_ids
        if not waiting:
            return
        waiting.register_id._queue_losses()
        for loss in losses:
            loss.shortage_ids = (loss.shortage_ids | waiting).filtered(loss._is_covering)
        left, names = losses._get_uncovered(waiting)
        for task in tasks:
            entries = task.pharma_shortage_ids
            if all(entry.uom_id.is_zero(left[entry]) for entry in entries):
                said = sorted({name for entry in entries for name in names[entry]})
                task.action_feedback(feedback=self.env._("Entered: %s", ', '.join(said)))

    def _is_covering(self, entry):
        """Tell whether the loss may be what a count found missing.

        :param entry: ``pharma.control.entry`` of a shortage
        """
        self.ensure_one()
        return (
            not self.picking_id
            and self.product_id == entry.product_id
            and self.warehouse_id == entry.warehouse_id
            and self.lot_id in (entry.lot_id, self.lot_id.browse())
        )

    def _get_uncovered(self, waiting):
        """Share the quantities of losses out among the shortages they belong to.

        :param waiting: ``pharma.control.entry`` whose tasks are open
        :return: {entry: what no loss covers}, {entry: numbers of the losses that cover it}
        """
        losses = self.search(
            [
                ('product_id', 'in', waiting.product_id.ids),
                ('warehouse_id', 'in', waiting.warehouse_id.ids),
                ('shortage_ids', '!=', False),
            ]
        )
        left = {entry: entry.quantity_out for entry in losses.shortage_ids | waiting}
        names = {entry: [] for entry in left}
        # a loss without a lot takes nothing from one that names its lot
        for loss in losses.sorted(lambda loss: (not loss.lot_id, loss.id)):
            rest = loss.quantity
            for entry in loss.shortage_ids.sorted('id'):
                part = min(rest, left[entry])
                if entry.uom_id.compare(part, 0) > 0:
                    names[entry].append(loss.name)
                left[entry] -= part
                rest -= part
        return left, names
