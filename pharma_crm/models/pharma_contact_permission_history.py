from odoo import api, fields, models
from odoo.exceptions import UserError

from .pharma_contact_permission import CHANNELS, PURPOSES, SOURCES, STATES


class PharmaContactPermissionHistory(models.Model):
    """Every change of a permission: proof of consent and refusal, never edited (004-73)."""

    _name = 'pharma.contact.permission.history'
    _description = "History of Permissions to Contact"
    _order = 'date DESC, id DESC'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='partner_id.company_id', store=True, index='btree_not_null'
    )
    purpose = fields.Selection(PURPOSES, required=True)
    channel = fields.Selection(CHANNELS, required=True)
    state_from = fields.Selection(STATES, string="From", required=True)
    state_to = fields.Selection(STATES, string="To", required=True)
    date = fields.Datetime(string="Recorded on", required=True, default=fields.Datetime.now)
    date_permission = fields.Datetime(string="Said on")
    source = fields.Selection(SOURCES, required=True)
    note = fields.Char()
    user_id = fields.Many2one('res.users', string="Recorded by", required=True, ondelete='restrict')

    def write(self, vals):
        # the company follows the customer's, everything else stays
        if vals.keys() - {'company_id'}:
            raise UserError(
                self.env._("The history of permissions cannot be changed. Change the permission.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The history of permissions cannot be deleted."))
