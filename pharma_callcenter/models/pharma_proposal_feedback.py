from odoo import fields, models


class PharmaProposalFeedback(models.Model):
    """A customer's voice for a proposal, from a follow-up, a ticket, or by hand (001-15)."""

    _name = 'pharma.proposal.feedback'
    _description = "Feedback of a Proposal"
    _order = 'date desc, id desc'
    _rec_name = 'proposal_id'

    proposal_id = fields.Many2one('pharma.proposal', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='proposal_id.company_id', store=True, index=True)
    followup_id = fields.Many2one(
        'pharma.followup', string="Follow-Up", index='btree_not_null', ondelete='cascade'
    )
    complaint_id = fields.Many2one(
        'pharma.complaint', string="Ticket", index='btree_not_null', ondelete='cascade'
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', ondelete='set null'
    )
    text = fields.Text(string="In the Customer's Words")
    date = fields.Date(required=True, default=lambda self: self.env.company._pharma_today())
    user_id = fields.Many2one(
        'res.users',
        string="Collected By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete='restrict',
    )

    _followup_once = models.UniqueIndex(
        '(proposal_id, followup_id) WHERE followup_id IS NOT NULL',
        "This follow-up counts for the proposal already.",
    )
    _complaint_once = models.UniqueIndex(
        '(proposal_id, complaint_id) WHERE complaint_id IS NOT NULL',
        "This ticket counts for the proposal already.",
    )
