from odoo import fields, models


class PharmaComplaintCategory(models.Model):
    """Which department solves tickets of a category (003-17)."""

    _inherit = 'pharma.complaint.category'

    owner_department_id = fields.Many2one(
        'hr.department',
        string="Owning Department",
        ondelete='set null',
        groups='base.group_user',
        help="Has to solve tickets of this category. Empty: that of the category above, else that"
        " of the kind of ticket.",
    )

    def _get_owner_department(self, company):
        """Return the nearest department upwards that works for a company."""
        self.ensure_one()
        # sudo: a department's name and company, whoever takes the ticket in
        category_sudo = self.sudo()
        while category_sudo:
            department_sudo = category_sudo.owner_department_id
            if department_sudo.active and department_sudo.company_id in (
                company,
                company.browse(),
            ):
                return department_sudo
            category_sudo = category_sudo.parent_id
        return self.env['hr.department']
