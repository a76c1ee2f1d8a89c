from odoo import fields, models


class PharmaCallTodoDone(models.TransientModel):
    """How a call went that was made without the call desk (001-14)."""

    _name = 'pharma.call.todo.done'
    _description = "Result of a Call to Make"

    todo_id = fields.Many2one('pharma.call.todo', required=True, readonly=True, ondelete='cascade')
    disposition_id = fields.Many2one(
        'pharma.call.disposition', string="Result", required=True, ondelete='cascade'
    )
    purpose_id = fields.Many2one('pharma.call.purpose', ondelete='cascade')
    date_next = fields.Datetime(
        string="Call Again On", help="If the customer named a time; else as the result says."
    )
    note = fields.Text()

    def action_apply(self):
        """Write the result down (001-14).

        :return: action that closes the window
        :raise UserError: as ``pharma.call.todo.action_done``
        :raise AccessError: as ``pharma.call.todo.action_done``
        """
        self.ensure_one()
        self.todo_id.action_done(
            self.disposition_id.id,
            purpose=self.purpose_id.id,
            note=self.note,
            date_next=self.date_next,
        )
        return {'type': 'ir.actions.act_window_close'}
