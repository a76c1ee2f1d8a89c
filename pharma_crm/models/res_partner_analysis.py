from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def action_pharma_view_products(self):
        """Open what the customers bought, by product (004-59).

        :return: window action of ``pharma.customer.product.report``
        """
        name = self.env._("Products of %(customer)s", customer=', '.join(self.mapped('name')[:3]))
        return self.env['pharma.customer.product.report']._get_action(
            Domain('partner_id', 'in', self.ids), name
        )
