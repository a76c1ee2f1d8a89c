from odoo import api, models

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
        rows = [list(row) for row in data[:limit]]
        codes = [row[column].strip() for row in rows]
        products = self.search([('default_code', 'in', list(set(codes)))])
        ids_by_code = {}
        for product in products:
            ids_by_code.setdefault(product.default_code, []).append(product.id)
        errors, good = [], []
        for number, code in enumerate(codes):
            found = ids_by_code.get(code, [])
            if len(found) == 1:
                rows[number][column] = str(found[0])
                good.append(number)
            else:
                errors.append(self._get_reference_error(number, code, found))
        names = ['.id' if name == 'default_code' else name for name in fields]
        with self.env.cr.savepoint() as savepoint:
            result = self.load(names, [rows[number] for number in good])
            if errors:
                savepoint.rollback()
        for message in result['messages']:
            if 'rows' in message:
                message['rows'] = {key: good[n] for key, n in message['rows'].items()}
        return {
            'ids': False if errors else result['ids'],
            'messages': errors + result['messages'],
            'nextrow': limit if limit < len(data) else 0,
        }

    @api.model
    def _get_reference_error(self, number, code, found):
        """Return the message about a row whose internal reference is not that of one product."""
        if found:
            text = self.env._(
                "%(count)s products have '%(code)s' in the field 'Internal Reference'. Give each"
                " its own, or import by 'External ID'.",
                count=len(found),
                code=code,
            )
        elif code:
            text = self.env._(
                "No product in use has '%(code)s' in the field 'Internal Reference'. Correct it,"
                " or add the column 'Name' to create products.",
                code=code,
            )
        else:
            text = self.env._(
                "The field 'Internal Reference' is empty. Enter the reference of the product whose"
                " care is set, or delete the row."
            )
        return {
            'type': 'error',
            'message': text,
            'field': 'default_code',
            'record': number,
            'rows': {'from': number, 'to': number},
        }
