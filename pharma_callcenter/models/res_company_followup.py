from odoo import api, fields, models
from odoo.exceptions import ValidationError

LIMITS = {
    'pharma_followup_bad_rating': (1, 4),
    'pharma_followup_tries': (1, 20),
    'pharma_followup_retry_days': (0, 60),
    'pharma_followup_link_days': (1, 365),
}


class ResCompany(models.Model):
    """Settings of follow-ups, one set per company (000-32)."""

    _inherit = 'res.company'

    pharma_followup_bad_rating = fields.Integer(
        string="Bad Up To",
        default=2,
        help="A rating of 1 to this opens or reopens a ticket.",
    )
    pharma_followup_tries = fields.Integer(
        string="Attempts",
        default=3,
        help="After so many calls that nobody answered the follow-up is closed.",
    )
    pharma_followup_retry_days = fields.Integer(
        string="Next Attempt After (days)",
        default=1,
        help="How long to wait when nobody answered.",
    )
    pharma_followup_link_days = fields.Integer(
        string="Links Hold (days)",
        default=14,
        help="How long the customer can answer by his link.",
    )

    @api.constrains(*LIMITS)
    def _check_pharma_followup(self):
        for company in self:
            for name, (least, most) in LIMITS.items():
                if not least <= company[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "Follow-ups, '%(field)s': enter a number from %(least)s to %(most)s.",
                            field=self._fields[name]._description_string(self.env),
                            least=least,
                            most=most,
                        )
                    )
