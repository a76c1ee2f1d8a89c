from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.pharma_recall_line import ANSWERS


class PharmaRecallAnswer(models.TransientModel):
    """What a customer said about a recall, for all lots the customer has of it (004-60)."""

    _name = 'pharma.recall.answer'
    _description = "Answer to a Recall"

    recall_id = fields.Many2one('pharma.recall', required=True, readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    phone = fields.Char(related='partner_id.phone')
    instruction = fields.Html(related='recall_id.instruction')
    answer = fields.Selection(
        [answer for answer in ANSWERS if answer[0] != 'waiting'],
        required=True,
        default='reached',
    )
    note = fields.Char()
    line_ids = fields.One2many('pharma.recall.answer.line', 'wizard_id', string="Lots")

    @api.model
    def _check_amounts(self, line, used):
        unit = line.product_id.uom_id
        if unit.compare(used, 0) < 0:
            raise UserError(self.env._("A used quantity is not negative. Enter 0 or more."))
        if unit.compare(used + line.quantity_returned, line.quantity) > 0:
            raise UserError(
                self.env._(
                    "%(customer)s has %(quantity)s of lot %(lot)s and returned %(returned)s: no"
                    " more than the rest can be used.",
                    customer=line.partner_id.display_name or '',
                    quantity=line.quantity,
                    lot=line.lot_id.name,
                    returned=line.quantity_returned,
                )
            )

    def action_apply(self):
        """Write the answer down for all lots of the customer (004-60).

        :return: True
        :raise UserError: the recall is over, or more was used than the customer has
        """
        self.ensure_one()
        lines = self.line_ids.recall_line_id
        lines.check_access('read')
        lines._check_running()
        if lines.partner_id != self.partner_id or lines.recall_id != self.recall_id:
            raise UserError(self.env._("Open the answer from the customer's line again."))
        for line in self.line_ids:
            self._check_amounts(line.recall_line_id, line.quantity_used)
        # sudo: who may read the customer's line may take the answer, and nothing else of it
        for line in self.sudo().line_ids:
            own = line.recall_line_id
            own.write(
                {
                    'answer': self.answer,
                    'tries': own.tries + 1,
                    'date_answer': fields.Datetime.now(),
                    'answer_user_id': self.env.uid,
                    'quantity_used': line.quantity_used,
                    'note': self.note or own.note,
                }
            )
        lines.sudo()._settle()  # sudo: as above
        return True
