from odoo import api, fields, models
from odoo.tools import SQL

from .pharma_customer_figure import SEGMENTS, VALUE_CLASSES

KEPT_MONTHS = 36


class PharmaCustomerHistory(models.Model):
    """Segment, class and scores of each customer by month: the last month goes on changing until
    it is over, then it stays (002-21).
    """

    _name = 'pharma.customer.history'
    _description = "Customer History"
    _log_access = False
    _order = 'date desc, id desc'
    _rec_name = 'partner_id'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(string="Month", required=True, readonly=True)
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    segment = fields.Selection(SEGMENTS, readonly=True)
    segment_before = fields.Selection(
        SEGMENTS,
        string="Month Before",
        readonly=True,
        help="Segment at the end of the month before; empty for who had not bought yet.",
    )
    value_class = fields.Selection(VALUE_CLASSES, readonly=True)
    rfm_code = fields.Char(string="RFM", readonly=True)
    period_purchase_count = fields.Integer(string="Purchases in Period", readonly=True)
    period_amount = fields.Monetary(string="Amount in Period", readonly=True)

    _month_unique = models.UniqueIndex('(company_id, date, partner_id)')

    @api.model
    def _fill(self, company, today=None):
        """Note how customers stand in the current month; safe to repeat.

        :param company: ``res.company`` whose figures are up to date
        :param date today: day of the figures, default today
        """
        month = (today or company._pharma_today()).replace(day=1)
        names = (
            'segment',
            'segment_before',
            'value_class',
            'rfm_code',
            'period_purchase_count',
            'period_amount',
        )
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_customer_history (company_id, date, partner_id, %(columns)s)
                SELECT f.company_id, %(month)s, f.partner_id, f.segment, before.segment,
                    f.value_class, f.rfm_code, f.period_purchase_count, f.period_amount
                FROM pharma_customer_figure f
                LEFT JOIN pharma_customer_history before
                    ON before.company_id = f.company_id AND before.partner_id = f.partner_id
                    AND before.date = %(month_before)s
                WHERE f.company_id = %(company)s
                ON CONFLICT (company_id, date, partner_id) DO UPDATE SET (%(columns)s)
                    = (%(excluded)s)
                WHERE (%(own)s) IS DISTINCT FROM (%(excluded)s)
                """,
                columns=columns,
                excluded=SQL(", ").join(SQL.identifier('excluded', name) for name in names),
                own=SQL(", ").join(SQL.identifier(self._table, name) for name in names),
                month=month,
                month_before=fields.Date.subtract(month, months=1),
                company=company.id,
            )
        )
        self.invalidate_model(flush=False)

    @api.autovacuum
    def _gc_old(self):
        """Forget months of more than three years ago."""
        limit = fields.Date.subtract(self.env.company._pharma_today(), months=KEPT_MONTHS)
        self.search([('date', '<', limit.replace(day=1))], limit=100_000).unlink()
