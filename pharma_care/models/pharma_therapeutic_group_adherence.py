from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PharmaTherapeuticGroup(models.Model):
    """How much of the time a treatment must be covered differs between groups (000-13)."""

    _inherit = 'pharma.therapeutic.group'

    care_adherence_percent = fields.Integer(
        string="Adherent From (%)",
        help="A customer is adherent whose covered days reach this share of the days observed,"
        " such as 90 for medicines against HIV. 0: as the company.",
    )

    @api.constrains('care_adherence_percent')
    def _check_care_adherence_percent(self):
        for group in self:
            if not 0 <= group.care_adherence_percent <= 100:
                raise ValidationError(
                    self.env._(
                        "Therapeutic group '%(group)s', field '%(field)s': %(value)s is not"
                        " possible. Enter a number from 0 to %(highest)s.",
                        group=group.complete_name,
                        field=self._fields['care_adherence_percent']._description_string(self.env),
                        value=group.care_adherence_percent,
                        highest=100,
                    )
                )
