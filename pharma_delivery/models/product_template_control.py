from odoo import fields, models
from odoo.exceptions import UserError


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    control_class = fields.Selection(tracking=True)

    def write(self, vals):
        """Open the registers of a medicine that comes under special control (V5).

        :raise UserError: a class is taken away or changed by others than pharmacists and managers
        :return: True
        """
        if 'control_class' in vals and not self.env.su:
            old = self.filtered('control_class').filtered(
                lambda product: product.control_class != vals['control_class']
            )
            groups = 'pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager'
            if old and not self.env.user.has_groups(groups):
                raise UserError(
                    self.env._(
                        "%s is under special control: registers and papers hang on it. Only a "
                        "pharmacist or manager changes the class.",
                        old[0].display_name,
                    )
                )
        new = self.browse()
        if vals.get('control_class'):
            new = self.filtered(lambda product: not product.control_class)
        result = super().write(vals)
        if new:
            self.env['pharma.control.register']._open_missing(new.product_variant_ids)
        return result
