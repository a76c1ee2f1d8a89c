from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# What a care case takes from its order.
CARE_FIELDS = {'date_order', 'partner_id', 'warehouse_id', 'company_id'}


class SaleOrder(models.Model):
    """Orders bring their care cases along (004-42)."""

    _inherit = 'sale.order'

    care_case_ids = fields.One2many(
        'pharma.care.case',
        'order_id',
        groups='pharma_care.group_care_user,pharma_crm.group_pharmacist',
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Give care cases also to orders that come in confirmed, such as past ones (decision 24).

        :param list vals_list: values, one dict per order
        :return: the new ``sale.order`` records
        """
        # lines that come with an order need not tell one by one
        quiet = self.with_context(pharma_skip_care=True)
        orders = super(SaleOrder, quiet).create(vals_list).with_env(self.env)
        orders.filtered(lambda order: order.state == 'sale')._sync_recent_care()
        return orders

    def write(self, vals):
        """Keep care cases right when an order changes or is cancelled (decision 28).

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if self.env.context.get('pharma_confirming') and vals.get('state') == 'sale':
            return result  # _action_confirm tells
        if vals.get('state') == 'sale':
            # an import or another program sets the state without confirming
            self._sync_recent_care()
        elif 'state' in vals or CARE_FIELDS & vals.keys():
            orders = self.filtered(lambda order: order.state in ('sale', 'cancel'))
            self.env['pharma.care.case']._sync_orders(orders)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cared_for(self):
        # sudo: whoever deletes an order need not see its care
        cases_sudo = self.sudo().care_case_ids
        for case in cases_sudo.filtered('entry_ids'):
            raise UserError(
                self.env._(
                    "Order '%(order)s' has a care history and cannot be deleted. Leave it"
                    " cancelled.",
                    order=case.order_id.name,
                )
            )

    # === BUSINESS METHODS === #
    def action_confirm(self):
        """Confirm; the care case follows once, when all is confirmed.

        :return: True
        """
        confirming = self.with_context(pharma_confirming=True)
        return super(SaleOrder, confirming).action_confirm()

    def _action_confirm(self):
        result = super()._action_confirm()
        order_sudo = self.sudo()  # sudo: whoever confirms an order need not see its transfers
        moves_sudo = order_sudo.order_line.move_ids
        is_moved = any(move.state == 'done' for move in moves_sudo)
        self.env['pharma.care.case']._sync_orders(self, is_moved)
        return result

    def _sync_recent_care(self):
        """Bring care in line for orders that have a case or are not older than one looks back."""
        now = fields.Datetime.now()
        # sudo: whoever enters an order need not see its care
        recent = self.sudo().filtered(
            lambda order: (
                order.care_case_ids
                or order.date_order >= now - timedelta(days=order.company_id.care_history_days)
            )
        )
        self.env['pharma.care.case']._sync_orders(recent)
