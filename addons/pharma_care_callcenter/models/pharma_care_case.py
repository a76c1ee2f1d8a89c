from odoo import models


class PharmaCareCase(models.Model):
    """Tickets that came up in a care (003-16)."""

    _name = 'pharma.care.case'
    _inherit = ['pharma.care.case', 'pharma.complaint.origin.mixin']

    def _get_complaint_origin(self):
        return self.env.ref('pharma_callcenter.pharma_complaint_origin_care')

    def _prepare_complaint_vals(self):
        vals = super()._prepare_complaint_vals()
        products = self.line_ids.product_id
        return vals | {
            'company_id': self.company_id.id,
            'partner_id': self.partner_id.id,
            'order_id': self.order_id.id,
            'product_id': products.id if len(products) == 1 else False,
            'warehouse_id': self.warehouse_id.id,
        }
