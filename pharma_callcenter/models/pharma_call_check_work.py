from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .pharma_call_check import SUPERVISOR, WORK


class PharmaCallCheck(models.Model):
    """From the lot to the talk about it: judged, read, disputed once, settled (000-42, 001-11)."""

    _inherit = 'pharma.call.check'

    # === CHECKS === #
    def _check_work(self):
        """Refuse to judge own calls, checks that are done, and those who are no supervisors.

        :raise AccessError: without the role
        :raise UserError: for an own call, or a check that is done
        """
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Only supervisors judge calls. Write into the comment what you think.")
            )
        for check in self:
            if check.user_id == self.env.user:
                raise UserError(self.env._("Nobody judges an own call. Ask another supervisor."))
            if check.state not in WORK:
                raise UserError(
                    self.env._(
                        "The check of %(check)s has ended, its scores stay.",
                        check=check.display_name,
                    )
                )

    def _check_own(self, names):
        """Refuse comments on checks of others, and such as nobody would read any more.

        :param names: names of the fields that are written
        """
        for check in self if names else ():
            if check.user_id != self.env.user:
                raise UserError(
                    self.env._("The comment is the employee's. Write into the coaching note.")
                )
            if check.state != 'done' or check.date_acknowledged:
                raise UserError(self.env._("You have answered to this check, the comment stays."))

    def _check_checker(self):
        """Refuse checkers who talked themselves, or who are no supervisors of the company."""
        for check in self:
            # sudo: the role and companies of another user, whom the call concerns
            check_sudo = check.sudo()
            checker = check_sudo.checker_id
            if not checker:
                continue
            if checker == (check_sudo.user_id or check_sudo.call_id.user_id):
                raise UserError(self.env._("Nobody judges an own call. Choose another checker."))
            if not (
                checker.active
                and checker.has_group(SUPERVISOR)
                and check_sudo.company_id in checker.company_ids
            ):
                raise UserError(
                    self.env._(
                        "%(user)s cannot check calls of %(company)s. Choose a supervisor of this"
                        " company.",
                        user=checker.name,
                        company=check_sudo.company_id.name,
                    )
                )

    # === OF THE CHECKER === #
    def action_take(self):
        """Become the checker of checks that nobody has (000-42).

        :raise UserError: for an own call, one of another checker, or one that has ended
        """
        self.check_access('write')
        self._check_work()
        if taken := self.filtered(lambda check: check.checker_id - self.env.user)[:1]:
            raise UserError(
                self.env._(
                    "%(user)s has this check. Choose yourself as the checker to take it over.",
                    user=taken.checker_id.name,
                )
            )
        self.checker_id = self.env.user

    def action_done(self):
        """End the check: the employee gets it on his list, with the coaching note (000-42).

        :raise UserError: while a criterion has no score
        """
        self.check_access('write')
        self._check_work()
        for check in self:
            open_lines = check.score_ids.filtered(lambda line: not (line.score or line.is_na))
            if open_lines or not check.score_ids.filtered('score'):
                raise UserError(
                    self.env._(
                        "Give each criterion 1 to 5, or mark it as not applicable: %(criteria)s.",
                        criteria=', '.join((open_lines or check.score_ids).mapped('name')),
                    )
                )
        disputed = self.filtered(lambda check: check.state == 'disputed')
        self._write_by_button({'state': 'done', 'date_done': fields.Datetime.now()})
        disputed._write_by_button({'is_settled': True, 'date_acknowledged': False})
        for check in self:
            if not check.checker_id:
                check._write_by_button({'checker_id': self.env.uid})
            check._coach()

    def _coach(self):
        """Put the check on the list of its employee; what was said stands in the check only."""
        self.ensure_one()
        # sudo: the to-do list of the employee
        check = self.sudo().with_context(mail_activity_quick_update=True)
        check.activity_unlink(['mail.mail_activity_data_todo'])
        if not check.user_id.active:
            return
        check.activity_schedule(
            'mail.mail_activity_data_todo',
            summary=self.env._("Read the check of your call"),
            user_id=check.user_id.id,
            date_deadline=fields.Date.add(check.company_id._pharma_today(), days=7),
        )

    def action_skip(self):
        """Leave out a call that cannot be judged; why has to be entered (000-42).

        :raise UserError: without a reason
        """
        self.check_access('write')
        self._check_work()
        for check in self:
            if not (check.skip_reason or '').strip():
                raise UserError(self.env._("Enter why the call cannot be judged."))
            if check.state != 'todo':
                raise UserError(self.env._("A disputed check is decided, not left out."))
        self._write_by_button({'state': 'skipped', 'date_done': fields.Datetime.now()})

    # === OF THE EMPLOYEE === #
    def action_acknowledge(self):
        """Say that one has read the check of an own call (000-42).

        :raise UserError: for a check of others, or one that is not done
        """
        self._answer({'date_acknowledged': fields.Datetime.now()})

    def action_dispute(self):
        """Disagree with the check of an own call, once, with the reason in the comment (000-42).

        :raise UserError: without a comment, a second time, or for a check of others
        """
        for check in self:
            if not (check.agent_comment or '').strip():
                raise UserError(self.env._("Write into the comment what you see otherwise."))
            if check.is_settled:
                raise UserError(self.env._("This was decided after your first objection: it stays"))
        self._answer({'date_acknowledged': fields.Datetime.now(), 'state': 'disputed'})
        for check in self:
            users = check.checker_id or check.company_id._pharma_call_supervisors()
            check._tell(
                users,
                self.env._("A check is disputed"),
                self.env._("%(user)s disagrees with a check.", user=self.env.user.name),
            )

    def _answer(self, vals):
        self.check_access('read')
        for check in self:
            if check.user_id != self.env.user or check.state != 'done':
                raise UserError(
                    self.env._("This is answered by the employee whose call it is, once it is done")
                )
            if check.date_acknowledged:
                raise UserError(self.env._("You have answered to this check already."))
        # sudo: the buttons of the employee, who writes nothing else of it
        checks = self.sudo()
        checks.write(vals)
        checks.activity_feedback(['mail.mail_activity_data_todo'], user_id=self.env.uid)

    # === SCREENS === #
    @api.model
    def action_of_call(self, call_id):
        """Open the check of a call, begun now if there is none (000-42).

        :param int call_id: id of a ``pharma.call``
        :return: window action of ``pharma.call.check``
        :raise AccessError: without the right to check, or to read the call
        """
        call = self.env['pharma.call'].browse(call_id)
        call.check_access('read')
        check = self.search([('call_id', '=', call.id)]) or self.create({'call_id': call.id})
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_call_check_action'
        )
        return action | {'res_id': check.id, 'views': [(False, 'form')]}

    def action_view_call(self):
        """Open the call (000-42).

        :return: window action of ``pharma.call``
        :raise AccessError: for a check or call that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        self.call_id.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.call',
            'res_id': self.call_id.id,
            'views': [(False, 'form')],
        }
