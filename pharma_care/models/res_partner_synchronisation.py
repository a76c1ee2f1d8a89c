from odoo import fields, models

from ..tools import check_single
from .res_partner import GROUP


class ResPartner(models.Model):
    """The way from a customer to the agreement on synchronised refills (004-42)."""

    _inherit = 'res.partner'

    care_synchronisation_ids = fields.One2many(
        'pharma.care.synchronisation',
        'partner_id',
        string="Synchronised Refills",
        groups=GROUP,
    )

    def action_pharma_synchronise(self):
        """Open the agreement of this customer in the current company, or the form of a new one.

        :return: window action
        """
        check_single(self)
        Agreement = self.env['pharma.care.synchronisation']
        agreement = Agreement.search(
            [
                ('partner_id', '=', self.id),
                ('company_id', '=', self.env.company.id),
                ('is_open', '=', True),
            ],
            limit=1,
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Synchronised Refills"),
            'res_model': Agreement._name,
            'res_id': agreement.id,
            'views': [(False, 'form')],
            'context': {'default_partner_id': self.id},
        }
