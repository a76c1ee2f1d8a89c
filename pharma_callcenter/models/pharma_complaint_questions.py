from odoo import models


class PharmaComplaint(models.Model):
    """Questions about a ticket (001-12)."""

    _inherit = 'pharma.complaint'

    def action_ask_expert(self):
        """Open the form of a question about the ticket (001-12).

        :return: window action of ``pharma.complaint.question``
        :raise AccessError: for a ticket that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_question_action'
        )
        action.update(
            view_mode='form',
            views=[(False, 'form')],
            context={'default_complaint_id': self.id, 'default_company_id': self.company_id.id},
        )
        return action
