from odoo import api, fields, models
from odoo.fields import Domain

# code: weight, target, whether less is better; the names are fields' labels of the selection
DEFAULTS = {
    'tickets': (10, 40.0, False),
    'solved': (20, 95.0, False),
    'on_time': (20, 90.0, False),
    'rating': (30, 4.5, False),
    'again': (10, 5.0, True),
    'orders': (10, 40.0, False),
}


class PharmaAppraisalIndicator(models.Model):
    """How much an indicator counts in the appraisal of employees, and what is aimed at (000-41).

    Each company has one row per indicator, made when it is first asked for.
    """

    _name = 'pharma.appraisal.indicator'
    _description = "Indicator of the Appraisal"
    _order = 'company_id, sequence, id'
    _rec_name = 'code'

    code = fields.Selection(
        [
            ('tickets', "Tickets solved"),
            ('solved', "Share of tickets solved (%)"),
            ('on_time', "Solved by the promised date (%)"),
            ('rating', "Rating by customers (of 5)"),
            ('again', "Came a second time (%)"),
            ('orders', "Orders"),
        ],
        string="Indicator",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        'res.company',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
        default=lambda self: self.env.company,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    weight = fields.Integer(
        required=True, help="Counts against the weights of the other indicators; 0: not at all."
    )
    target = fields.Float(required=True, help="The value that gives 100 points, in a month.")
    is_less_better = fields.Boolean(
        string="Less Is Better", help="Points fall when the value rises above the target."
    )

    _code_company = models.UniqueIndex(
        '(company_id, code)', "The company already has this indicator."
    )
    _weight_positive = models.Constraint(
        'CHECK (weight >= 0)', "A weight is 0 or more: enter 0 for what is not to count."
    )
    _target_positive = models.Constraint(
        'CHECK (target > 0)', "A target is above 0: it is the value that gives 100 points."
    )

    @api.depends('code')
    @api.depends_context('lang')
    def _compute_display_name(self):
        names = dict(self._fields['code']._description_selection(self.env))
        for indicator in self:
            indicator.display_name = names.get(indicator.code, '')

    @api.model
    def _get_defaults(self):
        """Return {code: (weight, target, less is better)}; modules add their indicators."""
        return DEFAULTS

    @api.model
    def _fill(self, companies=None):
        """Give companies the indicators that they do not have yet.

        :param companies: ``res.company`` records, all of them if not told
        """
        companies = companies or self.env['res.company'].search(Domain.TRUE)
        known = {
            (indicator.company_id.id, indicator.code)
            for indicator in self.with_context(active_test=False).search(
                [('company_id', 'in', companies.ids)]
            )
        }
        self.create(
            [
                {
                    'code': code,
                    'company_id': company.id,
                    'sequence': 10 * place,
                    'weight': weight,
                    'target': target,
                    'is_less_better': is_less_better,
                }
                for company in companies
                for place, (code, (weight, target, is_less_better)) in enumerate(
                    self._get_defaults().items(), start=1
                )
                if (company.id, code) not in known
            ]
        )
