import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# Ids that any of two queries finds: an array is worked out once and depends on nothing around it.
ANY_OF = '(SELECT unnest(ARRAY((%s) UNION ALL (%s))))'
# Anatomical main group, then therapeutic, pharmacological and chemical subgroup, then substance.
ATC_PATTERN = re.compile(r'[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?')


class ProductTemplate(models.Model):
    """What a pharmacy has to know of an article (004-11..13, 004-17..19, 004-72, 000-03)."""

    _inherit = 'product.template'

    # === FIELDS === #
    pharma_product_kind = fields.Selection(
        selection=[
            ('medicine', "Medicine"),
            ('functional_food', "Functional Food"),
            ('device', "Medical Device"),
            ('consumable', "Consumable"),
            ('milk', "Milk Product"),
            ('cosmetic', "Cosmetic"),
            ('herbal', "Herbal Medicine"),
            ('other', "Other"),
        ],
        string="Pharma Kind",
        index='btree_not_null',
        help="The range of the assortment the article belongs to.",
    )
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', index='btree_not_null', ondelete='restrict'
    )
    active_ingredient = fields.Char(
        index='trigram',
        help="International non-proprietary name; products are found by it like by their name.",
    )
    strength = fields.Char(help="Amount of active ingredient per unit, e.g. '500 mg'.")
    dosage_form = fields.Char(help="E.g. 'film-coated tablet', 'oral solution'.")
    control_class = fields.Selection(
        selection=[
            ('psychotropic', "Psychotropic"),
            ('narcotic', "Narcotic"),
            ('precursor', "Precursor"),
            ('combination_psychotropic', "Combination with a psychotropic"),
            ('combination_narcotic', "Combination with a narcotic"),
            ('combination_precursor', "Combination with a precursor"),
            ('toxic', "Toxic"),
            ('banned_list', "Ingredient on a banned list"),
            ('radioactive', "Radioactive"),
            ('other', "Other special control"),
        ],
        string="Special Control",
        index='btree_not_null',
        help="Demands papers and a handover record when the product is delivered.",
    )
    prescription_required = fields.Boolean(
        compute='_compute_prescription_required',
        store=True,
        readonly=False,
        precompute=True,
        help="Sold on prescription only; proposed for products under special control.",
    )
    storage_condition_id = fields.Many2one(
        'pharma.storage.condition',
        index='btree_not_null',
        ondelete='restrict',
        help="As printed on the label; without one the default condition applies.",
    )
    pharma_atc_code = fields.Char(
        string="ATC Code", index='btree_not_null', help="E.g. 'A10BA02'; any level of the code."
    )
    pharma_registration_number = fields.Char(
        string="Registration Number", help="Marketing authorisation number of the authority."
    )
    pharma_manufacturer_id = fields.Many2one(
        'res.partner', string="Manufacturer", index='btree_not_null', check_company=True
    )
    pharma_origin_country_id = fields.Many2one('res.country', string="Made In")
    pharma_quality_standard = fields.Selection(
        selection=[
            ('who_gmp', "WHO-GMP"),
            ('eu_gmp', "EU-GMP"),
            ('pic_s_gmp', "PIC/S-GMP"),
            ('japan_gmp', "Japan GMP"),
            ('us_cgmp', "US cGMP"),
            ('national_gmp', "National GMP"),
            ('iso_13485', "ISO 13485"),
            ('other', "Other"),
        ],
        string="Quality Standard",
        help="Standard of the manufacturing site.",
    )

    # === COMPUTE METHODS === #
    @api.depends('control_class')
    def _compute_prescription_required(self):
        for product in self:
            product.prescription_required = product.prescription_required or bool(
                product.control_class
            )

    @api.model
    def _search_display_name(self, operator, value):
        if not _is_text_search(operator, value):
            return super()._search_display_name(operator, value)
        own = self.with_context(search_product_product=False)
        domain = Domain(super(ProductTemplate, own)._search_display_name(operator, value))
        domain |= Domain('active_ingredient', operator, value)
        if not self.env.context.get('search_product_product', bool(value)):
            return domain
        # Core asks of each product whether it has such a variant; here variants are asked once.
        Variant = self.env['product.product']
        variants = Variant._search([('display_name', operator, value)])
        by_variant = variants.select(Variant._field_to_sql(variants.table, 'product_tmpl_id'))
        return Domain('id', 'in', SQL(ANY_OF, self._search(domain).select(), by_variant))

    # === CONSTRAINT METHODS === #
    @api.constrains('pharma_atc_code')
    def _check_pharma_atc_code(self):
        for product in self.filtered('pharma_atc_code'):
            if not ATC_PATTERN.fullmatch(product.pharma_atc_code):
                raise ValidationError(
                    self.env._(
                        "Product '%(product)s': '%(code)s' in the field 'ATC Code' is not an ATC"
                        " code. Write one letter, two digits, a letter, a letter and two digits in"
                        " capitals, such as A10BA02, or the beginning of it (A, A10, A10B, A10BA);"
                        " leave the field empty if you do not know it.",
                        product=product.display_name,
                        code=product.pharma_atc_code,
                    )
                )

    @api.constrains('list_price', 'pharma_product_kind')
    def _check_pharma_list_price(self):
        for product in self.filtered(lambda p: p.pharma_product_kind and p.list_price < 0):
            raise ValidationError(
                self.env._(
                    "Product '%(product)s': %(price)s in the field 'Sales Price' is negative."
                    " Enter the price customers pay, or 0 if it is not known yet.",
                    product=product.display_name,
                    price=product.list_price,
                )
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Tidy the ATC codes first (004-12).

        :param list vals_list: values, one dict per product
        :return: the new ``product.template`` records
        """
        return super().create([self._tidy_atc_code(vals) for vals in vals_list])

    def write(self, vals):
        """Tidy the ATC code first (004-12).

        :param dict vals: values to write
        :return: True
        """
        return super().write(self._tidy_atc_code(vals))

    @api.model
    def _tidy_atc_code(self, vals):
        """Return values whose ATC code is in capitals and without spaces around it."""
        if not vals.get('pharma_atc_code'):
            return vals
        return {**vals, 'pharma_atc_code': str(vals['pharma_atc_code']).strip().upper() or False}

    # === BUSINESS METHODS === #
    @api.model
    def get_import_templates(self):
        """Offer the template with the pharmacy's columns before Odoo's own (000-34, 002-02).

        :return: list of dicts with ``label`` and ``template`` (path of the file)
        """
        own = {
            'label': self.env._("Import Template for Medicines"),
            'template': '/pharma_crm/static/xls/medicines.xlsx',
        }
        return [own, *super().get_import_templates()]

    def _get_storage_condition(self):
        """Return the storage condition that holds for this product (004-11).

        :return: ``pharma.storage.condition``: the product's own, else the default one
        """
        self.ensure_one()
        return self._get_storage_conditions()[self]

    def _get_storage_conditions(self):
        """Return the storage condition of each product, for slips of many lines (004-11).

        :return: dict of product to ``pharma.storage.condition``, which may be empty
        """
        unlabelled = self.env['pharma.storage.condition']
        if not all(product.storage_condition_id for product in self):
            unlabelled = unlabelled._get_default_condition()
        return {product: product.storage_condition_id or unlabelled for product in self}


def _is_text_search(operator, value):
    """Tell whether a search for a part of a text is under way, not for an exact name."""
    return bool(value and operator.endswith('like') and operator not in Domain.NEGATIVE_OPERATORS)
