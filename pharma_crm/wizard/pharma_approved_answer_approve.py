from odoo import api, fields, models
from odoo.exceptions import UserError

# more than that nobody reads word for word at once
MAX_ANSWERS = 20
TEXTS = ('name', 'answer', 'links', 'date_valid_until')


class PharmaApprovedAnswerApprove(models.TransientModel):
    """Read texts before approving them; approved is what was read, or nothing (001-11)."""

    _name = 'pharma.approved.answer.approve'
    _description = "Approve Answers"

    line_ids = fields.One2many(
        'pharma.approved.answer.approve.line', 'wizard_id', string="Answers", readonly=True
    )

    @api.model
    def _show(self, answers):
        """Return a form that shows those of some answers that are not approved yet.

        :param answers: ``pharma.approved.answer``
        :raise UserError: if there are none, or too many
        """
        waiting = answers.filtered(lambda answer: answer.state != 'approved')
        if not waiting:
            raise UserError(self.env._("Choose answers that are not approved yet."))
        if len(waiting) > MAX_ANSWERS:
            raise UserError(
                self.env._(
                    "%(count)s answers are more than one reads word for word. Choose at most"
                    " %(max)s.",
                    count=len(waiting),
                    max=MAX_ANSWERS,
                )
            )
        wizard = self.create({})
        self.env['pharma.approved.answer.approve.line'].create(
            [
                {
                    'wizard_id': wizard.id,
                    'answer_id': answer.id,
                    **{name: answer[name] for name in TEXTS},
                }
                for answer in waiting
            ]
        )
        return wizard

    def action_apply(self):
        """Approve the answers as they were shown.

        :return: action that closes the form
        :raise AccessError: for others than pharmacists and managers
        :raise UserError: if a text is no longer what was shown, or its last day has passed
        """
        answers = self.line_ids.answer_id
        answers._check_approver()
        if len(self) != 1 or not answers:
            raise UserError(self.env._("Choose answers that are not approved yet."))
        for line in self.line_ids:
            answer = line.answer_id
            if any(line[name] != answer[name] for name in TEXTS):
                raise UserError(
                    self.env._(
                        "Answer '%(name)s' was changed while you read it. Close this window, and"
                        " approve it again to read the new text.",
                        name=answer.name,
                    )
                )
        answers.filtered(lambda answer: answer.state != 'approved')._approve()
        return {'type': 'ir.actions.act_window_close'}


class PharmaApprovedAnswerApproveLine(models.TransientModel):
    """A text as it was shown to whoever approves it (001-11)."""

    _name = 'pharma.approved.answer.approve.line'
    _description = "Text to Approve"

    wizard_id = fields.Many2one(
        'pharma.approved.answer.approve',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    answer_id = fields.Many2one(
        'pharma.approved.answer',
        string="Approved Answer",
        required=True,
        readonly=True,
        ondelete='cascade',
    )
    name = fields.Char(string="Question", readonly=True)
    answer = fields.Text(readonly=True)
    links = fields.Text(string="Sources", readonly=True)
    date_valid_until = fields.Date(string="Valid until", readonly=True)
