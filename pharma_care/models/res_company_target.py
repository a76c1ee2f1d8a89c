from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """From which share of a target on it is green, and from which it is nearly reached (004-67)."""

    _inherit = 'res.company'

    care_target_good = fields.Integer(
        string="Target Achieved From (%)",
        default=100,
        help="From this share of a target on it counts as achieved and is green.",
    )
    care_target_near = fields.Integer(
        string="Nearly Achieved From (%)",
        default=80,
        help="From this share of a target on it is yellow, below it is red.",
    )

    @api.constrains('care_target_good', 'care_target_near')
    def _check_care_targets(self):
        for company in self:
            if not 0 < company.care_target_near <= company.care_target_good <= 1000:
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s': enter above 0 in '%(near)s', and at least as much"
                        " in '%(good)s', up to 1000.",
                        company=company.name,
                        near=self._fields['care_target_near']._description_string(self.env),
                        good=self._fields['care_target_good']._description_string(self.env),
                    )
                )

    def _get_care_target_state(self, percent, is_running):
        """Return how a target was met: 'good', 'near' or 'bad', while there is time 'running'.

        :param float percent: what was reached, of the target
        :param bool is_running: the period has not ended yet
        """
        if percent >= self.care_target_good:
            return 'good'
        if is_running:
            return 'running'
        return 'near' if percent >= self.care_target_near else 'bad'
