from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults


class PharmaReservation(models.Model):
    """From which call a reservation comes (000-26)."""

    _inherit = 'pharma.reservation'

    call_id = fields.Many2one(
        'pharma.call',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="In which the customer asked for it.",
    )

    @api.model
    def default_get(self, fields):
        return keep_own_defaults(self, super().default_get(fields), fields, ['call_id'])

    @api.model_create_multi
    def create(self, vals_list):
        """Let 'Phone Order' alone say from which call a reservation comes.

        :param list vals_list: values, one dict per reservation
        :return: the new ``pharma.reservation`` records
        """
        if not self.env.su:
            vals_list = [{k: v for k, v in vals.items() if k != 'call_id'} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Let 'Phone Order' alone say from which call a reservation comes.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a call that came with the values
        """
        if not self.env.su and 'call_id' in vals:
            raise AccessError(self.env._("The call of a reservation is written by 'Phone Order'."))
        return super().write(vals)
