from odoo import api, fields, models

from ..tools import check_single
from .res_partner import GROUP


class ResPartner(models.Model):
    """How well purchases cover the treatments of a customer, on his form (000-13)."""

    _inherit = 'res.partner'

    care_adherence = fields.Char(
        string="Adherence",
        compute='_compute_care_adherence',
        groups=GROUP,
        help="Of the group that is covered worst in the last 365 days.",
    )

    @api.depends_context('uid', 'allowed_company_ids', 'lang')
    def _compute_care_adherence(self):
        rows = self.env['pharma.adherence'].search(
            [('partner_id', 'in', self.ids), ('window', '=', '365')]
        )
        by_partner = rows.grouped('partner_id')
        for partner in self:
            partner.care_adherence = by_partner.get(
                partner._origin, rows.browse()
            )._get_worst_display()

    def action_pharma_view_adherence(self):
        """Open the adherence of this customer, group by group (000-13).

        :return: window action of ``pharma.adherence``
        :raise UserError: unless it is called on one record
        """
        check_single(self)
        return {
            **self.env['ir.actions.act_window']._for_xml_id('pharma_care.pharma_adherence_action'),
            'domain': [('partner_id', '=', self.id)],
            'context': {},
        }
