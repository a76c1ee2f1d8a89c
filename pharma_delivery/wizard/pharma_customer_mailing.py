from odoo import fields, models


class PharmaCustomerMailing(models.TransientModel):
    """An e-mail about a recall is noted with the customers of the recall (004-60)."""

    _inherit = 'pharma.customer.mailing'

    recall_id = fields.Many2one('pharma.recall', readonly=True)

    def _send_to(self, partners):
        result = super()._send_to(partners)
        if self.recall_id:
            # sudo: the answers are written by methods alone; who may send was checked before
            self.env['pharma.recall.line'].sudo().search(
                [('recall_id', '=', self.recall_id.id), ('partner_id', 'in', partners.ids)]
            ).date_message = fields.Datetime.now()
        return result
