from odoo import models


class ResPartner(models.Model):
    """A mailing to customers of the list of all, those who never bought among them (000-18)."""

    _inherit = 'res.partner'

    def action_pharma_send_mailing(self):
        """Ask what to write to these customers, and who of them permits it (000-18, 004-63).

        :return: window action of a new ``pharma.customer.mailing``
        :raise AccessError: for others than managers, and for customers the user may not read
        :raise UserError: without customers, for too many, or for those of several companies
        """
        self.check_access('read')
        # customers of no company are those of the company one works in
        return self.env['pharma.customer.list.mixin']._open_mailing(self, self.company_id)
