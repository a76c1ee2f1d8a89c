from odoo import models


class StockLocation(models.Model):
    """What lies in quarantine is still in the branch's keeping, so it is in its books (V5)."""

    _inherit = 'stock.location'

    def _get_keeping_branches(self):
        """Return {location: branch that keeps what lies there}, for locations of branches only."""
        places = self.filtered(lambda place: place.usage == 'internal')
        result = {place: place.warehouse_id for place in places if place.warehouse_id}
        others = places.filtered(lambda place: not place.warehouse_id)
        if not others:
            return result
        parents = {
            place: {int(part) for part in place.parent_path.split('/')[:-1]} for place in others
        }
        branches = (
            self.env['stock.warehouse']
            .with_context(active_test=False)
            .search([('pharma_quarantine_location_id', 'in', set().union(*parents.values()))])
        )
        for place, above in parents.items():
            branch = branches.filtered(
                lambda branch, above=above: branch.pharma_quarantine_location_id.id in above
            )[:1]
            if branch:
                result[place] = branch
        return result
