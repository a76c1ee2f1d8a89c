from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

BAND_COUNT = 5
LIMIT_FIELDS = (
    'pharma_rfm_recency_limits',
    'pharma_rfm_frequency_limits',
    'pharma_rfm_amount_limits',
)
# smallest and greatest value of each number
RANGES = {
    'pharma_figure_months': (1, 120),
    'pharma_rhythm_min_purchases': (2, 50),
    'pharma_rhythm_default_days': (1, 3650),
    'pharma_rhythm_min_days': (1, 365),
    'pharma_new_days': (1, 3650),
    'pharma_won_back_days': (1, 3650),
    'pharma_loyal_purchases': (1, 1000),
    'pharma_expiry_warning_days': (1, 3650),
}


class ResCompany(models.Model):
    """How customers are scored and sorted into segments, one set per company (000-08, 002-21)."""

    _inherit = 'res.company'

    pharma_figure_months = fields.Integer(
        string="Period of Figures (months)",
        default=12,
        help="Frequency, amount, value class and loyalty look back this far.",
    )
    pharma_rfm_method = fields.Selection(
        [('quintile', "Fifths of All Customers"), ('limits', "Fixed Limits")],
        string="Bands of RFM",
        default='quintile',
        required=True,
        help="Fifths: each score holds about as many customers; equal values share the lower score."
        " Fixed limits: the numbers typed here.",
    )
    pharma_rfm_recency_limits = fields.Char(
        string="Recency Limits (days)",
        default='30, 60, 120, 240',
        help="Up to the first number of days since the last purchase scores 5, beyond the last 1.",
    )
    pharma_rfm_frequency_limits = fields.Char(
        string="Frequency Limits (purchases)",
        default='2, 4, 6, 10',
        help="Fewer purchases than the first number score 1, the last number and more 5.",
    )
    pharma_rfm_amount_limits = fields.Char(
        string="Amount Limits",
        default='500000, 1000000, 3000000, 10000000',
        help="In the currency of the company: less than the first number scores 1, the last number"
        " and more 5.",
    )
    pharma_value_a_percent = fields.Float(
        string="Class A up to (%)",
        default=80.0,
        help="The best customers who together make this share of the amount are class A.",
    )
    pharma_value_b_percent = fields.Float(
        string="Class B up to (%)",
        default=95.0,
        help="The next customers, up to this share of the amount, are class B; the rest is C.",
    )
    pharma_rhythm_min_purchases = fields.Integer(
        string="Purchases for an Own Rhythm",
        default=3,
        help="With fewer purchases the usual rhythm stands for the customer's own.",
    )
    pharma_rhythm_default_days = fields.Integer(
        string="Usual Rhythm (days)",
        default=90,
        help="Days between purchases of customers whose own rhythm is not known yet.",
    )
    pharma_rhythm_min_days = fields.Integer(
        string="Shortest Rhythm (days)",
        default=14,
        help="Who buys more often than this is not missed any sooner.",
    )
    pharma_risk_factor = fields.Float(
        string="At Risk after (rhythms)",
        default=1.5,
        help="No purchase for more than this many times the rhythm: at risk.",
    )
    pharma_lost_factor = fields.Float(
        string="Lost after (rhythms)",
        default=3.0,
        help="No purchase for more than this many times the rhythm: lost.",
    )
    pharma_new_days = fields.Integer(
        string="New for (days)", default=90, help="After the first purchase."
    )
    pharma_won_back_days = fields.Integer(
        string="Won Back for (days)",
        default=90,
        help="After the purchase by which a lost customer came back.",
    )
    pharma_loyal_purchases = fields.Integer(
        string="Loyal from (purchases)", default=4, help="Purchases in the period of figures."
    )
    pharma_expiry_warning_days = fields.Integer(
        string="Near Expiry (days)",
        default=180,
        help="Stock that expires within these days is named beside the pace at which it sells.",
    )
    pharma_figure_date_done = fields.Datetime(
        string="Figures Worked Out On", compute='_compute_pharma_figure_date_done'
    )

    def _compute_pharma_figure_date_done(self):
        # sudo: when the figures were worked out, it shows none of them
        Job = self.env['pharma.analysis.job'].sudo()
        latest = dict(
            Job._read_group(
                [('company_id', 'in', self.ids), ('state', '=', 'done')],
                ['company_id'],
                ['date_done:max'],
            )
        )
        for company in self:
            company.pharma_figure_date_done = latest.get(company, False)

    @api.constrains(*RANGES)
    def _check_pharma_figure_numbers(self):
        self._pharma_check_ranges(RANGES)

    @api.constrains('pharma_rhythm_min_days', 'pharma_rhythm_default_days')
    def _check_pharma_rhythms(self):
        for company in self:
            if company.pharma_rhythm_min_days > company.pharma_rhythm_default_days:
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s': 'Shortest Rhythm' (%(shortest)s days) must not be"
                        " longer than 'Usual Rhythm' (%(usual)s days).",
                        company=company.name,
                        shortest=company.pharma_rhythm_min_days,
                        usual=company.pharma_rhythm_default_days,
                    )
                )

    @api.constrains('pharma_value_a_percent', 'pharma_value_b_percent')
    def _check_pharma_value_percent(self):
        for company in self:
            if not 0 < company.pharma_value_a_percent < company.pharma_value_b_percent <= 100:
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s': 'Class A up to' must lie above 0 and below"
                        " 'Class B up to', which is 100 at most.",
                        company=company.name,
                    )
                )

    @api.constrains('pharma_risk_factor', 'pharma_lost_factor')
    def _check_pharma_factors(self):
        for company in self:
            if not 1 <= company.pharma_risk_factor < company.pharma_lost_factor <= 100:
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s': 'At Risk after' must be 1 rhythm or more and less"
                        " than 'Lost after', which is 100 at most.",
                        company=company.name,
                    )
                )

    @api.constrains(*LIMIT_FIELDS)
    def _check_pharma_rfm_limits(self):
        for company in self:
            for name in LIMIT_FIELDS:
                limits = company._pharma_parse_limits(name)
                if not limits or sorted(set(limits)) != limits or limits[0] <= 0:
                    raise ValidationError(
                        self.env._(
                            "Company '%(company)s', field '%(field)s': enter %(count)s rising"
                            " numbers above 0, with commas between them, e.g. 30, 60, 120, 240.",
                            company=company.name,
                            field=company._pharma_field_label(name),
                            count=BAND_COUNT - 1,
                        )
                    )

    def write(self, vals):
        """Work the figures out anew when a rule for them changes (000-17).

        :param dict vals: values to write
        :return: True
        """
        names = {name for name in self._pharma_figure_fields() if name in vals}
        changed = self.filtered(lambda company: any(company[name] != vals[name] for name in names))
        result = super().write(vals)
        if changed:
            self.env['pharma.analysis.job']._start(changed, restart=True)
        return result

    @api.model
    def _pharma_figure_fields(self):
        """Return the names of the settings that decide scores and segments."""
        return (
            *(name for name in RANGES if name != 'pharma_expiry_warning_days'),
            *LIMIT_FIELDS,
            'pharma_rfm_method',
            'pharma_value_a_percent',
            'pharma_value_b_percent',
            'pharma_risk_factor',
            'pharma_lost_factor',
        )

    def _pharma_parse_limits(self, name):
        """Return the limits typed in a field as floats, an empty list if they are none.

        :param str name: one of LIMIT_FIELDS
        """
        self.ensure_one()
        try:
            limits = [float(text) for text in (self[name] or '').split(',')]
        except ValueError:
            return []
        is_complete = len(limits) == BAND_COUNT - 1 and all(map(isfinite, limits))
        return limits if is_complete else []

    def _pharma_figure_values(self, today=None):
        """Return what the statements that work figures out need to know of the company.

        :param date today: day of the figures, default today in the company's time zone
        :return: dict of parameters
        """
        self.ensure_one()
        today = today or self._pharma_today()
        return {
            'company': self.id,
            'tz': self._pharma_tz(),
            'today': today,
            'period_start': fields.Date.subtract(today, months=self.pharma_figure_months),
            'digits': self.currency_id.decimal_places,
            'min_purchases': self.pharma_rhythm_min_purchases,
            'default_days': self.pharma_rhythm_default_days,
            'min_days': self.pharma_rhythm_min_days,
            'risk_factor': self.pharma_risk_factor,
            'lost_factor': self.pharma_lost_factor,
            'new_days': self.pharma_new_days,
            'won_back_days': self.pharma_won_back_days,
            'loyal': self.pharma_loyal_purchases,
            'a_share': self.pharma_value_a_percent / 100.0,
            'b_share': self.pharma_value_b_percent / 100.0,
        }

    @api.model
    def _pharma_today_query(self, companies=None):
        """Return SQL of the rows (company id, today) of all companies, or of some.

        :param companies: ``res.company`` records, default all
        """
        # sudo: which day it is where a company works
        companies = companies or self.sudo().search(Domain.TRUE)
        rows = SQL(", ").join(
            SQL("(%s, date %s)", company.id, company._pharma_today().isoformat())
            for company in companies
        )
        return SQL("(VALUES %s) AS today (company_id, day)", rows)
