from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Settings of ratings and recordings of calls, one set per company (003-14, 000-07)."""

    _inherit = 'res.company'

    pharma_call_bad_rating = fields.Integer(
        string="Calls Rated Badly Up To", default=2, help="A rating of 1 to this is bad."
    )
    pharma_call_bad_action = fields.Selection(
        [('none', "Nothing"), ('activity', "Activity"), ('ticket', "Ticket")],
        string="After a Bad Rating",
        default='activity',
        required=True,
        help="Of the head of the team, else of a supervisor.",
    )
    pharma_recording_days = fields.Integer(
        string="Keep Recordings (days)",
        help="Then the files are deleted; 0: they stay until somebody sets a time.",
    )

    @api.constrains('pharma_call_bad_rating', 'pharma_recording_days')
    def _check_pharma_call_quality(self):
        for company in self:
            if not 1 <= company.pharma_call_bad_rating <= 4:
                raise ValidationError(
                    self.env._("Calls Rated Badly Up To: enter a number from 1 to 4.")
                )
            if not 0 <= company.pharma_recording_days <= 36500:
                raise ValidationError(
                    self.env._("Keep Recordings: enter 0 (they stay) to 36500 days.")
                )
