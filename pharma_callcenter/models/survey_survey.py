from odoo import fields, models


class SurveySurvey(models.Model):
    """Surveys that follow-ups ask, those of the module or of the pharmacy (000-32, 000-43)."""

    _inherit = 'survey.survey'

    pharma_is_followup = fields.Boolean(
        string="Asked in Follow-Ups",
        help="Agents can choose the survey and ask its questions on the telephone. Say of each"
        " question what it measures, so that answers lead to tickets and figures.",
    )

    def _get_pharma_form(self):
        """Return the questions for the screen of a call, ready to be shown.

        Dates, pictures and tables of questions are for the web page only.

        :return: list of dict, in the order of the survey
        """
        self.ensure_one()
        return [
            {
                'id': question.id,
                'title': question.title,
                'type': question.question_type,
                'required': question.constr_mandatory,
                'choices': [
                    {'id': choice.id, 'name': choice.value}
                    for choice in question.suggested_answer_ids
                ],
                'numbers': list(range(question.scale_min, question.scale_max + 1))
                if question.question_type == 'scale'
                else [],
                'low': question.scale_min_label or '',
                'high': question.scale_max_label or '',
                'comment': question.comments_message or '' if question.comments_allowed else False,
            }
            for question in self.question_ids
            if question._is_pharma_asked()
        ]
