from datetime import timedelta

from odoo import api, fields, models

# What somebody entered in the window 'Answer' just now is not counted again by his call.
JUST_NOW = timedelta(minutes=30)


class PharmaCallTodo(models.Model):
    """Calls about goods that have arrived, and about recalls (000-26, 004-60)."""

    _inherit = 'pharma.call.todo'

    kind = fields.Selection(
        selection_add=[('reservation', "Reservation"), ('recall', "Recall")],
        ondelete={'reservation': 'set default', 'recall': 'set default'},
    )
    reservation_ids = fields.One2many('pharma.reservation', 'call_todo_id', string="Reservations")
    recall_id = fields.Many2one(
        'pharma.recall', readonly=True, copy=False, index='btree_not_null', ondelete='cascade'
    )

    _recall_partner = models.Index('(recall_id, partner_id) WHERE recall_id IS NOT NULL')

    @api.model
    def _get_stamps(self):
        return (*super()._get_stamps(), 'reservation_ids', 'recall_id')

    def _get_contact_purpose(self):
        if self.kind in ('reservation', 'recall'):
            return 'care'  # what the customer asked for, and what protects him
        return super()._get_contact_purpose()

    def _get_max_attempts(self):
        return self.recall_id.company_id.pharma_recall_tries or super()._get_max_attempts()

    def _name_reservations(self):
        """Write what has arrived into the line that the agent reads."""
        for todo in self:
            todo.name = ', '.join(
                f'{reservation.held_quantity:.12g} {reservation.stock_uom_id.name}'
                f' {reservation.product_id.display_name}'
                for reservation in todo.reservation_ids[:5]
            )

    def _after_result(self, result):
        returned = super()._after_result(result)
        if self.reservation_ids:
            self.reservation_ids._take_call(self, result)
        if self.recall_id.state == 'running':
            self._answer_recall(result)
        return returned

    def _answer_recall(self, result):
        """Write the result into the customer's lines of the recall (004-60)."""
        if result.is_reached and self.state == 'todo':
            return  # wants to be called again: not answered yet
        lines = self.env['pharma.recall.line'].search(
            [('recall_id', '=', self.recall_id.id), ('partner_id', '=', self.partner_id.id)]
        )
        since = fields.Datetime.now() - JUST_NOW
        told = lines.filtered(
            lambda line: (
                line.answer_user_id == self.env.user
                and line.answer in ('reached', 'refused')
                and line.date_answer >= since
            )
        )
        if not result.is_reached:
            lines = lines.filtered(lambda line: line.answer in ('waiting', 'unreachable'))
        if lines - told:
            answer = 'reached' if result.is_reached else 'unreachable'
            (lines - told)._take_answer(answer)
