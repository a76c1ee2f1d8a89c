from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What a user can be assigned to: kind -> field.
TARGET_FIELDS = {
    'product': 'product_tmpl_id',
    'category': 'categ_id',
    'group': 'therapeutic_group_id',
    'customer': 'partner_id',
    'region': 'region_id',
}


class PharmaCareAssignment(models.Model):
    """Who cares for which products or which customers (004-40, 004-47, 004-48).

    An assignment to a category, a therapeutic group or a region covers all below it, and what is
    added to it later; one to a customer covers the contacts of that customer.
    """

    _name = 'pharma.care.assignment'
    _description = "Care Assignment"
    _order = 'user_id, id'
    _check_company_auto = True
    _rec_names_search = [
        'user_id',
        'product_tmpl_id',
        'categ_id',
        'therapeutic_group_id',
        'partner_id',
        'region_id',
    ]

    user_id = fields.Many2one(
        'res.users',
        string="Care User",
        required=True,
        index=True,
        ondelete='cascade',
        domain=lambda self: self.env['res.users']._get_care_user_domain('company_id'),
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    product_tmpl_id = fields.Many2one(
        'product.template',
        string="Product",
        index='btree_not_null',
        ondelete='cascade',
        check_company=True,
    )
    categ_id = fields.Many2one(
        'product.category', string="Product Category", index='btree_not_null', ondelete='cascade'
    )
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', index='btree_not_null', ondelete='cascade'
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        index='btree_not_null',
        ondelete='cascade',
        check_company=True,
    )
    region_id = fields.Many2one('pharma.region', index='btree_not_null', ondelete='cascade')
    kind = fields.Selection(
        [
            ('product', "Product"),
            ('category', "Product Category"),
            ('group', "Therapeutic Group"),
            ('customer', "Customer"),
            ('region', "Region"),
        ],
        compute='_compute_kind',
        store=True,
        precompute=True,
    )
    target = fields.Char(
        string="Assigned To", compute='_compute_target', help="What the user cares for."
    )

    # One index per kind: the users of a target are found by it, too.
    _product_unique = models.UniqueIndex(
        '(product_tmpl_id, user_id, company_id) WHERE product_tmpl_id IS NOT NULL',
        "This user already cares for this product. Keep the assignment that exists.",
    )
    _category_unique = models.UniqueIndex(
        '(categ_id, user_id, company_id) WHERE categ_id IS NOT NULL',
        "This user already cares for this product category. Keep the assignment that exists.",
    )
    _group_unique = models.UniqueIndex(
        '(therapeutic_group_id, user_id, company_id) WHERE therapeutic_group_id IS NOT NULL',
        "This user already cares for this therapeutic group. Keep the assignment that exists.",
    )
    _customer_unique = models.UniqueIndex(
        '(partner_id, user_id, company_id) WHERE partner_id IS NOT NULL',
        "This user already cares for this customer. Keep the assignment that exists.",
    )
    _region_unique = models.UniqueIndex(
        '(region_id, user_id, company_id) WHERE region_id IS NOT NULL',
        "This user already cares for this region. Keep the assignment that exists.",
    )

    # === COMPUTE METHODS === #
    @api.depends(lambda self: tuple(TARGET_FIELDS.values()))
    def _compute_kind(self):
        for assignment in self:
            kinds = [kind for kind, name in TARGET_FIELDS.items() if assignment[name]]
            assignment.kind = kinds[0] if len(kinds) == 1 else False

    @api.depends(lambda self: ('kind', *(f'{n}.display_name' for n in TARGET_FIELDS.values())))
    @api.depends_context('lang')
    def _compute_target(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for assignment in self:
            target = assignment._get_target()
            assignment.target = (
                f'{labels[assignment.kind]}: {target.display_name}' if target else False
            )

    @api.depends('user_id.name', 'target')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for assignment in self:
            # sudo: whoever reads the assignment may know whose it is
            user_sudo = assignment.sudo().user_id
            assignment.display_name = f'{user_sudo.name or ""} - {assignment.target or ""}'

    def _get_target(self):
        """Return the record that the user cares for, as superuser for its name."""
        self.ensure_one()
        # sudo: a product or customer may be hidden from the user whose assignments these are
        return self.sudo()[TARGET_FIELDS[self.kind]] if self.kind else None

    # === CHECKS === #
    # the user is always written, the targets may all be missing
    @api.constrains('user_id', *TARGET_FIELDS.values())
    def _check_target(self):
        for assignment in self:
            if not assignment.kind:
                raise ValidationError(
                    self.env._(
                        "The care assignment of %(user)s needs exactly one target: fill in one of"
                        " the fields 'Product', 'Product Category', 'Therapeutic Group',"
                        " 'Customer' and 'Region', and make one assignment for each further one.",
                        user=assignment.user_id.name,
                    )
                )
            target = assignment._get_target()
            if 'active' in target._fields and not target.active:
                raise ValidationError(
                    self.env._(
                        "%(target)s is archived, field '%(field)s': nobody can be assigned to it."
                        " Unarchive it first, or choose another one.",
                        target=assignment.target,
                        field=self._fields[TARGET_FIELDS[assignment.kind]]._description_string(
                            self.env
                        ),
                    )
                )

    @api.constrains('user_id', 'company_id')
    def _check_user(self):
        for assignment in self:
            # sudo: who may assign users need not read their settings
            user_sudo = assignment.user_id.sudo()
            if not user_sudo.active:
                raise ValidationError(
                    self.env._(
                        "User '%(user)s', field 'Care User', is archived. Unarchive the user first,"
                        " or choose another one.",
                        user=user_sudo.name,
                    )
                )
            if user_sudo.share:
                raise ValidationError(
                    self.env._(
                        "User '%(user)s', field 'Care User', is not an internal user. Give internal"
                        " access first, or choose another one.",
                        user=user_sudo.name,
                    )
                )
            if not user_sudo.has_group('pharma_care.group_care_user'):
                raise ValidationError(
                    self.env._(
                        "User '%(user)s', field 'Care User', has no role in customer care and would"
                        " see no case. Give the role in the settings of the user first, or choose"
                        " another one.",
                        user=user_sudo.name,
                    )
                )
            if assignment.company_id not in user_sudo.company_ids:
                raise ValidationError(
                    self.env._(
                        "User '%(user)s', field 'Care User', may not work in the company"
                        " '%(company)s'. Allow the company in the settings of the user first, or"
                        " choose another one.",
                        user=user_sudo.name,
                        company=assignment.company_id.name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Assign users, who then see the cases of their targets (004-47, 004-48).

        :param list vals_list: one dict per assignment: ``user_id``, one target, ``company_id``
        :return: the new ``pharma.care.assignment`` records
        :raise ValidationError: for no or several targets, archived ones, and users who may not
            work in the company
        """
        assignments = super().create(vals_list)
        # nobody loses a case by somebody else's assignment
        self._refresh_affected(assignments._get_affected(), self.env['res.users'])
        return assignments

    def write(self, vals):
        """Move assignments; the old user loses the cases at once.

        :param dict vals: values to write
        :return: True
        """
        moving = {'user_id', 'company_id', *TARGET_FIELDS.values()} & vals.keys()
        before = self._get_affected() if moving else []
        users = self.user_id
        result = super().write(vals)
        if moving:
            self._refresh_affected(before + self._get_affected(), users)
        return result

    def unlink(self):
        """Take assignments away; the users lose the cases at once.

        :return: True
        """
        affected = self._get_affected()
        users = self.user_id
        result = super().unlink()
        self._refresh_affected(affected, users)
        return result
