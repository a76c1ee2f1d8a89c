from odoo import api, fields, models


class PharmaExcursionDecision(models.TransientModel):
    """A pharmacist decides what becomes of goods that were outside their condition (004-20)."""

    _name = 'pharma.excursion.decision'
    _description = "Decide about Held Goods"

    excursion_id = fields.Many2one('pharma.excursion', required=True, readonly=True)
    state = fields.Selection(related='excursion_id.state')
    line_ids = fields.One2many(related='excursion_id.line_ids')
    decision = fields.Selection(
        [
            ('released', "Release"),
            ('quarantined', "Move to Quarantine"),
            ('destroyed', "Destroy"),
        ],
        required=True,
    )
    consequence = fields.Char(compute='_compute_consequence')
    note = fields.Text(string="Reason", required=True)

    @api.depends('decision', 'state')
    def _compute_consequence(self):
        words = {
            'released': self.env._("The goods may be handed over and sold."),
            'quarantined': self.env._(
                "The goods leave the slip for the quarantine of the branch; from a customer they"
                " are fetched back by a return."
            ),
            'destroyed': self.env._("The goods are scrapped and leave the stock for good."),
        }
        for wizard in self:
            wizard.consequence = words.get(wizard.decision, '')

    def action_apply(self):
        """Carry the decision out (004-20).

        :return: True
        :raise AccessError: for others than pharmacists
        :raise UserError: decided before, or the goods are elsewhere
        """
        self.ensure_one()
        self.excursion_id._decide(self.decision, self.note)
        return True
