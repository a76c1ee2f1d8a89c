from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .product_template import ANY_OF, _is_text_search


class ProductProduct(models.Model):
    """Variants are found by their active ingredient as well (004-10)."""

    _inherit = 'product.product'

    @api.model_create_multi
    def create(self, vals_list):
        """Tidy the ATC codes here too, as a new variant remembers what it was given (004-12).

        :param list vals_list: values, one dict per variant
        :return: the new ``product.product`` records
        """
        tidy = self.env['product.template']._tidy_atc_code
        return super().create([tidy(vals) for vals in vals_list])

    def write(self, vals):
        """Tidy the ATC code here too, as variants remember what they were given (004-12).

        :param dict vals: values to write
        :return: True
        """
        return super().write(self.env['product.template']._tidy_atc_code(vals))

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if not _is_text_search(operator, value):
            return domain
        # One sub-query each, so that every one of them can use its own index; ANY_OF lets each be
        # asked once, not once per product, whatever PostgreSQL thinks of the size of the tables.
        templates = self.env['product.template'].with_context(active_test=False)
        variants = self.with_context(active_test=False)
        templates = templates._search([('active_ingredient', operator, value)])
        by_ingredient = variants._search([('product_tmpl_id', 'in', templates)]).select()
        # core gives a query of ids, to be taken as it is: within another it is asked once per row
        match list(Domain(domain)):
            case [('id', 'in', SQL() as by_name)]:
                pass
            case _:
                by_name = variants._search(domain).select()
        return Domain('id', 'in', SQL(ANY_OF, by_name, by_ingredient))

    @api.model
    def name_search(self, name='', domain=None, operator='ilike', limit=100):
        """Append products found by active ingredient to those found by name (004-10).

        :param str name: what the user typed
        :param domain: restriction of the products
        :param str operator: operator of the comparison
        :param int limit: greatest number of results
        :return: list of (id, display name), matches of name and reference first
        """
        found = super().name_search(name, domain, operator, limit)
        rest = limit and limit - len(found)
        if not _is_text_search(operator, name) or (limit and rest <= 0):
            return found
        templates = self.env['product.template']._search([('active_ingredient', operator, name)])
        more = self.search_fetch(
            Domain(domain or Domain.TRUE)
            & Domain('product_tmpl_id', 'in', templates)
            & Domain('id', 'not in', [product_id for product_id, _name in found]),
            ['display_name'],
            limit=rest or None,
        )
        # sudo: as in core, the name of a readable product must not fail on its attribute values
        return found + [(product.id, product.display_name) for product in more.sudo()]
