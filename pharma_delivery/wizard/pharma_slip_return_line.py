from odoo import api, fields, models


class PharmaSlipReturnLine(models.TransientModel):
    """One scanned number and the answer to it (000-31)."""

    _name = 'pharma.slip.return.line'
    _description = "Slip Returned"
    _order = 'id'

    return_id = fields.Many2one('pharma.slip.return', required=True, index=True, ondelete='cascade')
    number = fields.Char(required=True)
    picking_id = fields.Many2one('stock.picking', string="Transfer", compute='_compute_answer')
    partner_id = fields.Many2one(related='picking_id.partner_id', string="Customer")
    is_fine = fields.Boolean(string="Can Be Taken in", compute='_compute_answer')
    answer = fields.Char(compute='_compute_answer')

    @api.depends('number', 'return_id.company_id', 'return_id.line_ids.number')
    def _compute_answer(self):
        for wizard, lines in self.grouped('return_id').items():
            company = wizard.company_id or self.env.company
            slips = wizard._find_slips(company, lines.mapped('number'))
            # the first of a number in the list counts, the one further up was scanned again
            seen = set()
            for line in lines[::-1]:
                slip = slips.get(line.number, self.env['stock.picking'])
                obstacle = slip and slip._get_return_obstacle()
                if not slip:
                    obstacle = line._get_unknown_words()
                elif slip in seen:
                    obstacle = self.env._("Scanned twice.")
                seen.add(slip)
                line.picking_id = slip
                line.is_fine = not obstacle
                line.answer = obstacle or self.env._("Fine")

    def _get_unknown_words(self):
        return self.env._(
            "Unknown here. Scan the bar code again, or check the company you work in."
        )
