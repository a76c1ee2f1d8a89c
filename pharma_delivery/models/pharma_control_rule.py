from collections import defaultdict

from odoo import api, fields, models

PARTIES = [
    ('company', "Giving Company"),
    ('giver', "Who Hands Over"),
    ('courier', "Courier"),
    ('customer', "Receiving Customer"),
    ('receiver', "Who Receives"),
]


class PharmaControlRule(models.Model):
    """What the law demands of goods under special control (004-17 to 004-19, decision 16).

    One rule demands one thing: a paper of somebody, a handover record, a register, a report. Text,
    terms and dates are data with their source, so that a new decree is a new line, not a new
    program.
    """

    _name = 'pharma.control.rule'
    _description = "Rule of Special Control"
    _inherit = ['mail.thread']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    control_class = fields.Selection(
        # in the reader's language, as the product says it
        selection=lambda self: (
            self.env['product.template']._fields['control_class']._description_selection(self.env)
        ),
        string="Special Control",
        tracking=True,
        help="Empty: goods of every class.",
    )
    country_id = fields.Many2one(
        'res.country',
        ondelete='restrict',
        tracking=True,
        help="Country of the company; empty: everywhere. "
        "A company without a country follows the rules of all countries.",
    )
    demand = fields.Selection(
        [
            ('paper', "Licence or Certificate"),
            ('assignment', "Assignment Letter of the Trip"),
            ('note', "Invoice or Delivery Note on Board"),
            ('handover', "Signed Handover Record"),
            ('register', "Register of Ins and Outs"),
            ('half_year', "Half-Year Report"),
            ('year', "Yearly Report"),
            ('loss', "Report of Losses"),
            ('issue_slip', "Issue Slip"),
            ('customer_book', "Customer Book"),
            ('return_record', "Record of Goods Taken Back"),
        ],
        required=True,
        tracking=True,
    )
    form = fields.Char(
        string="Printed Form",
        translate=True,
        help="Name of the form, printed at the head of the paper, e.g. the appendix of a circular.",
    )
    moment = fields.Selection(
        [
            ('dispatch', "Leaving with a Courier"),
            ('handover', "Handing Over to the Customer"),
            ('counter', "Handing out at the Counter"),
        ],
        default='dispatch',
        required=True,
        help="From when on the paper must be there. At the counter no courier is involved.",
    )
    party = fields.Selection(PARTIES, string="Whose Paper")
    licence_type_id = fields.Many2one(
        'pharma.licence.type', string="Which Paper", ondelete='restrict', index='btree_not_null'
    )
    receivers = fields.Selection(
        [('all', "All Customers"), ('company', "Companies Only"), ('person', "Persons Only")],
        default='all',
        required=True,
        string="For Deliveries to",
    )
    term_days = fields.Integer(
        string="Days to Report", aggregator=None, help="After the end of the period."
    )
    term_hours = fields.Integer(
        string="Hours to Report", aggregator=None, help="After the loss was found."
    )
    retention_years = fields.Integer(
        string="Years to Keep", aggregator=None, help="How long records are kept at least."
    )
    source = fields.Text(required=True, help="Where it is written: law, article, form.")
    date_from = fields.Date(string="Valid from", required=True, tracking=True)
    date_to = fields.Date(
        string="Valid until", tracking=True, help="Empty: without end. This day still counts."
    )

    _dates = models.Constraint(
        'CHECK (date_to IS NULL OR date_to >= date_from)',
        "A rule cannot end before it begins. Correct 'Valid from' or 'Valid until'.",
    )
    _paper = models.Constraint(
        "CHECK (demand <> 'paper' OR (party IS NOT NULL AND licence_type_id IS NOT NULL))",
        "A rule that demands a paper says which paper and whose. "
        "Fill in 'Whose Paper' and 'Which Paper'.",
    )
    _terms = models.Constraint(
        'CHECK (COALESCE(term_days, 0) >= 0 AND COALESCE(term_hours, 0) >= 0'
        ' AND COALESCE(retention_years, 0) >= 0)',
        "Days, hours and years cannot be negative.",
    )

    # === BUSINESS METHODS === #
    @api.model
    def _get_valid(self, companies):
        """Return the rules in force today.

        :param companies: ``res.company`` records
        :return: {company: rules}, ``defaultdict`` of no rules
        """
        result = defaultdict(self.browse)
        # sudo: texts of the law; whoever lets goods leave is bound by them, whatever he may read
        rules_sudo = self.sudo().search_fetch([])
        for company in companies:
            today = company._pharma_today()
            country = company.sudo().country_id  # sudo: reading the country, nothing is shown
            result[company] = rules_sudo.filtered(
                lambda rule, today=today, country=country: (
                    rule.date_from <= today
                    and (not rule.date_to or rule.date_to >= today)
                    and (not rule.country_id or not country or rule.country_id == country)
                )
            )
        return result

    def _filter_class(self, control_class):
        """Return those of the rules that hold for goods of a class."""
        return self.filtered(
            lambda rule: control_class and rule.control_class in (False, control_class)
        )

    def _filter_partner(self, partner):
        """Return those of the rules that hold for deliveries to a customer."""
        kind = 'company' if partner.commercial_partner_id.is_company else 'person'
        return self.filtered(lambda rule: rule.receivers in ('all', kind))

    @api.model
    def _get_form(self, company, demand, product=None):
        """Return the name of the form in force for a paper, empty if there is none.

        :param company: ``res.company``
        :param str demand: of the rule
        :param product: ``product.product`` whose class counts; a rule of its class goes before one
            for every class
        """
        rules = self._get_valid(company)[company].filtered(
            lambda rule: rule.demand == demand and rule.form
        )
        if product is not None:
            rules = rules._filter_class(product.control_class)
        return rules.sorted(lambda rule: not rule.control_class)[:1].form or ''

    def _get_retention_years(self):
        """Return the longest number of years the rules ask to keep records."""
        return max(self.mapped('retention_years'), default=0)
