from odoo import fields, models


class SurveyQuestionAnswer(models.Model):
    """Which choice means yes (000-32)."""

    _inherit = 'survey.question.answer'

    pharma_answer = fields.Selection(
        [('yes', "Yes"), ('no', "No")],
        string="Counts As",
        help="For questions that measure whether something is so: what this choice says.",
    )
