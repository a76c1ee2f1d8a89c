from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ..tools import check_single, get_active_ids

# Which field of the wizard the records belong to that it is opened from.
SOURCES = {
    'product.template': 'product_tmpl_ids',
    'product.category': 'categ_ids',
    'pharma.therapeutic.group': 'therapeutic_group_ids',
}
# Of whole categories and groups: goods, and what is marked as a medicine or health article whatever
# its type. A delivery fee in the same category lasts no days.
CARED_FOR = Domain('type', '=', 'consu') | Domain('pharma_product_kind', '!=', False)


class PharmaCareInterval(models.TransientModel):
    """Set care interval and number of cares of many products at once (004-41, 004-46)."""

    _name = 'pharma.care.interval'
    _description = "Set Care Intervals"

    product_tmpl_ids = fields.Many2many(
        'product.template', string="Products", help="Whatever their type."
    )
    categ_ids = fields.Many2many(
        'product.category', string="Product Categories", help="With everything below them."
    )
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group', string="Therapeutic Groups", help="With their subgroups."
    )
    only_missing = fields.Boolean(
        string="Only Without Interval",
        help="Leave products alone that have a care interval already.",
    )
    set_interval = fields.Boolean(string="Set Care Interval", default=True)
    care_interval_days = fields.Float(
        string="Care Interval",
        digits=(16, 4),
        help="Days that one unit of the product lasts; 0 means that the product needs no care.",
    )
    set_count_min = fields.Boolean(string="Set Minimum Cares")
    care_count_min = fields.Integer(string="Minimum Cares")
    set_count_max = fields.Boolean(string="Set Maximum Cares")
    care_count_max = fields.Integer(string="Maximum Cares")
    product_count = fields.Integer(string="Products to Change", compute='_compute_products')
    changed_product_ids = fields.Many2many(
        'product.template', string="Products as They Are Now", compute='_compute_products'
    )

    # === DEFAULTS === #
    @api.model
    def default_get(self, fields_list):
        """Begin with the records that were ticked.

        :param list fields_list: names of the fields of the form
        :return: dict of default values
        """
        values = super().default_get(fields_list)
        model = self.env.context.get('active_model')
        source = SOURCES.get(model) if isinstance(model, str) else None
        ids = get_active_ids(self.env)
        if source in fields_list and ids:
            values[source] = [Command.set(ids)]
        if 'only_missing' in fields_list and 'default_only_missing' not in self.env.context:
            # whoever ticked products means these; of whole groups some were set with care
            values['only_missing'] = model != 'product.template'
        return values

    # === COMPUTE METHODS === #
    @api.depends('product_tmpl_ids', 'categ_ids', 'therapeutic_group_ids', 'only_missing')
    def _compute_products(self):
        for wizard in self:
            wizard.changed_product_ids = wizard._get_products()
            wizard.product_count = len(wizard.changed_product_ids)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Refuse an interval that is none: an emptied field is not the same as 0 (004-41).

        :param list vals_list: one dict of values per wizard
        :return: the new ``pharma.care.interval`` records
        :raise ValidationError: for an interval that is empty or not finite
        """
        for vals in vals_list:
            self.env['product.template']._check_care_number(vals)
            # what the screen cannot read as a number arrives as nothing
            interval = vals.get('care_interval_days', 0.0)
            if (interval is None or interval is False) and vals.get('set_interval', True):
                raise ValidationError(
                    self.env._(
                        "The field 'Care Interval' is empty. Enter the days that one unit lasts; 0"
                        " means that the products need no care."
                    )
                )
        return super().create(vals_list)

    # === ACTIONS === #
    def action_apply(self):
        """Write the values and tell what follows for care dates (004-41, 004-46).

        :return: client action that shows a notification
        :raise UserError: if there is nothing to change, or a value is not possible
        """
        check_single(self)
        vals = self._get_vals()
        products = self._get_products()
        if not products:
            raise UserError(
                self.env._(
                    "There is no product to change. Choose products, categories or therapeutic"
                    " groups, or untick 'Only Without Interval'."
                )
            )
        # sudo: care managers keep care figures, also where other product data is not theirs
        changed, jobs = products.sudo()._set_care(vals)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'title': self.env._("Products changed: %(count)s", count=len(changed)),
                'message': self._get_message(jobs),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    # === BUSINESS METHODS === #
    def _get_products(self):
        """Return the products that are chosen in any of the three ways."""
        self.ensure_one()
        wholes = [
            (self.categ_ids, 'categ_id'),
            (self.therapeutic_group_ids, 'therapeutic_group_id'),
        ]
        domain = Domain('id', 'in', self.product_tmpl_ids._origin.ids) | (
            CARED_FOR
            & Domain.OR(
                Domain(name, 'child_of', records._origin.ids) for records, name in wholes if records
            )
        )
        if self.only_missing:
            domain &= Domain('care_interval_days', '=', 0)
        return self.env['product.template'].search(domain)

    def _get_vals(self):
        """Return the values that are to be set; refuse to set none."""
        vals = {
            name: self[name]
            for name, flag in (
                ('care_interval_days', self.set_interval),
                ('care_count_min', self.set_count_min),
                ('care_count_max', self.set_count_max),
            )
            if flag
        }
        if not vals:
            raise UserError(
                self.env._(
                    "Tick what is to be set: 'Set Care Interval', 'Set Minimum Cares' or 'Set"
                    " Maximum Cares'."
                )
            )
        return vals

    @api.model
    def _get_message(self, jobs):
        """Return what happens to care dates, by the ``pharma.care.job`` records that move them."""
        waiting = jobs.filtered(lambda job: job.state != 'done')
        if waiting:
            return self.env._(
                "Orders whose care dates are being recomputed in the background: %(count)s",
                count=sum(waiting.mapped('total')),
            )
        return self.env._(
            "Orders whose care dates were recomputed: %(count)s", count=sum(jobs.mapped('total'))
        )
