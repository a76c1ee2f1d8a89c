import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PharmaContactScriptLine(models.Model):
    """A text to say or a question to ask (004-08, 004-68)."""

    _name = 'pharma.contact.script.line'
    _description = "Line of a Contact Script"
    _order = 'script_id, sequence, id'
    _rec_name = 'content'

    script_id = fields.Many2one(
        'pharma.contact.script', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='script_id.company_id', store=True, index='btree_not_null')
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [('text', "Text"), ('question', "Question")], required=True, default='text'
    )
    content = fields.Text(string="Words", required=True, translate=True)
    answer_type = fields.Selection(
        [('yes_no', "Yes or No"), ('choice', "Choice"), ('number', "Number"), ('text', "Text")],
        compute='_compute_answer_type',
        store=True,
        readonly=False,
        help="How a question is answered.",
    )
    is_required = fields.Boolean(
        string="Required",
        help="The contact cannot be saved without an answer, if the script was chosen.",
    )
    choice_ids = fields.One2many(
        'pharma.contact.script.choice', 'line_id', string="Choices", copy=True
    )
    advice = fields.Text(
        translate=True, help="Shown to the employee after the answer to which it belongs."
    )
    advice_on = fields.Selection(
        [('yes', "Yes"), ('no', "No")], string="Advice After", help="Of a question 'Yes or No'."
    )

    # === COMPUTE METHODS === #
    @api.depends('kind')
    def _compute_answer_type(self):
        for line in self:
            if line.kind == 'text':
                line.answer_type = False
            else:
                line.answer_type = line.answer_type or 'yes_no'

    # === CONSTRAINT METHODS === #
    @api.constrains('kind', 'answer_type', 'choice_ids')
    def _check_answer_type(self):
        for line in self.filtered(lambda line: line.kind == 'question'):
            if not line.answer_type:
                raise ValidationError(
                    self.env._(
                        "Question '%(question)s': choose in the field 'Answer Type' how it is"
                        " answered.",
                        question=line.content,
                    )
                )
            # data files bring the choices of a question after it
            is_ready = not self.env.context.get('install_mode')
            if is_ready and line.answer_type == 'choice' and len(line.choice_ids) < 2:
                raise ValidationError(
                    self.env._(
                        "Question '%(question)s': enter at least two choices, or choose another"
                        " answer type.",
                        question=line.content,
                    )
                )

    # === CRUD METHODS === #
    def write(self, vals):
        """Keep what answers were given to.

        :param dict vals: values to write
        :return: True
        :raise UserError: if the kind of answer of an answered question is changed
        """
        for line in self:
            if any(name in vals and vals[name] != line[name] for name in ('kind', 'answer_type')):
                line._check_unanswered()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        self._check_unanswered()

    def _check_unanswered(self):
        # sudo: answers count also for those who may not read them
        answers_sudo = self.env['pharma.contact.answer'].sudo()
        if answer_sudo := answers_sudo.search([('line_id', 'in', self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Question '%(question)s' of the script '%(script)s' has been answered by"
                    " customers and must remain as it is. Archive it and add a new one.",
                    question=answer_sudo.line_id.content,
                    script=answer_sudo.script_id.name,
                )
            )

    # === BUSINESS METHODS === #
    def _get_content(self, yes_no):
        """Return what a screen shows of the line.

        :param dict yes_no: 'yes' and 'no' -> ``pharma.contact.script.choice``
        """
        choices = []
        if self.answer_type == 'yes_no':
            choices = [
                {
                    'id': choice.id,
                    'name': choice.name,
                    'advice': self.advice if self.advice_on == key else False,
                }
                for key, choice in yes_no.items()
            ]
        elif self.answer_type == 'choice':
            choices = [
                {'id': choice.id, 'name': choice.name, 'advice': choice.advice}
                for choice in self.choice_ids
            ]
        return {
            'id': self.id,
            'kind': self.kind,
            'content': self.content,
            'answer_type': self.answer_type,
            'is_required': self.is_required,
            'advice': False if choices else self.advice,
            'choices': choices,
        }

    def _read_answer(self, value):
        """Return an answer as values of ``pharma.contact.answer``.

        :param value: id of a choice, number or text, as the type of answer asks
        :raise UserError: naming the question
        """
        self.ensure_one()
        if self.answer_type in ('yes_no', 'choice'):
            choices = self.choice_ids
            if self.answer_type == 'yes_no':
                choices = choices.concat(*choices._get_yes_no().values())
            if type(value) is int and value in choices.ids:
                return {'choice_id': value}
        elif self.answer_type == 'number':
            # no bool, which is a number to Python
            if type(value) in (int, float) and math.isfinite(value) and abs(value) < 1e12:
                return {'value_number': value}
        elif isinstance(value, str):
            return {'value_text': value.strip()}
        raise UserError(
            self.env._(
                "Question '%(question)s': '%(value)s' is not possible as an answer.",
                question=self.content,
                value=str(value)[:50],
            )
        )
