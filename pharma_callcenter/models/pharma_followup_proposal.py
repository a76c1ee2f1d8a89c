from odoo import models


class PharmaFollowup(models.Model):
    """What a customer suggests becomes a proposal, or counts for one (001-15)."""

    _inherit = 'pharma.followup'

    def action_collect_proposal(self):
        """Collect what the customer suggests as an improvement proposal (001-15).

        :return: action of the wizard
        :raise AccessError: for a follow-up that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return self.env['pharma.proposal.collect']._open({'default_followup_id': self.id})
