from odoo import fields, models
from odoo.exceptions import UserError


class PharmaComplaintQuestion(models.Model):
    """Calling the expert, answering, and keeping good answers (001-12)."""

    _inherit = 'pharma.complaint.question'

    def _call_expert(self):
        """Tell the expert on duty, out of the rota all pharmacists, and put it on their lists."""
        for question in self:
            # sudo: the ticket's team and branch, to find their own expert on duty
            ticket = question.sudo().complaint_id
            company = question.company_id
            experts = question.expert_id or company._pharma_expert_on_duty(
                team=ticket.team_id, warehouse=ticket.warehouse_id
            )
            # sudo: the asker calls somebody; his own form has no field for it
            question_sudo = question.sudo().with_context(
                mail_activity_quick_update=True, mail_auto_subscribe_no_notify=True
            )
            if len(experts) == 1:
                question_sudo.expert_id = experts
            for expert in experts:
                question_sudo.activity_schedule(
                    'mail.mail_activity_data_todo',
                    date_deadline=company._pharma_today(),
                    summary=self.env._("Important question"),
                    user_id=expert.id,
                )
            question._tell(
                experts,
                self.env._("Important question"),
                self.env._(
                    "%(user)s needs an answer at once: open the list 'Hand-Over'.",
                    user=question.user_id.name,
                ),
            )

    # === ACTIONS === #
    def action_take(self):
        """Take the questions over, so that no two experts answer one (001-12).

        :raise UserError: for others than experts, or for a closed question
        """
        self._check_open()
        for question in self:
            if not question.is_expert:
                question._refuse_answer()
        self._write_by_button({'expert_id': self.env.uid})

    def action_answer(self):
        """Release the answers and tell whoever asked (001-12).

        :raise UserError: without an answer, for others than experts, or for a closed question
        """
        self._check_open()
        for question in self:
            if not question.is_expert:
                question._refuse_answer()
            if not (question.answer or '').strip():
                raise UserError(
                    self.env._("Question '%(name)s': write the answer first.", name=question.name)
                )
        self._write_by_button(
            {
                'state': 'answered',
                'date_answered': fields.Datetime.now(),
                'answer_user_id': self.env.uid,
            }
        )
        for question in self:
            # sudo: people's to-do lists are theirs; the question puts itself off
            question.sudo().activity_unlink(['mail.mail_activity_data_todo'])
            question._tell(
                question.user_id - self.env.user,
                self.env._("Your question was answered"),
                self.env._(
                    "%(user)s answered your question: open the list 'Open Questions'.",
                    user=self.env.user.name,
                ),
            )

    def action_cancel(self):
        """Withdraw the questions: they have solved themselves.

        :raise UserError: for a closed question
        """
        self._check_open()
        self._write_by_button({'state': 'cancelled'})
        # sudo: people's to-do lists are theirs; the question puts itself off
        self.sudo().activity_unlink(['mail.mail_activity_data_todo'])

    def action_propose_answer(self):
        """Make a draft of an approved answer of the question, for a pharmacist to approve (001-11).

        :return: window action of the ``pharma.approved.answer``
        :raise UserError: for a question without answer
        """
        self.ensure_one()
        self.check_access('read')
        if self.state != 'answered':
            raise UserError(self.env._("Only an answered question becomes an approved answer."))
        if not self.approved_answer_id:
            draft = self.env['pharma.approved.answer'].create(
                {'name': self.name, 'answer': self.answer, 'company_id': self.company_id.id}
            )
            self._write_by_button({'approved_answer_id': draft.id})
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Approved Answer"),
            'res_model': 'pharma.approved.answer',
            'res_id': self.approved_answer_id.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }

    def _check_open(self):
        self.check_access('write')
        for question in self:
            if question.state != 'open':
                raise UserError(
                    self.env._(
                        "Question '%(name)s' is closed already. Reload the page.",
                        name=question.name,
                    )
                )
