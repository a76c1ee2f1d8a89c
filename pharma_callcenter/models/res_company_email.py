from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_LIMIT = 200


class ResCompany(models.Model):
    """How much of an e-mail a ticket keeps (000-22)."""

    _inherit = 'res.company'

    pharma_ticket_mail_limit = fields.Integer(
        string="Files of One E-Mail (MB)",
        default=25,
        help="Files of an e-mail to a ticket are kept as long as they fit together. What does not"
        " fit is named in the ticket, and the customer is asked for a smaller file.",
    )

    @api.constrains('pharma_ticket_mail_limit')
    def _check_pharma_ticket_mail_limit(self):
        for company in self:
            if not 0 <= company.pharma_ticket_mail_limit <= MAX_LIMIT:
                raise ValidationError(
                    self.env._(
                        "'Files of One E-Mail' counts megabytes: enter 0 to %(most)s.",
                        most=MAX_LIMIT,
                    )
                )
