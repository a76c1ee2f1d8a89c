from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaProposalCollect(models.TransientModel):
    """Make a proposal of a feedback, or add it to one that says the same (001-15)."""

    _name = 'pharma.proposal.collect'
    _description = "Collect a Proposal"

    followup_id = fields.Many2one('pharma.followup', string="Follow-Up", readonly=True)
    complaint_id = fields.Many2one('pharma.complaint', string="Ticket", readonly=True)
    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    name = fields.Char(
        string="Proposal",
        compute='_compute_text',
        compute_sudo=False,  # whoever names another ticket reads nothing of it
        store=True,
        readonly=False,
        precompute=True,
    )
    text = fields.Text(
        string="In the Customer's Words",
        compute='_compute_text',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    kind = fields.Selection(
        [('product', "Product"), ('service', "Service"), ('process', "Process")],
        required=True,
        default='service',
    )
    proposal_id = fields.Many2one(
        'pharma.proposal',
        string="Add To",
        domain="[('state', 'in', ('new', 'review', 'accepted')), ('company_id', '=', company_id)]",
        help="Empty: a new proposal.",
    )
    similar_ids = fields.Many2many(
        'pharma.proposal', string="Similar Proposals", compute='_compute_similar_ids'
    )

    @api.model
    def _open(self, context):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Collect as Proposal"),
            'res_model': self._name,
            'view_mode': 'form',
            'target': 'new',
            'context': context,
        }

    @api.depends('followup_id', 'complaint_id')
    def _compute_company_id(self):
        for wizard in self:
            origin = wizard.followup_id or wizard.complaint_id
            wizard.company_id = origin.company_id or self.env.company

    @api.depends('followup_id', 'complaint_id')
    def _compute_text(self):
        for wizard in self:
            text = wizard.followup_id.suggestion or wizard.complaint_id.description or ''
            wizard.text = wizard.text or text
            first = text.strip().splitlines()[:1]
            wizard.name = wizard.name or (first[0][:80] if first else '')

    @api.depends('name', 'followup_id', 'complaint_id')
    def _compute_similar_ids(self):
        Proposal = self.env['pharma.proposal']
        for wizard in self:
            wizard.similar_ids = Proposal._find_similar(wizard.name, wizard.company_id)

    def action_apply(self):
        """Make the proposal, or add the feedback to the chosen one (001-15).

        :return: action that opens the proposal
        :raise UserError: without a name, or if the feedback counts for it already
        :raise AccessError: for a follow-up or ticket that the user may not read
        """
        self.ensure_one()
        origin = self.followup_id or self.complaint_id
        origin.check_access('read')
        proposal = self.proposal_id
        if not proposal:
            if not (self.name or '').strip():
                raise UserError(self.env._("Write what is proposed in a few words."))
            proposal = proposal.with_company(self.company_id).create(
                {'name': self.name, 'kind': self.kind, 'company_id': self.company_id.id}
            )
        proposal._add_feedback(origin, self.text)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.proposal',
            'res_id': proposal.id,
            'views': [(False, 'form')],
        }
