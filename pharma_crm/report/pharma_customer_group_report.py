from odoo import api, fields, models
from odoo.tools import SQL

from ..models.pharma_customer_figure import SEGMENTS


class PharmaCustomerGroupReport(models.Model):
    """Customers by therapeutic group: who buys what kind of medicine, and who has stopped
    (000-09, 000-13, 004-29).

    One row per customer, group and company.
    """

    _name = 'pharma.customer.group.report'
    _inherit = ['pharma.analysis.mixin', 'pharma.customer.list.mixin']
    _description = "Customers by Therapeutic Group"
    _auto = False
    _order = 'date_last desc, id desc'
    _rec_name = 'partner_id'

    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    ref = fields.Char(string="Code", readonly=True)
    phone = fields.Char(readonly=True)
    therapeutic_group_id = fields.Many2one('pharma.therapeutic.group', readonly=True)
    care_profile = fields.Selection('_selection_care_profile', readonly=True)
    date_first = fields.Date(string="First Purchase", readonly=True)
    date_last = fields.Date(string="Last Purchase", readonly=True)
    recency_days = fields.Integer(string="Days since Purchase", readonly=True, aggregator='avg')
    order_count = fields.Integer(string="Orders", readonly=True)
    purchase_count = fields.Integer(string="Purchases", readonly=True)
    quantity = fields.Float(
        digits='Product Unit', readonly=True, help="In stock units of the products."
    )
    amount_total = fields.Monetary(string="Amount", readonly=True)
    period_purchase_count = fields.Integer(string="Purchases in Period", readonly=True)
    period_amount = fields.Monetary(string="Amount in Period", readonly=True)
    rhythm_days = fields.Float(string="Rhythm (days)", readonly=True, aggregator='avg')
    date_expected = fields.Date(string="Next Purchase Expected", readonly=True)
    segment = fields.Selection(
        SEGMENTS, readonly=True, help="By the customer's rhythm of buying in this group."
    )
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    team_id = fields.Many2one('crm.team', string="Last Team", readonly=True)
    customer_type = fields.Selection('_selection_customer_type', readonly=True)
    customer_group_id = fields.Many2one('pharma.customer.group', readonly=True)
    region_id = fields.Many2one('pharma.region', readonly=True)
    age_range_id = fields.Many2one('pharma.age.range', readonly=True)
    gender = fields.Selection('_selection_gender', readonly=True)

    @api.model
    def _selection_care_profile(self):
        return self._get_selection('pharma.therapeutic.group', 'care_profile')

    @api.model
    def _selection_gender(self):
        return self._get_selection('res.partner', 'pharma_gender')

    @property
    def _table_query(self):
        own = (
            'id', 'company_id', 'partner_id', 'therapeutic_group_id', 'date_first', 'date_last',
            'order_count', 'purchase_count', 'quantity', 'amount_total', 'period_purchase_count',
            'period_amount', 'rhythm_days', 'date_expected', 'segment',
        )  # fmt: skip
        columns = {
            **{name: SQL.identifier('k', name) for name in own},
            'recency_days': self._get_recency_column('k'),
            'care_profile': SQL("g.care_profile"),
            **self._get_person_columns(),
        }
        return SQL(
            "SELECT %s FROM pharma_customer_group_figure k"
            " LEFT JOIN pharma_customer_figure f"
            " ON f.company_id = k.company_id AND f.partner_id = k.partner_id"
            " LEFT JOIN res_partner p ON p.id = k.partner_id"
            " LEFT JOIN pharma_therapeutic_group g ON g.id = k.therapeutic_group_id",
            SQL(", ").join(
                SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items()
            ),
        )

    def action_view_orders(self):
        """Open the orders behind a row (000-16).

        :return: window action of ``sale.order``
        """
        self.ensure_one()
        return self._get_orders_action(
            self.company_id,
            SQL("o.partner_id = %s", self.partner_id.id),
            SQL("is_goods AND group_id = %s", self.therapeutic_group_id.id),
        )
