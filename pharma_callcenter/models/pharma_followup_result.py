from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .pharma_followup import STAFF, YES_NO
from .survey_question import CHOICE_MEANINGS, SCORE_MEANINGS

# What a question measures and the field that takes it.
CHOICE_FIELDS = {
    'complete': 'is_complete',
    'quantity': 'is_right_quantity',
    'solved': 'is_solved',
}
RATED_BY = ('overall', 'satisfaction')


class PharmaFollowup(models.Model):
    """What customers answer, and what that means (000-32, 000-43, 001-16)."""

    _inherit = 'pharma.followup'

    outcome = fields.Selection(
        [
            ('good', "Content"),
            ('neutral', "Neutral"),
            ('bad', "Not Content"),
            ('unreachable', "Not Reached"),
            ('refused', "Refused"),
        ],
        readonly=True,
        copy=False,
    )
    rating = fields.Float(
        readonly=True,
        copy=False,
        aggregator=None,
        digits=(2, 1),
        help="1 (bad) to 5: the overall impression, the satisfaction, or the face that the customer"
        " chose in an e-mail.",
    )
    is_complete = fields.Selection(YES_NO, string="Complete", readonly=True, copy=False)
    is_right_quantity = fields.Selection(YES_NO, string="Right Quantity", readonly=True, copy=False)
    is_solved = fields.Selection(YES_NO, string="Solved", readonly=True, copy=False)
    is_side_effect = fields.Boolean(string="Side Effect", readonly=True, copy=False, groups=STAFF)
    suggestion = fields.Text(copy=False, help="What the customer would like us to do better.")
    note = fields.Text(copy=False, groups=STAFF, help="What else the customer says.")
    score_ids = fields.One2many(
        'pharma.followup.score', 'followup_id', string="Scores", readonly=True
    )

    # === ANSWERS GIVEN TO AN AGENT === #
    def _save_answers(self):
        """Put what the agent ticked into the survey, and finish it.

        :raise UserError: if the survey was answered before
        :raise ValidationError: for required questions without an answer, in words
        """
        self.ensure_one()
        input_ = self._get_input()
        if input_.state == 'done':
            raise UserError(self.env._("The customer has answered already. Reload the page."))
        errors, saved = [], []
        for question in self.survey_id.question_ids:
            if not question._is_pharma_asked():
                continue
            given = (self.answers or {}).get(str(question.id)) or {}
            value, comment = self._clean_answer(question, given)
            if message := question.validate_question(value, comment).get(question.id):
                errors.append(f'{question.title} {message}')
            elif value or comment:
                saved.append((question, value, comment))
        if errors:
            raise ValidationError('\n'.join(errors))
        for question, value, comment in saved:
            input_._save_lines(question, value, comment)
        input_._mark_done()

    @api.model
    def _clean_answer(self, question, given):
        """Return answer and comment as the survey takes them, empty for what it does not know."""
        value, comment = given.get('value'), str(given.get('comment') or '').strip()
        comment = comment if question.comments_allowed else ''
        if question.question_type in ('simple_choice', 'multiple_choice'):
            values = value if isinstance(value, list) else [value]
            known = [id_ for id_ in question.suggested_answer_ids.ids if id_ in values]
            return (known if question.question_type == 'multiple_choice' else known[:1]), comment
        if question.question_type == 'scale':
            numbers = range(question.scale_min, question.scale_max + 1)
            # as text: 0 is an answer
            return (str(value) if isinstance(value, int) and value in numbers else ''), comment
        return ('' if value in (None, False) else str(value).strip()), comment

    # === WHAT THEY MEAN === #
    def _take_answers(self):
        """Take over what the survey holds, judge it, and see to what is wrong."""
        for followup in self:
            followup._take_survey(followup.survey_input_id)
        self._finish()

    def _take_survey(self, input_):
        self.ensure_one()
        scores, vals, remarks, answers = {}, {}, [], {}
        for line in input_.user_input_line_ids:
            question, meaning = line.question_id, line.question_id.pharma_meaning
            if line.skipped:
                continue
            given = answers.setdefault(str(question.id), {})
            is_comment = line.answer_type == 'char_box' and question.question_type in (
                'simple_choice',
                'multiple_choice',
            )
            if is_comment:
                given['comment'] = line.value_char_box
                remarks.append(line.value_char_box)
            elif line.answer_type == 'suggestion':
                given['value'] = (
                    [*given.get('value', []), line.suggested_answer_id.id]
                    if question.question_type == 'multiple_choice'
                    else line.suggested_answer_id.id
                )
                self._take_choice(vals, meaning, line.suggested_answer_id.pharma_answer)
            elif line.answer_type == 'scale':
                given['value'] = line.value_scale
                if meaning in dict(SCORE_MEANINGS):
                    scores[meaning] = question._get_pharma_score(line.value_scale)
            else:
                given['value'] = line[f'value_{line.answer_type}']
                if meaning == 'suggestion':
                    vals['suggestion'] = given['value']
        if remarks:
            vals['note'] = '\n'.join(filter(None, [self.note, *remarks]))
        if rated := next((scores[name] for name in RATED_BY if name in scores), False):
            vals['rating'] = rated
        self.write({**vals, 'answers': answers})
        self._set_scores(scores)

    @api.model
    def _take_choice(self, vals, meaning, answer):
        if meaning not in dict(CHOICE_MEANINGS) or not answer:
            return
        if meaning == 'side_effect':
            vals['is_side_effect'] = answer == 'yes'
        else:
            vals[CHOICE_FIELDS[meaning]] = answer

    def _set_scores(self, scores):
        """Keep scores as rows, which can be averaged; a later answer replaces an earlier one.

        :param dict scores: meaning -> 1 to 5, loyalty 0 to 10
        """
        self.ensure_one()
        self.score_ids.filtered(lambda row: row.meaning in scores).unlink()
        self.env['pharma.followup.score'].create(
            [
                {'followup_id': self.id, 'meaning': meaning, 'score': score}
                for meaning, score in scores.items()
            ]
        )

    def _finish(self):
        """Close follow-ups that were answered, and see to bad answers."""
        for followup in self:
            followup.write(
                {
                    'state': 'done',
                    'outcome': followup._get_outcome(),
                    'date_done': followup.date_done or fields.Datetime.now(),
                    'skip_reason': False,
                }
            )
        self._handle_bad()

    def _get_outcome(self):
        self.ensure_one()
        if self._get_bad_reasons():
            return 'bad'
        limit = self.company_id.pharma_followup_bad_rating
        if self.rating and self.rating <= limit + 1:
            return 'neutral'
        answers = (self.rating, self.is_complete, self.is_right_quantity, self.is_solved)
        return 'good' if any(answers) else 'neutral'

    def _get_bad_reasons(self):
        """Return what is wrong by the answers: names of what was measured, the worst first."""
        self.ensure_one()
        limit = self.company_id.pharma_followup_bad_rating
        found = {
            'side_effect': self.is_side_effect,
            'solved': self.is_solved == 'no',
            'complete': self.is_complete == 'no',
            'quantity': self.is_right_quantity == 'no',
            'rating': self.rating and self.rating <= limit,
        }
        return [name for name, is_bad in found.items() if is_bad]
