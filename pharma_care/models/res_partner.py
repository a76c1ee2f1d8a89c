from odoo import api, fields, models

from ..tools import check_single

# pharmacists read care, and record none
GROUP = 'pharma_care.group_care_user,pharma_crm.group_pharmacist'


class ResPartner(models.Model):
    """What care knows of a customer (004-35, 004-54, 004-55)."""

    _inherit = 'res.partner'

    care_case_ids = fields.One2many(
        'pharma.care.case', 'partner_id', string="Care Cases", groups=GROUP
    )
    care_open_case_ids = fields.One2many(
        'pharma.care.case',
        'partner_id',
        string="Open Care Cases",
        domain=[('state', '!=', 'done')],
        groups=GROUP,
    )
    care_entry_ids = fields.One2many(
        'pharma.care.entry', 'partner_id', string="Care History", groups=GROUP
    )
    care_open_count = fields.Integer(
        string="Open Cases", compute='_compute_care_open', groups=GROUP
    )
    care_date_next = fields.Date(
        string="Next Care",
        compute='_compute_care_open',
        groups=GROUP,
        help="The nearest care date among the open care cases that you may read.",
    )

    @api.depends('care_case_ids.state', 'care_case_ids.date_due')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_care_open(self):
        groups = self.env['pharma.care.case']._read_group(
            [('partner_id', 'in', self.ids), ('state', '!=', 'done')],
            ['partner_id'],
            ['__count', 'date_due:min'],
        )
        by_partner = {partner.id: (count, date) for partner, count, date in groups}
        for partner in self:
            count, date = by_partner.get(partner._origin.id, (0, False))
            partner.care_open_count = count
            partner.care_date_next = date

    def action_pharma_book_care(self):
        """Open the form that books an appointment with this customer (004-55)."""
        check_single(self)
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'pharma_care.pharma_care_appointment_action'
            ),
            'context': {'default_partner_id': self.id},
        }

    def action_pharma_view_care(self):
        """Open the care cases of this customer, open ones first (001-06)."""
        check_single(self)
        return {
            **self.env['ir.actions.act_window']._for_xml_id('pharma_care.pharma_care_case_action'),
            'domain': [('partner_id', '=', self.id)],
            'context': {},
        }
