import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .pharma_complaint_task import OPEN

_logger = logging.getLogger(__name__)
BATCH_SIZE = 200


class PharmaComplaintTask(models.Model):
    """Doing, answering and reminding of tasks (002-15, 001-09)."""

    _inherit = 'pharma.complaint.task'

    # === ACTIONS === #
    def action_start(self):
        """Say that somebody works on the tasks; whose nobody is becomes the user's (002-15).

        :raise UserError: for a task that has ended
        """
        self._check_open()
        for task in self:
            vals = {'state': 'doing', 'date_started': task.date_started or fields.Datetime.now()}
            if not task.user_id:
                vals['user_id'] = self.env.uid
            task._write_by_button(vals)

    def action_done(self):
        """End the tasks and tell whoever waits for them (002-15).

        :raise UserError: without feedback, or for a task that has ended
        """
        self._end('done')

    def action_refuse(self):
        """End the tasks undone; the feedback says why (002-15).

        :raise UserError: without feedback, or for a task that has ended
        """
        self._end('refused')

    def action_ask_again(self):
        """Take ended tasks up again; the feedback so far stays in the log (002-15).

        :raise UserError: for others than those who ask, or for an open task
        """
        self.check_access('write')
        for task in self:
            if task.state in OPEN:
                raise UserError(self.env._("Task '%(task)s' is still open.", task=task.name))
            if not task.can_ask:
                raise UserError(
                    self.env._("Only whoever reads the ticket, or has asked, can ask again.")
                )
            # sudo: the log of the task, which the user may write
            task.sudo().message_post(
                body=self.env._("Asked again. Feedback so far: %(text)s", text=task.feedback or '')
            )
            task._write_by_button(
                {
                    'state': 'todo',
                    'feedback': False,
                    'date_done': False,
                    'done_user_id': False,
                    'date_reminded': False,
                }
            )
            task._put_on_list()
            task._tell(
                task.user_id,
                self.env._("A task came back"),
                self.env._("The task of ticket %(number)s came back.", number=task.ticket_number),
            )

    def _check_open(self):
        """Refuse ended tasks; of two who end one, the database repeats the later, who sees this."""
        self.check_access('write')
        for task in self:
            if task.state not in OPEN:
                task._refuse_ended()

    def _refuse_ended(self):
        raise UserError(
            self.env._(
                "Task '%(task)s' was ended by %(user)s already. Reload the page to see the"
                " feedback.",
                task=self.name,
                user=self.done_user_id.name or '',
            )
        )

    def _end(self, state):
        self._check_open()
        for task in self:
            if not (task.feedback or '').strip():
                raise UserError(
                    self.env._(
                        "Task '%(task)s': write into 'Feedback' what was found and done, or why"
                        " not. The customer is answered with it.",
                        task=task.name,
                    )
                )
        self._write_by_button(
            {'state': state, 'date_done': fields.Datetime.now(), 'done_user_id': self.env.uid}
        )
        for task in self:
            task._put_on_list()
            task._tell_end()

    def _tell_end(self):
        """Tell the ticket's responsible, and whoever asked, that there is feedback."""
        self.ensure_one()
        # sudo: who is responsible, not the ticket
        task = self.sudo()
        body = self.env._(
            "%(user)s ended the task of ticket %(number)s: see the feedback.",
            user=self.env.user.name,
            number=task.ticket_number,
        )
        self._tell(
            (task.complaint_id.user_id | task.asker_id) - self.env.user,
            self.env._("Feedback to a task"),
            body,
        )
        # an internal note: the customer, who may follow his ticket, gets none
        task.complaint_id.message_post(body=body, subtype_xmlid='mail.mt_note')

    # === REMINDERS === #
    @api.model
    def _cron_remind(self):
        """Remind of late tasks once, and pass on those whose user has left; commits.

        A task is marked in the transaction that tells of it, so nobody is told twice, and one
        that fails does not keep the others (001-09, 002-15).
        """
        Cron = self.env['ir.cron']
        left = [('state', 'in', OPEN), ('user_id.active', '=', False), ('user_id', '!=', False)]
        late = [
            ('state', 'in', OPEN),
            ('date_due', '<', fields.Datetime.now()),
            ('date_reminded', '=', False),
        ]
        Cron._commit_progress(remaining=self.search_count(left) + self.search_count(late))
        for domain, work in ((left, '_pass_on'), (late, '_remind')):
            for task in self.search(domain, limit=BATCH_SIZE, order='date_due, id'):
                if not task.try_lock_for_update(allow_referencing=True):
                    continue
                try:
                    with self.env.cr.savepoint():
                        getattr(task, work)()
                except Exception:
                    _logger.exception("Task %s of a ticket: %s failed", task.id, work)
                    self.invalidate_model(flush=False)
                if not Cron._commit_progress(1):
                    return

    def _pass_on(self):
        """Give the task to the ticket's responsible: its user was archived."""
        self.ensure_one()
        former = self.user_id
        user = self._get_head() or self._get_fallback_user()
        self.with_context(mail_auto_subscribe_no_notify=True).user_id = user
        self._tell(
            self.user_id,
            self.env._("A task was passed on to you"),
            self.env._(
                "%(former)s has left: the task of ticket %(number)s is yours.",
                former=former.name,
                number=self.ticket_number,
            ),
        )

    def _remind(self):
        self.ensure_one()
        self.date_reminded = fields.Datetime.now()
        users = self.user_id | self.complaint_id.user_id | self._get_head()
        if self.kind == 'duty':
            users |= self.company_id._pharma_call_supervisors()
        elif not users:
            users = self.asker_id
        self._tell(
            users,
            self.env._("A task is late"),
            self.env._(
                "The task of ticket %(number)s is late; it is with %(user)s.",
                number=self.ticket_number,
                user=self.user_id.name or self.env._("nobody"),
            ),
        )
