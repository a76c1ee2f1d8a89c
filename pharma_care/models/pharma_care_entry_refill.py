from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import check_single


class PharmaCareEntry(models.Model):
    """What runs out stands beside what is said, and is ordered from there (000-10, 004-45)."""

    _inherit = 'pharma.care.entry'

    refill_order_id = fields.Many2one(
        'sale.order',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The quotation that was made during this care.",
    )
    # sudo (by default of related fields): whoever reads the care may know what came of it
    refill_state = fields.Selection(related='refill_order_id.state', string="State of the Refill")
    refill_amount = fields.Monetary(
        compute='_compute_refill_amount',
        currency_field='refill_currency_id',
        aggregator='sum',
        help="Untaxed amount of the refill order, once it is confirmed, in the currency of the"
        " company.",
    )
    refill_currency_id = fields.Many2one(
        related='company_id.currency_id', string="Currency of the Company"
    )
    refill_line_ids = fields.Many2many(
        'pharma.care.line', string="Running Out", compute='_compute_refill_lines'
    )
    synchronisation_notice = fields.Char(compute='_compute_refill_lines')

    # === COMPUTE METHODS === #
    @api.depends('refill_order_id')
    def _compute_refill_amount(self):
        for entry in self:
            order_sudo = entry.refill_order_id.sudo()  # sudo: what came of the care
            is_bought = order_sudo.state == 'sale'
            amount = order_sudo.amount_untaxed / (order_sudo.currency_rate or 1)
            entry.refill_amount = amount if is_bought else 0.0

    @api.depends('case_id')
    @api.depends_context('uid', 'lang')
    def _compute_refill_lines(self):
        for entry in self:
            case = entry.case_id._origin
            entry.refill_line_ids = case._get_refill_lines() if case else False
            entry.synchronisation_notice = case and case._get_synchronisation_notice()

    # === CHECKS === #
    @api.constrains('refill_order_id', 'case_id')
    def _check_refill_order(self):
        """Refuse an order that no care of this customer made."""
        for entry in self.filtered('refill_order_id'):
            # sudo: cases of the customer that the user does not see
            is_his = entry.case_id.sudo().search_count(
                [
                    ('partner_id', '=', entry.partner_id.id),
                    ('company_id', '=', entry.company_id.id),
                    ('refill_order_id', '=', entry.refill_order_id.id),
                ],
                limit=1,
            )
            if not is_his:
                raise UserError(
                    self.env._(
                        "Care of '%(case)s': the order in the field '%(field)s' was not made by the"
                        " button 'Refill Order' for this customer. Press it once more.",
                        case=entry.display_name,
                        field=self._fields['refill_order_id']._description_string(self.env),
                    )
                )

    # === FIGURES === #
    def _read_group_select(self, aggregate_spec, query):
        """Add up what was bought by refill orders (product.md 22)."""
        if aggregate_spec != 'refill_amount:sum':
            return super()._read_group_select(aggregate_spec, query)
        Entry_sudo = self.sudo()  # sudo: as for the state of the order
        Order_sudo, order = self._fields['refill_order_id'].join(Entry_sudo, self._table, query)
        state, amount, rate = (
            Order_sudo._field_to_sql(order, name, query)
            for name in ('state', 'amount_untaxed', 'currency_rate')
        )
        return SQL(
            "coalesce(sum(%s / coalesce(nullif(%s, 0), 1)) FILTER (WHERE %s = 'sale'), 0)",
            amount,
            rate,
            state,
        )

    # === ACTIONS === #
    def action_refill_order(self):
        """Make the refill order of a saved care, or open the one there is (000-10).

        :return: an action
        :raise UserError: if nothing runs out, or nothing may be sold
        :raise AccessError: for users who may not record care, or not create orders
        """
        check_single(self)
        self.check_access('read')
        answer = self.case_id.action_refill_order()
        if self.user_id == self.env.user and not self.refill_order_id:
            # sudo: the care is history; what came of it is noted by this button alone
            self.sudo().refill_order_id = answer['order_id']
        if not answer['notice']:
            return answer['action']
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': answer['notice'],
                'type': 'warning',
                'next': answer['action'],
            },
        }

    def action_view_refill_order(self):
        """Open the refill order of the care (product.md 22).

        :return: window action
        """
        check_single(self)
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Refill Order"),
            'res_model': 'sale.order',
            'res_id': self.refill_order_id.id,
            'views': [(False, 'form')],
        }
