from odoo import fields, models


class ResCompany(models.Model):
    """Who decides about the quality of goods, and where goods go that come back."""

    _inherit = 'res.company'

    pharma_quality_user_id = fields.Many2one(
        'res.users',
        string="Pharmacist for Quality",
        help="Gets the activities about held goods and recalls; if empty, any pharmacist does.",
    )
    pharma_return_to_quarantine = fields.Boolean(
        string="Returns Go to Quarantine",
        default=True,
        help="Goods that a customer brings back are not sold again before a pharmacist decides.",
    )

    def _pharma_quality_user(self):
        """Return who is asked about the quality of goods: the chosen user, else a pharmacist,
        else a manager of the company; empty if there is nobody."""
        self.ensure_one()
        # sudo: who works here is no secret, and whoever reads a thermometer asks
        company = self.sudo()
        if company.pharma_quality_user_id.active:
            return company.pharma_quality_user_id
        for name in ('pharma_crm.group_pharmacist', 'pharma_crm.group_pharma_manager'):
            users = company.env.ref(name).all_user_ids.filtered(
                lambda user: user.active and company in user.company_ids
            )
            # the system's own user reads nothing
            users -= company.env.ref('base.user_root')
            if users:
                return users.sorted('id')[0]
        return company.env['res.users']
