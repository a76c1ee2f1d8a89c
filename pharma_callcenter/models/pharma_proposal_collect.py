from odoo import models
from odoo.exceptions import UserError


class PharmaProposal(models.Model):
    """Counting who says the same (001-15)."""

    _inherit = 'pharma.proposal'

    def _add_feedback(self, origin, text):
        """Count a follow-up or ticket for the proposal, once.

        :param origin: ``pharma.followup`` or ``pharma.complaint`` that the user may read
        :param str text: in the customer's words
        :raise UserError: if it counts already
        """
        self.ensure_one()
        self.check_access('read')
        name = 'followup_id' if origin._name == 'pharma.followup' else 'complaint_id'
        # sudo: anybody who collects may add a voice to a colleague's proposal, and change nothing
        rows_sudo = self.env['pharma.proposal.feedback'].sudo()
        if origin and rows_sudo.search_count(
            [('proposal_id', '=', self.id), (name, '=', origin.id)], limit=1
        ):
            raise UserError(
                self.env._("This feedback counts for '%(proposal)s' already.", proposal=self.name)
            )
        vals = {'proposal_id': self.id, 'text': text, 'user_id': self.env.uid}
        if origin:
            vals |= {name: origin.id, 'partner_id': origin.partner_id.id}
        rows_sudo.create(vals)
