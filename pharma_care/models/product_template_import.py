from odoo import api, models

from ..tools import load_by_ids
from .product_template import CARE_FIELDS


class ProductTemplate(models.Model):
    """Care intervals from a spreadsheet, by internal reference (000-34, 004-41)."""

    _inherit = 'product.template'

    @api.model
    def get_import_templates(self):
        """Offer the template of care intervals after the pharmacy's first one (000-34, 004-41).

        :return: list of dicts with ``label`` and ``template`` (path of the file)
        """
        first, *others = super().get_import_templates()
        own = {
            'label': self.env._("Import Template for Care Intervals"),
            'template': '/pharma_care/static/xls/care_intervals.xlsx',
        }
        return [first, own, *others]

    @api.model
    def load(self, fields, data):
        """Update products by their internal reference, and move care dates once per file.

        A file with the internal reference and without name and identifier cannot be meant to
        create products: its rows change those that exist (004-41).

        :param list fields: names of the columns
        :param list data: rows of texts
        :return: dict of ``ids``, ``messages`` and ``nextrow``
        """
        quiet = self.with_context(pharma_skip_care=True)
        if self._is_update_by_reference(fields):
            result = quiet._load_by_reference(fields, data)
        else:
            result = super(ProductTemplate, quiet).load(fields, data)
        names = CARE_FIELDS & {name.split('/')[0] for name in fields}
        if result['ids'] and names and not self.env.context.get('pharma_skip_care'):
            products = self.browse(result['ids'])
            products._recompute_care(is_grouped='therapeutic_group_id' in names)
        return result

    @api.model
    def _is_update_by_reference(self, fields):
        names = {name.split('/')[0] for name in fields}
        return 'default_code' in names and not (
            names & {'id', '.id', 'name'}
            # their rows belong together
            or any(self._fields[name].type == 'one2many' for name in names)
        )

    @api.model
    def _load_by_reference(self, fields, data):
        """Load rows after replacing each internal reference by the product that has it."""
        column = fields.index('default_code')
        limit = self.env.context.get('_import_limit') or len(data)
        codes = [row[column].strip() for row in data[:limit]]
        products = self.search([('default_code', 'in', list(set(codes)))])
        ids_by_code = {}
        for product in products:
            ids_by_code.setdefault(product.default_code, []).append(product.id)
        answers = []
        for code in codes:
            found = ids_by_code.get(code, [])
            answers.append(found[0] if len(found) == 1 else self._get_reference_error(code, found))
        return load_by_ids(self, fields, data, 'default_code', answers)

    @api.model
    def _get_reference_error(self, code, found):
        """Return the message about a row whose internal reference is not that of one product."""
        if found:
            return self.env._(
                "%(count)s products have '%(code)s' in the field 'Internal Reference'. Give each"
                " its own, or import by 'External ID'.",
                count=len(found),
                code=code,
            )
        if code:
            return self.env._(
                "No product in use has '%(code)s' in the field 'Internal Reference'. Correct it,"
                " or add the column 'Name' to create products.",
                code=code,
            )
        return self.env._(
            "The field 'Internal Reference' is empty. Enter the reference of the product whose"
            " care is set, or delete the row."
        )
