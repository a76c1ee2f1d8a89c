from odoo import models


class PharmaRecall(models.Model):
    """A recalled lot is held for nobody (000-26, 004-60)."""

    _inherit = 'pharma.recall'

    def _unreserve(self, lots):
        """Let other lots take the place of recalled ones in the holds, at once."""
        result = super()._unreserve(lots)
        # sudo: pharmacists and managers decide this without working in the stock
        lines = self.env['stock.move.line'].sudo()
        held = lines.search(
            [
                ('lot_id', 'in', lots.ids),
                ('company_id', '=', self.company_id.id),
                ('state', 'in', ('assigned', 'partially_available')),
                ('move_id.pharma_is_hold', '=', True),
            ]
        )
        # sudo: as above; the customers need not be theirs
        self.env['pharma.reservation'].sudo()._reload(held.move_id)
        return result
