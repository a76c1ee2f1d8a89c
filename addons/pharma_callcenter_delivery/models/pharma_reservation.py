from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

# From which call it comes, and in which it is told that the goods are there.
CALLS = ('call_id', 'call_todo_id')


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
        return keep_own_defaults(self, super().default_get(fields), fields, CALLS)

    @api.model_create_multi
    def create(self, vals_list):
        """Let 'Phone Order' alone say from which call a reservation comes.

        :param list vals_list: values, one dict per reservation
        :return: the new ``pharma.reservation`` records
        """
        if not self.env.su:
            vals_list = [{k: v for k, v in vals.items() if k not in CALLS} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Let 'Phone Order' alone say from which call a reservation comes.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a call that came with the values
        """
        if not self.env.su and any(name in vals for name in CALLS):
            raise AccessError(
                self.env._("The calls of a reservation are written by arrivals and 'Phone Order'.")
            )
        return super().write(vals)
