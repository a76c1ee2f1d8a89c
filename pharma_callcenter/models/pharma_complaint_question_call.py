from odoo import api, fields, models

from .pharma_complaint_task import TICKET_READERS


class PharmaComplaintQuestion(models.Model):
    """Questions that came up in a call (001-09, 001-12)."""

    _inherit = 'pharma.complaint.question'

    call_id = fields.Many2one(
        'pharma.call',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        copy=False,
        groups=TICKET_READERS,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Note questions; of a call only for whoever may read it.

        :param list vals_list: one dict per question
        :return: the new records
        :raise AccessError: for a call that the user may not read
        """
        questions = super().create(vals_list)
        questions._check_call_read()
        return questions

    def write(self, vals):
        """Change questions; they are linked to a call only by whoever may read it.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a call that the user may not read
        """
        result = super().write(vals)
        if 'call_id' in vals:
            self._check_call_read()
        return result

    def _check_call_read(self):
        if not self.env.su:
            # sudo: which call it is, also one that came by a default; the right is the user's
            self.sudo().call_id.sudo(False).check_access('read')
