from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_ALERT_DAYS = 365


class PharmaTherapeuticGroup(models.Model):
    """Groups say whom users care for (004-47) and which customers come first (decision 9)."""

    _name = 'pharma.therapeutic.group'
    _inherit = ['pharma.therapeutic.group', 'pharma.care.target.mixin']

    _care_kind = 'group'

    care_alert_days = fields.Integer(
        string="Contact before Supply Ends (days)",
        help="There must have been a contact since the purchase this many days before the supply"
        " ends, else the responsible is told. 0: as the company.",
    )

    @api.constrains('care_alert_days')
    def _check_care_alert_days(self):
        for group in self:
            if not 0 <= group.care_alert_days <= MAX_ALERT_DAYS:
                raise ValidationError(
                    self.env._(
                        "Therapeutic group '%(group)s', field '%(field)s': %(value)s is not"
                        " possible. Enter a number from 0 to %(highest)s.",
                        group=group.complete_name,
                        field=self._fields['care_alert_days']._description_string(self.env),
                        value=group.care_alert_days,
                        highest=MAX_ALERT_DAYS,
                    )
                )

    def write(self, vals):
        """Let open cases follow a changed care profile.

        :param dict vals: values to write
        :return: True
        """
        profile = vals.get('care_profile')
        changed = self.filtered(lambda group: profile and group.care_profile != profile)
        result = super().write(vals)
        if changed:
            # sudo: cases follow also where the product is hidden from the user
            Product = self.env['product.template'].sudo().with_context(active_test=False)
            products = Product.search([('therapeutic_group_id', 'in', changed.ids)])
            products._recompute_care(is_grouped=True)
        return result

    def _get_care_moved_reason(self):
        return self.env._("Therapeutic groups were moved")
