from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Answered on a scale.
SCORE_MEANINGS = [
    ('satisfaction', "Satisfaction"),
    ('overall', "Overall Impression"),
    ('service', "Kind of Service"),
    ('attitude', "Attitude of Staff"),
    ('timeliness', "Timeliness"),
    ('proficiency', "Proficiency"),
    ('loyalty', "Would Recommend Us"),
]
# Answered by a choice between yes and no.
CHOICE_MEANINGS = [
    ('complete', "Complete?"),
    ('quantity', "Right Quantity?"),
    ('side_effect', "Side Effect?"),
    ('solved', "Solved?"),
]
MEANINGS = [*SCORE_MEANINGS, *CHOICE_MEANINGS, ('suggestion', "Suggestion")]
# What can be asked on the telephone.
ASKED_TYPES = ('simple_choice', 'multiple_choice', 'scale', 'char_box', 'text_box', 'numerical_box')
BEST_SCORE = 5
LOYALTY_BEST = 10


class SurveyQuestion(models.Model):
    """What an answer measures, in whatever survey it is asked (000-43, 001-16)."""

    _inherit = 'survey.question'

    pharma_meaning = fields.Selection(
        MEANINGS,
        string="Measures",
        help="Answers of follow-ups count as this in figures; a bad one opens or reopens a ticket.",
    )

    @api.constrains('pharma_meaning', 'question_type', 'scale_min', 'scale_max')
    def _check_pharma_meaning(self):
        types = {
            **dict.fromkeys(dict(SCORE_MEANINGS), ('scale',)),
            **dict.fromkeys(dict(CHOICE_MEANINGS), ('simple_choice',)),
            'suggestion': ('char_box', 'text_box'),
        }
        labels = dict(self._fields['question_type']._description_selection(self.env))
        for question in self.filtered('pharma_meaning'):
            wanted = types[question.pharma_meaning]
            if question.question_type not in wanted:
                raise ValidationError(
                    self.env._(
                        "Question '%(question)s': what it measures is answered by a question of"
                        " the type '%(type)s'. Change the type, or leave 'Measures' empty.",
                        question=question.title,
                        type="', '".join(labels[name] for name in wanted),
                    )
                )

    def _is_pharma_asked(self):
        """Return whether an agent can ask it on the telephone."""
        return not self.is_page and self.question_type in ASKED_TYPES

    def _get_pharma_score(self, value):
        """Return an answer on the question's scale as 1 (bad) to 5, loyalty as 0 to 10.

        :param int value: as it was answered
        :return: int
        """
        self.ensure_one()
        low, high = self.scale_min, self.scale_max
        first, last = (0, LOYALTY_BEST) if self.pharma_meaning == 'loyalty' else (1, BEST_SCORE)
        share = (value - low) / (high - low) if high > low else 1
        return int(first + min(max(share, 0), 1) * (last - first) + 0.5)
