from odoo import api, models

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

from .pharma_followup import PROTECTED


class PharmaFollowup(models.Model):
    """Defaults are no answers of customers (000-36, 000-43)."""

    _inherit = 'pharma.followup'

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults that people set for themselves out where they do not write (000-36).

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, PROTECTED)
        return defaults
