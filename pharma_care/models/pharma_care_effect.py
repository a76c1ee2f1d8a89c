from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import check_single

# By what cases may be compared: name of the field, or nothing.
SPLITS = {
    'none': None,
    'group': 'therapeutic_group_id',
    'month': 'date_end',
    'branch': 'warehouse_id',
}


class PharmaCareEffect(models.Model):
    """Whether the customer bought again after a medicine was used up, and who had cared before
    (004-36, 004-38).

    One row per care case, written every night by SQL once the days are over in which the customer
    may buy again. Of an order with several medicines the one that is used up first stands for the
    case.
    """

    _name = 'pharma.care.effect'
    _inherit = 'pharma.condensed.mixin'
    _description = "Effect of Care"
    _order = 'date_end desc, id desc'
    _log_access = False
    _rec_name = 'case_id'
    _pharma_averages = ('bought_share', 'days_until')

    case_id = fields.Many2one(
        'pharma.care.case', string="Care Case", required=True, readonly=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, index=True
    )
    product_id = fields.Many2one(
        'product.product', string="Medicine", readonly=True, ondelete='cascade'
    )
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', readonly=True, ondelete='set null'
    )
    region_id = fields.Many2one('pharma.region', readonly=True, ondelete='set null')
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", readonly=True, ondelete='set null'
    )
    programme_id = fields.Many2one(
        'pharma.care.programme',
        readonly=True,
        ondelete='set null',
        help="The programme for which the customer was contacted in this case, if any.",
    )
    date_order = fields.Date(string="Purchase Date", readonly=True)
    date_end = fields.Date(
        string="Supply Ended",
        readonly=True,
        help="When the medicine was used up; of wholesale partners, when they were to be contacted"
        " at the latest.",
    )
    contact = fields.Selection(
        [
            ('contacted', "Contacted"),
            ('none', "Not Contacted (no control group)"),
            ('holdout', "Observed without Care"),
        ],
        string="Care",
        readonly=True,
        help="Whether anybody spoke with the customer after the purchase, and before the next one"
        " or the end of the observation. Observed without care: drawn at random and not called.",
    )
    entry_count = fields.Integer(string="Cares", readonly=True, aggregator='sum')
    response_type_id = fields.Many2one(
        'pharma.care.response.type',
        string="Last Result",
        readonly=True,
        ondelete='set null',
        help="What the last care ended with.",
    )
    user_id = fields.Many2one(
        'res.users',
        string="Employee",
        readonly=True,
        ondelete='set null',
        help="Who cared last; of customers who were not contacted, who was responsible.",
    )
    is_bought = fields.Boolean(string="Bought Again", readonly=True)
    date_bought = fields.Date(string="Bought Again On", readonly=True)
    date_judged = fields.Date(
        string="Judged On",
        readonly=True,
        help="The day after the last one on which buying again counted; the case is in the figures"
        " of this day.",
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount_bought = fields.Monetary(
        string="Amount Bought Again",
        readonly=True,
        help="Value of the medicine that was bought again, untaxed.",
    )
    days_until = fields.Integer(
        string="Days until Bought Again",
        readonly=True,
        aggregator='avg',
        help="From the end of the supply; less than 0: before it ended.",
    )
    bought_share = fields.Float(
        string="Bought Again (%)", readonly=True, aggregator='avg', exportable=False
    )
    arm = fields.Selection(
        [('care', "With Care"), ('holdout', "Without Care")],
        string="Side",
        readonly=True,
        help="Among customers of whom a share is drawn to be observed only: with care are all"
        " others, whether they were reached or not. It stays as it was when first worked out.",
    )
    is_first = fields.Boolean(
        string="Compared",
        compute='_compute_is_first',
        search='_search_is_first',
        exportable=False,
        help="The first case of a customer in the period that is compared; others do not count.",
    )

    _case_unique = models.UniqueIndex('(case_id)', "There is one figure per care case.")
    # figures of employees by day
    _judged_index = models.Index(
        "(company_id, date_judged, user_id) INCLUDE (is_bought, amount_bought)"
        " WHERE contact = 'contacted'"
    )
    _arm_index = models.Index("(company_id, date_end, arm) WHERE arm IS NOT NULL")

    # === COMPUTE METHODS === #
    @api.depends('arm', 'date_end')
    @api.depends_context('care_compare_from', 'care_compare_to', 'care_compare_split')
    def _compute_is_first(self):
        first = set(self._search([('id', 'in', self.ids), ('is_first', '=', True)]))
        for row in self:
            row.is_first = row.id in first

    def _search_is_first(self, operator, _value):
        """Find what a comparison counts; the context names the period and the split."""
        if operator != 'in':
            return NotImplemented
        split = self.env.context.get('care_compare_split')
        query = self._get_first_query(
            self._get_context_day('care_compare_from', date.min),
            self._get_context_day('care_compare_to', date.max),
            split if isinstance(split, str) and split in SPLITS else 'none',
        )
        return [('id', 'in', SQL("(SELECT id FROM (%s) compared)", query))]

    @api.model
    def _get_context_day(self, name, default):
        """Return a day that the context names, or the default where it names none."""
        try:
            return fields.Date.to_date(self.env.context.get(name)) or default
        except (TypeError, ValueError):
            return default

    @api.model
    def _get_first_query(self, date_from, date_to, split):
        """Return the query of what is compared: of each customer one case, the first one.

        Customers are drawn, not cases: cases of one customer do not speak independently.

        :param date date_from: first day on which supply ended
        :param date date_to: last day
        :param str split: key of ``SPLITS``; of each part a customer counts once
        """
        name = SPLITS[split]
        part = SQL.identifier(name) if name else SQL("NULL::int")
        if split == 'month':
            part = SQL("date_trunc('month', date_end)::date")
        return SQL(
            """
            SELECT DISTINCT ON (company_id, partner_id, part) id, company_id, part, arm, is_bought
            FROM (SELECT *, %s AS part FROM pharma_care_effect
                   WHERE arm IS NOT NULL AND date_end BETWEEN %s AND %s) rows
            ORDER BY company_id, partner_id, part, date_end, case_id
            """,
            part,
            date_from,
            date_to,
        )

    # === ACTIONS === #
    def action_view_case(self):
        """Open the care case behind the figure (004-36).

        :return: window action of ``pharma.care.case``
        :raise UserError: unless it is called on one record
        """
        check_single(self)
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.care.case',
            'res_id': self.case_id.id,
            'views': [(False, 'form')],
            'name': self.case_id.display_name,
        }
