from odoo import api, fields, models

from odoo.addons.pharma_crm.models.pharma_approved_answer_search import plain_words


class ProductTemplate(models.Model):
    """Medicines in plain words: who types while he listens, types no accents (000-02, 000-25).

    Core's search ignores accents only where PostgreSQL has an extension for it; this one column
    needs none, and answers in one query what core's search asks in several.
    """

    _inherit = 'product.template'

    pharma_plain_words = fields.Char(
        compute='_compute_pharma_plain_words',
        store=True,
        index='trigram',
        help="Name in every language, active ingredient, strength and codes, without accents.",
    )

    @api.depends(
        'name',
        'active_ingredient',
        'strength',
        'product_variant_ids.default_code',
        'product_variant_ids.barcode',
    )
    def _compute_pharma_plain_words(self):
        languages = [code for code, _name in self.env['res.lang'].get_installed()]
        # the one that everybody has first: what begins with the words is shown first
        translated = [self.with_context(lang=code) for code in languages]
        for number, product in enumerate(self):
            words = []
            for products in translated:
                words += plain_words(products[number].name)
            words += plain_words(product.active_ingredient) + plain_words(product.strength)
            for variant in product.product_variant_ids:
                words += plain_words(variant.default_code) + plain_words(variant.barcode)
            product.pharma_plain_words = ' '.join(dict.fromkeys(words))
