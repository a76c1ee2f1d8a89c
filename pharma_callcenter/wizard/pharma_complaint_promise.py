from odoo import api, fields, models


class PharmaComplaintPromise(models.TransientModel):
    """Promise a date for a ticket, or grant a later one (003-17)."""

    _name = 'pharma.complaint.promise'
    _description = "Promise of a Date"

    complaint_id = fields.Many2one(
        'pharma.complaint', string="Ticket", required=True, readonly=True, ondelete='cascade'
    )
    is_extension = fields.Boolean(readonly=True)
    date_promised = fields.Datetime(
        related='complaint_id.date_promised', related_sudo=False, string="Promised So Far"
    )
    date_target = fields.Datetime(related='complaint_id.date_target', related_sudo=False)
    date = fields.Datetime(string="New Date", required=True)
    reason = fields.Text(help="Why the customer has to wait longer; for the log.")

    @api.constrains('complaint_id')
    def _check_complaint_id(self):
        # subject and dates are shown: only of tickets that the user himself may read
        self.sudo(False).complaint_id.check_access('read')

    def action_apply(self):
        """Promise or extend, as the dialog was opened (003-17).

        :return: action that closes the dialog
        :raise AccessError: for whoever may not, telling who may
        :raise UserError: for a date that is not possible, telling which ones are
        """
        self.ensure_one()
        if self.is_extension:
            self.complaint_id._extend(self.date, self.reason)
        else:
            self.complaint_id._promise(self.date)
        return {'type': 'ir.actions.act_window_close'}
