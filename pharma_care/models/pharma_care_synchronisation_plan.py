from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

PLAN_FIELDS = ('date_runout', 'date_common', 'date_care', 'date_target')


class PharmaCareSynchronisation(models.Model):
    """The dates of synchronised refills, worked out by one statement (004-42).

    Common dates are the first one and every n days after it. The next one is the first after the
    last purchase before whose follower something is used up: whoever has bought for the whole time
    until then has nothing to buy on it. Care is due on it, or when a medicine is used up before:
    then as much is missing as bridges the days until then. A refill order brings what lasts until
    the common date after that. Of a medicine that was used up already and not bought with the
    others counts the day agreed with the customer, if there is one.
    """

    _inherit = 'pharma.care.synchronisation'

    line_ids = fields.Many2many(
        'pharma.care.line', string="Long-Term Medicines", compute='_compute_line_ids'
    )
    date_runout = fields.Date(
        string="First Supply Ends",
        compute='_compute_plan',
        help="The first of the long-term medicines is used up.",
    )
    date_common = fields.Date(
        string="Next Common Date",
        compute='_compute_plan',
        help="The next day on which all long-term medicines are refilled together.",
    )
    date_care = fields.Date(
        string="Care Date",
        compute='_compute_plan',
        help="The next common date, or the day on which a medicine is used up before it. Empty"
        " while the customer has no open care case with a long-term medicine.",
    )
    date_target = fields.Date(
        string="Refill Until",
        compute='_compute_plan',
        help="A refill order made today brings what lasts until this common date.",
    )

    # === COMPUTE METHODS === #
    @api.depends('partner_id', 'company_id')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_line_ids(self):
        lines = self._get_lines(self.partner_id, self.company_id)
        by_customer = lines.grouped(
            # sudo: whose line it is
            lambda line: (line.sudo().case_id.partner_id.id, line.sudo().case_id.company_id.id)
        )
        for agreement in self:
            key = (agreement.partner_id._origin.id, agreement.company_id._origin.id)
            agreement.line_ids = by_customer.get(key, lines.browse())

    @api.depends('date_anchor', 'interval_days', 'date_start', 'is_open', 'partner_id')
    def _compute_plan(self):
        plans = self._origin._get_plans()
        for agreement in self:
            plan = plans.get(agreement._origin.id) if agreement.is_open else None
            for name in PLAN_FIELDS:
                agreement[name] = plan[name] if plan else False
            if not agreement.date_runout:
                agreement.date_care = False  # there is no case in which anybody would care

    # === BUSINESS METHODS === #
    @api.model
    def _get_lines(self, partners, companies):
        """Return the open lines of long-term medicines of customers that the user may see.

        :param partners: ``res.partner``
        :param companies: ``res.company`` in which they bought
        """
        return self.env['pharma.care.line'].search(
            [
                ('case_id.partner_id', 'in', partners._origin.ids),
                ('case_id.company_id', 'in', companies._origin.ids),
                ('case_id.state', '!=', 'done'),
                ('state', '=', 'open'),
                ('product_id.product_tmpl_id.therapeutic_group_id.care_profile', '=', 'chronic'),
                ('date_runout', '!=', False),
            ]
        )

    @api.model
    def _get_open(self, partner, company):
        """Return the agreement of a customer that holds, as sudo; empty without one.

        :param partner: ``res.partner``
        :param company: ``res.company``
        """
        # sudo: that refills are synchronised decides on dates, whoever agreed on it
        Agreement_sudo = self.sudo()
        if not partner or not company.sudo().care_is_synchronised:  # sudo: a flag
            return Agreement_sudo.browse()
        return Agreement_sudo.search(
            [
                ('partner_id', '=', partner.id),
                ('company_id', '=', company.id),
                ('is_open', '=', True),
            ],
            limit=1,
        )

    def _get_plans(self):
        """Return {id: dict of the dates} of agreements that hold."""
        if not self.ids:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query_dict(self._get_plan_query(SQL("s.id = ANY(%s)", self.ids)))
        return {row['id']: row for row in rows}

    def _get_next_common(self, day):
        """Return the first common date after a day.

        :param date day: in the company's time zone
        """
        self.ensure_one()
        passed = (day - self.date_anchor).days
        count = passed // self.interval_days + 1 if passed >= 0 else 0
        return self.date_anchor + timedelta(days=count * self.interval_days)

    @api.model
    def _get_plan_query(self, condition):
        """Return the query of the dates of agreements that hold: id, partner_id, company_id,
        date_runout, date_common, date_care and date_target.

        :param SQL condition: on the agreement ``s``
        """
        return SQL(
            """
            SELECT s.id, s.partner_id, s.company_id, own.date_runout, common.date_common,
                care.date_care, s.date_anchor + s.interval_days * (CASE
                    WHEN care.date_last >= s.date_anchor
                    THEN (care.date_last - s.date_anchor) / s.interval_days + 1
                    ELSE 0 END) AS date_target
            FROM pharma_care_synchronisation s
            JOIN %(today)s ON today.company_id = s.company_id
            LEFT JOIN LATERAL (
                SELECT min(date_runout) AS date_runout, max(date_start) AS date_bought,
                    -- of what he did without at his last purchase the date agreed counts
                    min(CASE WHEN is_date_manual AND date_runout < date_bought
                        THEN GREATEST(date_runout, date_due) ELSE date_runout END) AS date_end
                FROM (SELECT l.date_runout, l.date_start, c.is_date_manual, c.date_due,
                        max(l.date_start) OVER () AS date_bought
                    FROM pharma_care_case c
                    JOIN pharma_care_line l ON l.case_id = c.id
                    WHERE c.partner_id = s.partner_id AND c.company_id = s.company_id
                        AND c.state <> 'done' AND l.state = 'open' AND %(is_chronic)s) line
            ) own ON true
            CROSS JOIN LATERAL (SELECT GREATEST(s.date_start - 1, own.date_bought,
                -- of who has nothing at home only what is to come counts
                CASE WHEN own.date_runout IS NULL THEN today.day - 1 END) AS day) after
            CROSS JOIN LATERAL (SELECT s.date_anchor + s.interval_days * GREATEST(0,
                CASE WHEN after.day >= s.date_anchor
                    THEN (after.day - s.date_anchor) / s.interval_days + 1 END,
                (own.date_runout - s.date_anchor) / s.interval_days) AS date_common) common
            CROSS JOIN LATERAL (SELECT LEAST(common.date_common, own.date_end) AS date_care,
                GREATEST(LEAST(common.date_common, own.date_end), today.day) AS date_last) care
            WHERE s.is_open AND %(condition)s
            """,
            today=self.env['res.company']._pharma_today_query(),
            is_chronic=self._get_chronic_condition(),
            condition=condition,
        )

    @api.model
    def _get_chronic_condition(self):
        """Return the condition that a line ``l`` is of a long-term medicine, SQL."""
        return SQL(
            """
            EXISTS (SELECT FROM product_product v
                JOIN product_template t ON t.id = v.product_tmpl_id
                JOIN pharma_therapeutic_group g ON g.id = t.therapeutic_group_id
                WHERE v.id = l.product_id AND g.care_profile = 'chronic')
            """
        )

    def _start(self):
        """Let the open cases of the customers follow the common dates.

        A date that was promised for an earlier day stays.
        """
        self.env.flush_all()
        for company, agreements in self.grouped('company_id').items():
            company_sudo = company.sudo()  # sudo: a flag that spares others a question
            if not company_sudo.care_is_synchronised:
                company_sudo.care_is_synchronised = True
            # sudo: care dates follow, also of cases that a colleague sees
            Case_sudo = self.env['pharma.care.case'].sudo()
            Case_sudo._synchronise(
                company, SQL("s.id = ANY(%s)", agreements.ids), is_agreed_now=True
            )
        self.invalidate_recordset(PLAN_FIELDS, flush=False)
