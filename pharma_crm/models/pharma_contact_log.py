from odoo import fields, models

from .pharma_contact_permission import CHANNELS, PURPOSES


class PharmaContactLog(models.Model):
    """A call or message begun from the client; the daily caps count these (004-30)."""

    _name = 'pharma.contact.log'
    _description = "Contact Log"
    _order = 'date DESC, id DESC'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='partner_id.company_id', store=True, index='btree_not_null'
    )
    address = fields.Char(string="Number or E-mail")
    purpose = fields.Selection(PURPOSES, required=True)
    channel = fields.Selection(CHANNELS, required=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', required=True, default=lambda self: self.env.user, ondelete='restrict'
    )

    mailing_key = fields.Char(
        readonly=True, help="The same for everybody who got the same text in a mailing."
    )
    subject = fields.Char(readonly=True, groups='pharma_crm.group_pharma_manager')

    _mailing_key_date = models.Index('(mailing_key, date) WHERE mailing_key IS NOT NULL')
    _address_date = models.Index('(address, date) WHERE address IS NOT NULL')
    _partner_date = models.Index('(partner_id, date)')
