from odoo import api, fields, models
from odoo.exceptions import ValidationError

# A week: whoever is not reached that long is another matter.
MAX_RETRY_MINUTES = 7 * 24 * 60


class PharmaCareResponseType(models.Model):
    """How the customer responded to a care; counted in statistics (004-56)."""

    _name = 'pharma.care.response.type'
    _description = "Care Response Type"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    tone = fields.Selection(
        [('good', "Good"), ('neutral', "Neutral"), ('bad', "Bad")],
        default='neutral',
        required=True,
        help="Groups responses in reports: good ones, neutral ones, and those to worry about.",
    )
    is_attempt = fields.Boolean(
        string="Not Reached",
        help="Nobody spoke with the customer: the care date stays, and the customer is due again"
        " after a while.",
    )
    retry_minutes = fields.Integer(
        string="Try Again After (minutes)",
        help="When the customer is due again; 0 means on the next day.",
    )
    active = fields.Boolean(default=True)

    @api.constrains('retry_minutes')
    def _check_retry_minutes(self):
        for response in self:
            if not 0 <= response.retry_minutes <= MAX_RETRY_MINUTES:
                raise ValidationError(
                    self.env._(
                        "Response type '%(type)s', field '%(field)s': %(value)s is not possible."
                        " Enter a number from 0 to %(highest)s.",
                        type=response.name,
                        field=self._fields['retry_minutes']._description_string(self.env),
                        value=response.retry_minutes,
                        highest=MAX_RETRY_MINUTES,
                    )
                )
