from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.pharma_recall_line import ANSWERS


class PharmaRecallAnswer(models.TransientModel):
    """What a customer said about a recall, for all lots the customer has of it (004-60)."""

    _name = 'pharma.recall.answer'
    _description = "Answer to a Recall"

    recall_id = fields.Many2one('pharma.recall', required=True, readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    phone = fields.Char(compute='_compute_phone')
    instruction = fields.Html(related='recall_id.instruction')
    answer = fields.Selection(
        [answer for answer in ANSWERS if answer[0] != 'waiting'],
        required=True,
        default='reached',
    )
    note = fields.Char()
    line_ids = fields.One2many('pharma.recall.answer.line', 'wizard_id', string="Lots")

    @api.depends('line_ids.recall_line_id')
    def _compute_phone(self):
        for wizard in self:
            wizard.phone = wizard.line_ids.recall_line_id[:1].phone

    def action_apply(self):
        """Write the answer down for all lots of the customer (004-60).

        :return: True
        :raise UserError: the recall is over, or more was used than the customer has
        """
        self.ensure_one()
        lines = self.line_ids.recall_line_id
        lines.check_access('read')
        if lines.partner_id != self.partner_id or lines.recall_id != self.recall_id:
            raise UserError(self.env._("Open the answer from the customer's line again."))
        used = {line.recall_line_id: line.quantity_used for line in self.line_ids}
        lines._take_answer(self.answer, used, self.note)
        return True
