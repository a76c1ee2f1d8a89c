from odoo import fields, models

from .survey_question import SCORE_MEANINGS


class PharmaFollowupScore(models.Model):
    """One measured answer; what was not asked has no row, so averages are right (000-43)."""

    _name = 'pharma.followup.score'
    _description = "Score of a Follow-Up"
    _rec_name = 'meaning'
    _order = 'id desc'

    followup_id = fields.Many2one(
        'pharma.followup',
        string="Follow-Up",
        required=True,
        index=True,
        readonly=True,
        ondelete='cascade',
    )
    company_id = fields.Many2one(related='followup_id.company_id', store=True, index=True)
    meaning = fields.Selection(SCORE_MEANINGS, string="Measures", required=True, readonly=True)
    # averages need the decimals
    score = fields.Float(
        digits=(3, 1),
        required=True,
        readonly=True,
        aggregator='avg',
        help="1 (bad) to 5; whether the customer would recommend us, 0 to 10.",
    )
    user_id = fields.Many2one(
        related='followup_id.user_id', store=True, index='btree_not_null', string="Responsible"
    )
    team_id = fields.Many2one(related='followup_id.team_id', store=True)
    channel = fields.Selection(related='followup_id.channel', store=True)
    date_done = fields.Datetime(related='followup_id.date_done', store=True, string="Done On")
    partner_id = fields.Many2one(related='followup_id.partner_id', string="Customer")
    order_id = fields.Many2one(related='followup_id.order_id')
    complaint_id = fields.Many2one(related='followup_id.complaint_id', string="Ticket")

    _followup_meaning = models.UniqueIndex(
        '(followup_id, meaning)', "A follow-up measures each thing once."
    )
