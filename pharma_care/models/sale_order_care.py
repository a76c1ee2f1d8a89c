from odoo import api, fields, models

from ..tools import check_single


class SaleOrder(models.Model):
    """The way from an order to its care."""

    _inherit = 'sale.order'

    care_date_due = fields.Date(
        string="Care Date",
        compute='_compute_care_date_due',
        groups='pharma_care.group_care_user,pharma_crm.group_pharmacist',
    )

    @api.depends('care_case_ids.date_due', 'care_case_ids.state')
    def _compute_care_date_due(self):
        for order in self:
            # nobody will call on the date of a closed case
            order.care_date_due = order.care_case_ids.filtered(
                lambda case: case.state != 'done'
            ).date_due

    def action_pharma_view_care(self):
        """Open the care case of this order (001-06).

        :return: an action
        """
        check_single(self)
        return self.care_case_ids._get_case_action()
