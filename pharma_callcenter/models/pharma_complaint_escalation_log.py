from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaComplaintEscalationLog(models.Model):
    """What was done about a late ticket and who was told; nobody changes it (003-17)."""

    _name = 'pharma.complaint.escalation.log'
    _description = "Escalation Log of Tickets"
    _order = 'date DESC, id DESC'
    _rec_name = 'complaint_id'

    complaint_id = fields.Many2one(
        'pharma.complaint', string="Ticket", index=True, ondelete='restrict'
    )
    question_id = fields.Many2one(
        'pharma.complaint.question', index='btree_not_null', ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', required=True, index=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    event = fields.Selection(
        [
            ('blocking', "Urgent, Department Told"),
            ('answer', "First Answer Is Late"),
            ('solve', "Solution Is Late"),
            ('resume', "Customer Does Not Answer"),
            ('promise', "Date Promised"),
            ('extension', "Extended"),
            ('reopen', "Reopened"),
            ('question', "Question Not Answered"),
        ],
        required=True,
    )
    level = fields.Selection(
        [('0', "None"), ('1', "Reminder"), ('2', "Manager"), ('3', "Management")],
        required=True,
        default='0',
    )
    date_due = fields.Datetime(string="Was Due")
    date_after = fields.Datetime(string="New Date")
    user_id = fields.Many2one('res.users', string="By Whom", required=True, ondelete='restrict')
    told_user_ids = fields.Many2many(
        'res.users', 'pharma_complaint_escalation_log_user_rel', string="Who Was Told"
    )
    told = fields.Text(string="Told How", help="Names and ways, as they were at that time.")
    reason = fields.Text()

    _of_something = models.Constraint(
        'CHECK (complaint_id IS NOT NULL OR question_id IS NOT NULL)',
        "An entry of the escalation log belongs to a ticket or to a question.",
    )

    def write(self, vals):  # pylint: disable=method-required-super  # writes nothing
        """Refuse: the log is only added to.

        :param dict vals: ignored
        :raise UserError: always
        """
        raise UserError(self.env._("The escalation log of tickets cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_log(self):
        raise UserError(self.env._("The escalation log of tickets cannot be deleted."))
