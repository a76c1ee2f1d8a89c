from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults


class PharmaControlSealed(models.AbstractModel):
    """Records of law whose state and stamps are set by their buttons only (004-19, V7).

    ``readonly`` holds in forms; over RPC any field may be written. What is named here is written
    by the program, with ``sudo`` after the check of the role, and by nobody else.
    """

    _name = 'pharma.control.sealed'
    _inherit = 'pharma.number.mixin'
    _description = "Record with Stamps Set by the Program"

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults of a context or of people out where nobody writes (000-36).

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        return keep_own_defaults(self, defaults, fields, self._get_stamps())

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_stamps(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_stamps(vals)
        return super().write(vals)

    # === BUSINESS METHODS === #
    def _get_stamps(self):
        """Return the names of the fields that only the program writes."""
        return {'state', 'user_id'}

    def _is_sealed(self):
        """Return whether images of the record, its signatures, are final."""
        self.ensure_one()
        return self.state != 'draft'

    def _check_stamps(self, vals):
        names = self._get_stamps() & vals.keys()
        if names and not self.env.su:
            labels = (self._fields[name]._description_string(self.env) for name in sorted(names))
            raise UserError(
                self.env._(
                    "%(record)s: '%(fields)s' cannot be entered. Use the buttons of the form.",
                    record=self._description_words(),
                    fields=', '.join(labels),
                )
            )

    def _description_words(self):
        # sudo: the name of the model in the language of the user
        return self.env['ir.model'].sudo()._get(self._name).name
