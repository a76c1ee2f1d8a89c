from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import check_single, get_active_ids

OPERATIONS = [('date', "Move to a Date"), ('days', "Move by Days")]
CLOSE = ('close', "Close")


class PharmaCareReschedule(models.TransientModel):
    """Move or close the ticked cases (004-33, 004-57)."""

    _name = 'pharma.care.reschedule'
    _description = "Reschedule Care Cases"

    operation = fields.Selection(
        '_selection_operation', string="What to Do", required=True, default='date'
    )
    date_due = fields.Date(string="Care Date")
    days = fields.Integer(
        default=7, help="Overdue cases move this many days from today, others from their care date."
    )
    close_reason_id = fields.Many2one(
        'pharma.care.close.reason', domain=[('is_automatic', '=', False)]
    )
    case_count = fields.Integer(string="Ticked Cases", compute='_compute_case_count')

    @api.model
    def _selection_operation(self):
        # closing without a contact is the manager's
        is_manager = self.env.user.has_group('pharma_care.group_care_manager')
        return [*OPERATIONS, CLOSE] if is_manager else OPERATIONS

    @api.depends_context('active_ids')
    def _compute_case_count(self):
        for wizard in self:
            wizard.case_count = len(wizard._get_cases())

    def _get_cases(self):
        Case = self.env['pharma.care.case']
        if self.env.context.get('active_model', Case._name) != Case._name:
            return Case
        return Case.browse(get_active_ids(self.env))

    def action_apply(self):
        """Do it for all ticked cases or for none; closed ones are skipped and counted.

        :return: a notification that closes the form
        :raise UserError: for a past date, a missing value, or nothing ticked
        """
        check_single(self)
        cases = self._get_cases()
        if not cases:
            raise UserError(self.env._("Tick care cases in the list first."))
        if self.operation == 'close':
            count = cases._close(self.close_reason_id)
            message = self.env._("%(count)s care case(s) closed.", count=count)
        else:
            if self.operation == 'date' and not self.date_due:
                raise UserError(self.env._("Enter the field 'Care Date'."))
            if self.operation == 'days' and not self.days:
                raise UserError(self.env._("Enter in the field 'Days' by how many days to move."))
            is_date = self.operation == 'date'
            count = cases._reschedule(
                date=self.date_due if is_date else None, days=None if is_date else self.days
            )
            message = self.env._("%(count)s care case(s) moved.", count=count)
        if skipped := len(cases) - count:
            message += ' ' + self.env._("%(count)s were closed before: skipped.", count=skipped)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': message,
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
