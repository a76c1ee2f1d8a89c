from odoo import api, fields, models


class PharmaCareCase(models.Model):
    """How well the customer's purchases cover the treatments of a case (000-13)."""

    _inherit = 'pharma.care.case'

    adherence = fields.Char(
        compute='_compute_adherence',
        exportable=False,
        help="Share of the last 365 days for which the customer had bought medicine, and for how"
        " long there has been none; of the therapeutic group of the case that is covered worst.",
    )

    @api.depends('partner_id', 'company_id', 'therapeutic_group_ids')
    @api.depends_context('uid', 'allowed_company_ids', 'lang')
    def _compute_adherence(self):
        rows = self.env['pharma.adherence'].search(
            [
                ('partner_id', 'in', self.partner_id.ids),
                ('company_id', 'in', self.company_id.ids),
                ('window', '=', '365'),
            ]
        )
        by_customer = rows.grouped(lambda row: (row.partner_id, row.company_id))
        for case in self:
            known = by_customer.get((case.partner_id, case.company_id), rows.browse())
            groups = case.therapeutic_group_ids
            case.adherence = known.filtered(
                lambda row, groups=groups: row.therapeutic_group_id in groups
            )._get_worst_display()
