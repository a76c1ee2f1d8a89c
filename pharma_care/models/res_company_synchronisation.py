from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_REFILL_DAYS = 365


class ResCompany(models.Model):
    """Settings of refills (004-42, 000-10)."""

    _inherit = 'res.company'

    care_is_synchronised = fields.Boolean(
        string="Synchronised Refills in Use",
        readonly=True,
        help="Set by the first agreement: orders of other companies ask for none.",
    )
    care_refill_days = fields.Integer(
        string="Refill Together (days)",
        default=14,
        help="A refill order takes along what is used up within so many days after the medicine"
        " that ends first.",
    )

    @api.constrains('care_refill_days')
    def _check_care_refill_days(self):
        for company in self:
            if not 0 <= company.care_refill_days <= MAX_REFILL_DAYS:
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s', field '%(field)s': %(value)s is not possible."
                        " Enter a number from %(lowest)s to %(highest)s.",
                        company=company.name,
                        field=self._fields['care_refill_days']._description_string(self.env),
                        value=company.care_refill_days,
                        lowest=0,
                        highest=MAX_REFILL_DAYS,
                    )
                )
