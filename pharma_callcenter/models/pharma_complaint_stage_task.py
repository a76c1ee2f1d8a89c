from odoo import fields, models


class PharmaComplaintStage(models.Model):
    """Stages that need the feedback of everybody who was asked (002-15)."""

    _inherit = 'pharma.complaint.stage'

    require_tasks = fields.Boolean(
        string="Tasks Ended", help="A ticket comes here only when all its tasks have feedback."
    )
