from math import sqrt

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..models.pharma_care_effect import SPLITS
from ..tools import check_single

# Two-sided 95 % of the normal distribution.
Z = 1.959964
# Fewer cases than this in one cell of the two-by-two table are too few.
LEAST_EXPECTED = 5


def get_wilson_interval(part, whole):
    """Return the 95 % score interval of Wilson of a proportion: (lower, upper), from 0 to 1.

    :param int part: how many did
    :param int whole: of how many, more than 0
    """
    share = part / whole
    middle = share + Z * Z / (2 * whole)
    width = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    return (middle - width) / scale, (middle + width) / scale


def get_newcombe_interval(part, whole, other_part, other_whole):
    """Return the 95 % interval of the difference of two independent proportions: (lower, upper),
    from -1 to 1.

    Hybrid score interval, method 10 of R. G. Newcombe, Interval estimation for the difference
    between independent proportions, Statistics in Medicine 17 (1998), 873-890.

    :param int part: how many of the first group did
    :param int whole: of how many, more than 0
    :param int other_part: how many of the second group did
    :param int other_whole: of how many, more than 0
    """
    share, other = part / whole, other_part / other_whole
    low, high = get_wilson_interval(part, whole)
    other_low, other_high = get_wilson_interval(other_part, other_whole)
    return (
        share - other - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        share - other + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


class PharmaCareComparison(models.TransientModel):
    """Customers with care against those drawn to be observed without it (004-36)."""

    _name = 'pharma.care.comparison'
    _description = "Comparison with and without Care"

    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(string="Supply Ended From")
    date_to = fields.Date(string="Until")
    split = fields.Selection(
        [
            ('none', "All Together"),
            ('group', "By Therapeutic Group"),
            ('month', "By Month"),
            ('branch', "By Branch"),
        ],
        string="Compare",
        required=True,
        default='none',
    )
    line_ids = fields.One2many('pharma.care.comparison.line', 'comparison_id', readonly=True)

    def action_apply(self):
        """Work the comparison out and open it (004-36).

        :return: window action of ``pharma.care.comparison.line``
        :raise UserError: if the period ends before it begins
        """
        check_single(self)
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise UserError(
                self.env._(
                    "Field '%(to)s': %(end)s lies before %(begin)s, where the period begins. Enter"
                    " a later day.",
                    to=self._fields['date_to']._description_string(self.env),
                    end=format_date(self.env, self.date_to),
                    begin=format_date(self.env, self.date_from),
                )
            )
        Line = self.env['pharma.care.comparison.line']
        # lines that were worked out for the same form before
        Line.search([('comparison_id', '=', self.id)]).unlink()
        Line.create(
            [
                {'comparison_id': self.id, 'part': part, **counts}
                for part, counts in self._get_counts().items()
            ]
        )
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'pharma_care.pharma_care_comparison_line_action'
            ),
            'domain': [('comparison_id', '=', self.id)],
        }

    def _get_context(self):
        """Return what the search of compared rows asks: dict."""
        return {
            'care_compare_from': fields.Date.to_string(self.date_from) or False,
            'care_compare_to': fields.Date.to_string(self.date_to) or False,
            'care_compare_split': self.split,
        }

    def _get_counts(self):
        """Return {part: dict of the four counts}; a part is an id, a month, or nothing."""
        self.env.flush_all()
        Effect = self.env['pharma.care.effect'].with_context(**self._get_context())
        name = SPLITS[self.split]
        if name == 'date_end':
            name = 'date_end:month'
        # the rules of the rows decide on what is counted
        rows = Effect._read_group(
            Domain('is_first', '=', True) & Domain('company_id', '=', self.company_id.id),
            [name, 'arm', 'is_bought'] if name else ['arm', 'is_bought'],
            ['__count'],
        )
        counts = {}
        for *key, arm, is_bought, count in rows:
            part = key[0] if key else False
            part = str(part.id or '') if isinstance(part, models.BaseModel) else str(part or '')
            known = counts.setdefault(part, self._get_empty_counts())
            known[f'{arm}_count'] += count
            if is_bought:
                known[f'{arm}_bought'] += count
        if not name:
            counts.setdefault('', self._get_empty_counts())
        return counts

    @api.model
    def _get_empty_counts(self):
        return {'care_count': 0, 'care_bought': 0, 'holdout_count': 0, 'holdout_bought': 0}


class PharmaCareComparisonLine(models.TransientModel):
    """One line of a comparison: both sides, their difference and how sure it is (004-36)."""

    _name = 'pharma.care.comparison.line'
    _description = "Comparison with and without Care: Line"
    _order = 'id'

    comparison_id = fields.Many2one(
        'pharma.care.comparison', required=True, readonly=True, index=True, ondelete='cascade'
    )
    part = fields.Char(readonly=True, exportable=False)
    name = fields.Char(compute='_compute_name', store=True)
    care_count = fields.Integer(
        string="With Care", readonly=True, help="Customers who might have been drawn and were not."
    )
    care_bought = fields.Integer(string="Bought with Care", readonly=True)
    care_share = fields.Float(
        string="With Care (%)", compute='_compute_figures', store=True, aggregator='avg'
    )
    holdout_count = fields.Integer(
        string="Without Care", readonly=True, help="Customers who were drawn and only observed."
    )
    holdout_bought = fields.Integer(string="Bought without Care", readonly=True)
    holdout_share = fields.Float(
        string="Without Care (%)", compute='_compute_figures', store=True, aggregator='avg'
    )
    difference = fields.Float(
        compute='_compute_figures',
        store=True,
        aggregator='avg',
        help="Share with care less share without, in per cent points.",
    )
    lower = fields.Float(
        string="At Least",
        compute='_compute_figures',
        store=True,
        aggregator='min',
        help="Lower end of the 95 % confidence interval of the difference (Newcombe 1998).",
    )
    upper = fields.Float(
        string="At Most",
        compute='_compute_figures',
        store=True,
        aggregator='max',
        help="Upper end of the 95 % confidence interval of the difference (Newcombe 1998).",
    )
    verdict = fields.Selection(
        [
            ('too_few', "Too Few Cases"),
            ('open', "No Difference Shown"),
            ('better', "Care Helps"),
            ('worse', "Care Does Harm"),
        ],
        compute='_compute_figures',
        store=True,
        help="Too few: fewer customers on one side than the settings ask for, or fewer than five"
        " expected to buy again, or not to, on one side.",
    )

    @api.depends('part', 'comparison_id.split')
    def _compute_name(self):
        for line in self:
            split, part = line.comparison_id.split, line.part
            if split == 'none':
                line.name = self.env._("All customers")
            elif not part:
                line.name = self.env._("None")
            elif split == 'month':
                line.name = format_date(self.env, part, date_format='LLLL yyyy')
            else:
                model = self.env['pharma.care.effect']._fields[SPLITS[split]].comodel_name
                line.name = self.env[model].browse(int(part)).display_name

    @api.depends('care_count', 'care_bought', 'holdout_count', 'holdout_bought')
    def _compute_figures(self):
        for line in self:
            counts = (line.care_bought, line.care_count, line.holdout_bought, line.holdout_count)
            care_bought, care, holdout_bought, holdout = counts
            line.care_share = 100.0 * care_bought / care if care else 0.0
            line.holdout_share = 100.0 * holdout_bought / holdout if holdout else 0.0
            line.difference = line.lower = line.upper = 0.0
            line.verdict = 'too_few'
            if line._is_enough():
                low, high = get_newcombe_interval(*counts)
                line.difference = line.care_share - line.holdout_share
                line.lower, line.upper = 100.0 * low, 100.0 * high
                line.verdict = 'better' if low > 0 else 'worse' if high < 0 else 'open'

    def _is_enough(self):
        """Return whether both sides have enough customers to speak of a difference."""
        self.ensure_one()
        sides = (self.care_count, self.holdout_count)
        least = max(self.comparison_id.company_id.care_effect_minimum, 1)
        if min(sides) < least:
            return False
        bought = self.care_bought + self.holdout_bought
        smaller = min(bought, sum(sides) - bought)
        return smaller * min(sides) / sum(sides) >= LEAST_EXPECTED

    def action_view_effects(self):
        """Open the cases that were compared (004-36).

        :return: window action of ``pharma.care.effect``
        :raise UserError: unless it is called on one record
        """
        check_single(self)
        comparison = self.comparison_id
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'pharma_care.pharma_care_effect_action'
            ),
            'view_mode': 'list,pivot,graph,form',
            'views': [(False, mode) for mode in ('list', 'pivot', 'graph', 'form')],
            'domain': self._get_effect_domain(),
            'context': {**comparison._get_context(), 'search_default_group_arm': 1},
        }

    def _get_effect_domain(self):
        """Return the domain of the rows that this line counts, with the context of the action."""
        self.ensure_one()
        comparison = self.comparison_id
        domain = [('is_first', '=', True), ('company_id', '=', comparison.company_id.id)]
        if comparison.split == 'month':
            month = fields.Date.to_date(self.part)
            domain += [
                ('date_end', '>=', fields.Date.to_string(month)),
                ('date_end', '<=', fields.Date.to_string(fields.Date.end_of(month, 'month'))),
            ]
        elif SPLITS[comparison.split]:
            part = int(self.part) if self.part else False
            domain.append((SPLITS[comparison.split], '=', part))
        return domain
