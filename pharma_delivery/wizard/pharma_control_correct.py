from odoo import api, fields, models


class PharmaControlCorrect(models.TransientModel):
    """Ask a pharmacist for the right quantity of an entry and why it was wrong (V7)."""

    _name = 'pharma.control.correct'
    _description = "Correct an Entry"

    entry_id = fields.Many2one('pharma.control.entry', required=True, readonly=True)
    uom_id = fields.Many2one(related='entry_id.uom_id')
    quantity = fields.Float(
        string="Right Quantity",
        digits='Product Unit',
        compute='_compute_values',
        store=True,
        readonly=False,
        help="0 takes the entry back.",
    )
    date_moved = fields.Date(
        string="True Date", compute='_compute_values', store=True, readonly=False
    )
    reason = fields.Char(required=True)

    @api.depends('entry_id')
    def _compute_values(self):
        for wizard in self:
            entry = wizard.entry_id
            wizard.quantity = entry.quantity_in or entry.quantity_out
            wizard.date_moved = entry.date_moved

    def action_apply(self):
        """Enter the correction (V7).

        :raise UserError: as ``pharma.control.entry._correct`` says
        :return: action that closes the window
        """
        self.ensure_one()
        self.entry_id._correct(self.reason, self.quantity, self.date_moved)
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
