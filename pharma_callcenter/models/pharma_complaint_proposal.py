from odoo import models


class PharmaComplaint(models.Model):
    """A ticket becomes a proposal, or counts for one (001-15)."""

    _inherit = 'pharma.complaint'

    def action_collect_proposal(self):
        """Collect what the customer suggests as an improvement proposal (001-15).

        :return: action of the wizard
        :raise AccessError: for a ticket that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return self.env['pharma.proposal.collect']._open({'default_complaint_id': self.id})
