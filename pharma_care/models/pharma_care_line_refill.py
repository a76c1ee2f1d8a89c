import math

from odoo import api, fields, models
from odoo.tools import formatLang


class PharmaCareLine(models.Model):
    """How much of a medicine the next refill brings (000-10, 004-42)."""

    _inherit = 'pharma.care.line'

    bridge_quantity = fields.Float(
        string="To Bridge",
        digits='Product Unit',
        compute='_compute_refill',
        help="Missing until the next common date of synchronised refills, in the unit of the"
        " product.",
    )
    refill_quantity = fields.Float(
        digits='Product Unit',
        compute='_compute_refill',
        help="In the unit in which the medicine was last sold.",
    )
    refill_uom_id = fields.Many2one('uom.uom', string="Refill Unit", compute='_compute_refill')
    is_synchronised = fields.Boolean(
        string="Refilled on the Common Date",
        compute='_compute_refill',
        help="A long-term medicine of a customer whose refills are synchronised.",
    )
    refill_display = fields.Char(
        string="Refill",
        compute='_compute_refill',
        help="As much as last time; of synchronised refills what lasts until the common date.",
    )

    # === COMPUTE METHODS === #
    @api.depends('case_id', 'date_runout', 'quantity', 'order_line_id')
    @api.depends_context('lang')
    def _compute_refill(self):
        lines_sudo = self.sudo()  # sudo: in what unit the medicine was sold
        plans = lines_sudo._get_refill_plans()
        for line, line_sudo in zip(self, lines_sudo, strict=True):
            case_sudo, product_sudo = line_sudo.case_id, line_sudo.product_id
            plan = plans.get((case_sudo.partner_id.id, case_sudo.company_id.id))
            if not line_sudo._is_long_term():
                plan = None
            today = case_sudo.company_id._pharma_today()
            quantity = line_sudo.quantity
            line.is_synchronised = bool(plan)
            line.bridge_quantity = 0.0
            if plan and line.date_runout:
                line.bridge_quantity = line_sudo._get_quantity_until(plan['date_common'], today)
                quantity = line_sudo._get_quantity_until(plan['date_target'], today)
            unit = line_sudo.order_line_id.product_uom_id or product_sudo.uom_id
            if unit != product_sudo.uom_id:
                quantity = product_sudo.uom_id._compute_quantity(quantity, unit, round=False)
                # no part of a box is sold
                quantity = float(math.ceil(round(quantity, 6)))
            line.refill_uom_id = unit.id
            line.refill_quantity = quantity
            line.refill_display = (
                self.env._(
                    "%(quantity)s %(unit)s",
                    quantity=formatLang(
                        self.env, quantity, digits=0 if quantity == int(quantity) else 2
                    ),
                    unit=unit.name,
                )
                if quantity
                else False
            )

    # === BUSINESS METHODS === #
    def _is_long_term(self):
        """Return whether the medicine is one that is taken for good."""
        self.ensure_one()
        return self.product_id.product_tmpl_id.therapeutic_group_id.care_profile == 'chronic'

    def _get_quantity_until(self, day, today):
        """Return how much is missing from the end of supply until a day, in the unit of the
        product, whole units; what ended before today is not bought in arrears.

        :param date day: until when it must last
        :param date today: in the company's time zone
        """
        self.ensure_one()
        days = (day - max(self.date_runout, today)).days
        interval = self.product_id.care_interval_days
        if days <= 0 or not interval:
            return 0.0
        return float(math.ceil(round(days / interval, 6)))

    def _get_refill_plans(self):
        """Return {(customer id, company id): dates} of the lines whose refills are synchronised;
        call it as sudo."""
        companies = self.case_id.company_id.filtered('care_is_synchronised')
        if not companies:
            return {}
        agreements = self.env['pharma.care.synchronisation'].search(
            [
                ('partner_id', 'in', self.case_id.partner_id.ids),
                ('company_id', 'in', companies.ids),
                ('is_open', '=', True),
            ]
        )
        plans = agreements._get_plans().values()
        return {(plan['partner_id'], plan['company_id']): plan for plan in plans}
