from odoo import fields, models


class PharmaComplaintKind(models.Model):
    """Who answers tickets of a kind (000-22, 003-17)."""

    _inherit = 'pharma.complaint.kind'

    team_id = fields.Many2one(
        'crm.team',
        ondelete='set null',
        help="Answers tickets of this kind. Empty: the team of the customer's salesperson, else of"
        " the branch, else of whoever takes the ticket in.",
    )
    owner_department_id = fields.Many2one(
        'hr.department',
        string="Owning Department",
        ondelete='set null',
        help="Has to solve tickets of this kind, unless the category names another department.",
    )
    is_taker_answers = fields.Boolean(
        string="Taker Answers",
        help="Whoever takes in a ticket by hand or from a call answers it himself. Otherwise the"
        " team shares it out.",
    )
