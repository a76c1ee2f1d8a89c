from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaContactScriptChoice(models.Model):
    """A possible answer to a question; 'Yes' and 'No' are shared by all questions.

    So every answer that can be counted is one record, in all languages.
    """

    _name = 'pharma.contact.script.choice'
    _description = "Choice of a Question"
    _order = 'line_id, sequence, id'

    line_id = fields.Many2one(
        'pharma.contact.script.line', string="Question", index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='line_id.company_id', store=True, index='btree_not_null')
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    advice = fields.Text(translate=True, help="Shown to the employee after this answer.")

    @api.model
    def _get_yes_no(self):
        """Return {'yes': record, 'no': record}."""
        return {key: self.env.ref(f'pharma_crm.contact_choice_{key}') for key in ('yes', 'no')}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        shared = self.concat(*self._get_yes_no().values())
        # sudo: answers count also for those who may not read them
        answers_sudo = self.env['pharma.contact.answer'].sudo()
        used = answers_sudo.search([('choice_id', 'in', self.ids)], limit=1).choice_id
        if used := (self & shared)[:1] or used:
            raise UserError(
                self.env._(
                    "The answer '%(choice)s' is in use and cannot be deleted. Archive the question"
                    " and add a new one.",
                    choice=used.name,
                )
            )
