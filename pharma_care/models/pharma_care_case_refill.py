from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..tools import check_single
from .product_template import get_supply_days

# What the next order of the same medicines takes from the last one (000-16).
ORDER_FIELDS = ('pharma_taken_by', 'pharma_taker_name', 'pharma_purchase_motive_id')
PROPOSED_STATES = ('draft', 'sent')


class PharmaCareCase(models.Model):
    """A refill order out of a care: what runs out, as the customer last bought it (000-10)."""

    _inherit = 'pharma.care.case'

    refill_order_id = fields.Many2one(
        'sale.order',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The last quotation that was made out of the care of this case.",
    )

    # === ACTIONS === #
    def action_refill_order(self):
        """Make a quotation for what the customer needs next, or find the one that is open.

        000-10, 004-45: of the medicines that run out, the unit and quantity last bought; of
        synchronised refills what lasts until the common date. Prices are those of the customer.

        :return: dict of ``order_id`` (int), ``order_name``, ``date_next`` (ISO date or False: the
            next care date once the order is bought), ``notice`` (text or False: what is left out)
            and ``action``, a window action
        :raise UserError: if nothing runs out, nothing may be sold, or a colleague's quotation is
            open
        :raise AccessError: for users who may not record care, or not create orders
        """
        check_single(self)
        self.check_access('read')
        self.env['pharma.care.entry'].check_access('create')
        self.env['sale.order'].check_access('create')
        # whoever presses twice, or a colleague in another case of the customer, waits, and then
        # finds the quotation
        (self.sudo()._get_customer_cases() | self)._lock_for_entry()  # sudo: that of a colleague
        self._check_open(refill_id=self.sudo().refill_order_id.id)  # sudo: its own order
        order, notice = self._find_refill_order(), False
        if not order:
            order, notice = self._create_refill_order()
        date_next = self._propose_after_refill(order)
        return {
            'order_id': order.id,
            'order_name': order.name,
            'date_next': fields.Date.to_string(date_next) or False,
            'notice': notice,
            'action': {
                'type': 'ir.actions.act_window',
                'name': self.env._("Refill Order"),
                'res_model': 'sale.order',
                'res_id': order.id,
                'views': [(False, 'form')],
            },
        }

    # === BUSINESS METHODS === #
    def _get_customer_cases(self):
        """Return the customer's open cases in the company."""
        self.ensure_one()
        return self.search(
            [
                ('partner_id', '=', self.partner_id.id),
                ('company_id', '=', self.company_id.id),
                ('state', '!=', 'done'),
            ]
        )

    def _get_refill_lines(self):
        """Return the lines of the medicines that the customer needs next, the nearest end first.

        That is what is used up within some days (setting) after the first one, of all open cases
        that the user sees; of synchronised refills all that does not last until the common date.
        """
        self.ensure_one()
        case_sudo = self.sudo()  # sudo: whose case it is, and the day and setting of its company
        company_sudo = case_sudo.company_id
        lines = self.env['pharma.care.line'].search(
            Domain('case_id.partner_id', '=', case_sudo.partner_id.id)
            & Domain('case_id.company_id', '=', company_sudo.id)
            & Domain('case_id.state', '!=', 'done')
            & Domain('state', '=', 'open')
            & Domain('date_runout', '!=', False),
            order='date_runout, id',
        )
        if not lines:
            return lines
        # of a medicine bought twice, what lasts longest
        by_product = {line.product_id: line.id for line in lines}
        lines = lines.filtered(lambda line: by_product[line.product_id] == line.id)
        first = max(lines[0].date_runout, company_sudo._pharma_today())
        limit = first + timedelta(days=company_sudo.care_refill_days)
        return lines.filtered(
            lambda line: (
                line.refill_quantity > 0 and (line.is_synchronised or line.date_runout <= limit)
            )
        )

    def _find_refill_order(self):
        """Return the quotation for the customer that was made out of a care and is still open.

        :raise UserError: if it is a colleague's, which the user may not read
        """
        self.ensure_one()
        case_sudo = self.sudo()  # sudo: also of a case and a colleague that the user does not see
        if case_sudo.state == 'done':
            # the form in which it was made is still open
            return case_sudo.refill_order_id.sudo(self.env.su)  # sudo: taken back
        order_sudo = case_sudo.search(
            [
                ('partner_id', '=', case_sudo.partner_id.id),
                ('company_id', '=', case_sudo.company_id.id),
                ('refill_order_id.state', 'in', PROPOSED_STATES),
            ],
            limit=1,
        ).refill_order_id
        order = order_sudo.sudo(self.env.su)  # sudo: taken back
        if order and not order.has_access('read'):
            raise UserError(
                self.env._(
                    "'%(customer)s' has an open quotation already: %(order)s by %(user)s. Ask"
                    " whether it still holds.",
                    customer=case_sudo.partner_id.display_name,
                    order=order_sudo.name,
                    user=order_sudo.user_id.name or '-',
                )
            )
        return order

    def _create_refill_order(self):
        """Make the quotation; return it and a text about what cannot be sold, or False."""
        lines = self._get_refill_lines()
        case_sudo = self.sudo()  # sudo: what was last bought, where and for whom
        if not lines:
            raise UserError(
                self.env._(
                    "No medicine of '%(customer)s' runs out that could be refilled. Create an order"
                    " under 'Sales' instead.",
                    customer=case_sudo.partner_id.display_name,
                )
            )
        # sudo: also a product that is hidden from the user is named
        unsold = lines.filtered(
            lambda line: not self._may_be_sold(line.sudo().product_id, case_sudo.company_id)
        )
        names = ', '.join(unsold.sudo().product_id.mapped('display_name'))  # sudo: as above
        if lines == unsold:
            raise UserError(
                self.env._(
                    "Nothing can be ordered, as these medicines are archived or not sold any more:"
                    " %(medicines)s. Ask the pharmacist what replaces them.",
                    medicines=names,
                )
            )
        company = case_sudo.company_id
        order = (
            self.env['sale.order']
            .with_company(company.id)
            .create(self._prepare_refill_order(lines - unsold))
        )
        case_sudo.refill_order_id = order
        return order, bool(unsold) and self.env._(
            "Left out, as archived or not sold any more: %(medicines)s.", medicines=names
        )

    def _prepare_refill_order(self, lines):
        """Return the values of the quotation.

        :param lines: ``pharma.care.line`` to refill
        """
        case_sudo = self.sudo()  # sudo: what was last bought, where and for whom
        last_sudo = case_sudo.order_id
        vals = {
            'partner_id': case_sudo.partner_id.id,
            'company_id': case_sudo.company_id.id,
            'user_id': self.env.uid,
            'origin': last_sudo.name or False,
            'order_line': [
                Command.create(
                    {
                        'product_id': line.product_id.id,
                        'product_uom_qty': line.refill_quantity,
                        'product_uom_id': line.refill_uom_id.id,
                    }
                )
                for line in lines
            ],
            **last_sudo._convert_to_write({name: last_sudo[name] for name in ORDER_FIELDS}),
        }
        if case_sudo.warehouse_id.active:
            vals['warehouse_id'] = case_sudo.warehouse_id.id
        return vals

    @api.model
    def _may_be_sold(self, product, company):
        """Return whether a product may stand in a new order of a company."""
        return (
            product.active and product.sale_ok and product.company_id in (company, company.browse())
        )

    def _propose_after_refill(self, order):
        """Return the next care date once the customer has bought an order, or False (004-45).

        :param order: ``sale.order``
        """
        self.ensure_one()
        today = self.company_id.sudo()._pharma_today()  # sudo: what day it is there
        days = {}
        for line in order.sudo().order_line:  # sudo: how long the medicines last
            product = line.product_id
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, product.uom_id, round=False
            )
            supply = get_supply_days(product.care_interval_days, quantity)
            days[product.id] = days.get(product.id, 0) + supply
        # sudo: dates of what was bought, whoever cares for it
        Line_sudo = self.env['pharma.care.line'].sudo()
        lines_sudo = Line_sudo.search(
            [
                ('case_id.partner_id', '=', self.partner_id.id),
                ('case_id.company_id', '=', self.company_id.id),
                ('case_id.state', '!=', 'done'),
                ('state', '=', 'open'),
                ('date_runout', '!=', False),
                ('product_id', 'in', list(days)),
            ]
        )
        return self._propose_date_next(
            {
                line.id: max(line.date_runout, today) + timedelta(days=days[line.product_id.id])
                for line in lines_sudo
            }
        )

    def _is_closed_by_refill(self, order_id):
        """Return whether the case ended as its own refill order was confirmed: the care in which
        it was made is still to be saved.

        :param int order_id: the refill order of the care, or False
        """
        self.ensure_one()
        order_sudo = self.sudo().refill_order_id  # sudo: what became of it
        return bool(order_id) and order_sudo.id == order_id and order_sudo.state == 'sale'

    def _apply_entry(self, entry):
        """Keep an earlier date that was agreed: the case is closed by its order already, so the
        case of the order takes it (decision 3, 004-45)."""
        result = super()._apply_entry(entry)
        if entry.date_next and self._is_closed_by_refill(entry.refill_order_id.id):
            # sudo: the case of what was just bought
            cases_sudo = self.sudo().refill_order_id.care_case_ids.filtered(
                lambda case: case.state != 'done' and case.date_due > entry.date_next
            )
            cases_sudo.write({'date_due': entry.date_next, 'is_date_manual': True})
        return result

    # === SYNCHRONISED REFILLS === #
    def _get_synchronisation_notice(self):
        """Return what the employee should know of synchronised refills, or False (004-42)."""
        case_sudo = self.sudo()  # sudo: whose case it is
        agreement_sudo = self.env['pharma.care.synchronisation']._get_open(
            case_sudo.partner_id, case_sudo.company_id
        )
        if not agreement_sudo:
            return False
        return self.env._(
            "Refills are synchronised: next common date %(date)s, then every %(days)s days.",
            date=format_date(self.env, agreement_sudo.date_common),
            days=agreement_sudo.interval_days,
        )
