from odoo import models


class PharmaControlEntry(models.Model):
    """Which entries are shortages that a count has shown (V8)."""

    _inherit = 'pharma.control.entry'

    def _filter_shortages(self):
        """Return the entries of goods that were not there when the stock was counted."""
        # sudo: whoever counts does not see the registers
        return self.sudo().filtered(
            lambda entry: (
                entry.kind == 'adjustment'
                and entry.move_line_id.move_id.is_inventory
                and entry.quantity_out > 0
            )
        )

    def _get_shortage_words(self, env):
        """Return a line per lot with what is missing.

        :param env: environment in the language of the reader
        """
        rows = (
            (entry.document, entry.lot_id.name, f'{entry.quantity_out:.12g} {entry.uom_id.name}')
            for entry in self.with_env(env)
        )
        return '\n'.join(', '.join(word for word in row if word) for row in rows)
