from odoo import fields, models


class PharmaComplaintStage(models.Model):
    """What a ticket needs before it may enter a stage (000-24)."""

    _inherit = 'pharma.complaint.stage'

    require_answer = fields.Boolean(
        string="Answer to the Customer",
        help="The customer was answered after the last time he wrote.",
    )
    require_solution = fields.Boolean(
        string="Solution", help="The page 'Solution' says what was found and done."
    )
    require_user = fields.Boolean(string="Responsible", help="Somebody is responsible.")
    require_category = fields.Boolean(string="Category", help="The category, or cause, is known.")
    require_pharmacist = fields.Boolean(
        string="Pharmacist's Answer",
        help="Of professional questions, and of tickets with which a pharmacist was asked: a"
        " pharmacist has answered. Pharmacists and supervisors may go on without.",
    )
