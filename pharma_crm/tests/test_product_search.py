from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .common_medicine import MedicineCommon

# What EXPLAIN says of a node: rows per loop.
ROWS = ('Actual Rows', 'Rows Removed by')


@tagged('post_install', '-at_install')
class TestProductSearch(MedicineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.named = cls.env['product.template'].create({'name': 'Metformin Stada'})

    def _names(self, model, text, operator='ilike', **context):
        found = self.env[model].with_context(**context).name_search(text, operator=operator)
        records = self.env[model].browse([record_id for record_id, _name in found])
        return records if model == 'product.template' else records.product_tmpl_id

    def test_products_are_found_by_active_ingredient(self):
        """004-10: the ingredient finds products whose name does not contain it."""
        for model in ('product.product', 'product.template'):
            with self.subTest(model=model):
                found = self._names(model, 'metformi')
                self.assertLessEqual(self.metformin | self.named, found)
                self.assertNotIn(self.diazepam, found)
        found = self._names('product.template', 'metformi', search_product_product=False)
        self.assertLessEqual(self.metformin | self.named, found)

    def test_matches_of_the_name_come_first(self):
        """004-10: names before ingredients, none twice, never more than asked for."""
        self.named.active_ingredient = 'Metformin'
        Product = self.env['product.product']
        names = [name for _id, name in Product.name_search('Metformin')]
        self.assertEqual(names, ['Metformin Stada', '[PHMET500] Glucophage'])
        self.assertEqual(len(Product.name_search('Metformin', limit=1)), 1)

    def test_without_variants_the_ingredient_is_found_as_well(self):
        """004-10: variants may be created only once they are ordered."""
        attribute = self.env['product.attribute'].create(
            {
                'name': 'Colour',
                'create_variant': 'dynamic',
                'value_ids': [Command.create({'name': name}) for name in ('White', 'Red')],
            }
        )
        template = self.env['product.template'].create(
            {
                'name': 'Gliclada',
                'active_ingredient': 'Gliclazide',
                'attribute_line_ids': [
                    Command.create(
                        {
                            'attribute_id': attribute.id,
                            'value_ids': [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        self.assertFalse(template.product_variant_ids)
        for text in ('gliclad', 'gliclazi'):
            self.assertIn(template, self._names('product.template', text))

    def test_exact_and_negative_searches_keep_to_names(self):
        """004-10, 000-34: an import looking for an exact name never gets a mere ingredient."""
        self.assertFalse(self._names('product.product', 'Metformin', '='))
        found = self._names('product.product', 'Metformin', 'not ilike')
        self.assertIn(self.metformin, found)
        self.assertNotIn(self.named, found)

    def test_restriction_and_search_by_display_name(self):
        """004-10: the caller's own restriction holds for matches of the ingredient, too."""
        Product = self.env['product.product']
        self.assertFalse(Product.name_search('Metformin', [('default_code', '=', 'PHDIA5')]))
        found = Product.search([('display_name', 'ilike', 'metformin')])
        self.assertEqual(found.product_tmpl_id, self.metformin | self.named)
        lines = self.env['sale.order.line'].search([('product_id', 'ilike', 'metformin')])
        order = self._create_order()
        lines = self.env['sale.order.line'].search([('product_id', 'ilike', 'metformin')]) - lines
        self.assertEqual(lines, order.order_line)

    def test_search_box_of_the_lists_finds_ingredients(self):
        """004-10: what is typed into the search box of a product list is looked up there too."""
        for model, view in (
            ('product.template', 'product.product_template_search_view'),
            ('product.product', 'product.product_search_form_view'),
        ):
            with self.subTest(model=model):
                arch = self.env[model].get_view(self.env.ref(view).id, 'search')['arch']
                field = etree.fromstring(arch).find(".//field[@name='name']")
                domain = safe_eval(field.get('filter_domain'), {'self': 'metformi'})
                found = self.env[model].search(domain)
                if model == 'product.product':
                    found = found.product_tmpl_id
                self.assertLessEqual(self.metformin | self.named, found)
                self.assertNotIn(self.diazepam, found)

    def test_archived_products_stay_hidden(self):
        """004-10: archived products are not proposed."""
        self.metformin.action_archive()
        self.assertNotIn(self.metformin, self._names('product.product', 'metformi'))

    def test_search_never_looks_at_all_products_for_each_pair(self):
        """004-10, 000-03: however PostgreSQL plans, as after an import of which it knows nothing
        yet, when 353 products took a minute. Core's part is square at worst, ours adds nothing."""
        self.env['product.template'].create([{'name': f'Many {n}'} for n in range(40)])
        count = self.env['product.product'].with_context(active_test=False).search_count([])
        self.env.cr.execute("SET LOCAL statement_timeout = '30s'")  # fail, do not hang
        for setting in ('hashjoin', 'mergejoin', 'hashagg', 'sort', 'material', 'memoize'):
            self.env.cr.execute(SQL("SET LOCAL enable_%s = off", SQL(setting)))
        for model in ('product.template', 'product.product'):
            searched = self.env[model].with_user(self.user_pharma)
            query = searched._search([('display_name', 'ilike', 'metformi')])
            explain = SQL("EXPLAIN (ANALYZE, FORMAT JSON) %s", query.select())
            [[[plan]]] = self.env.execute_query(explain)
            with self.subTest(model=model):
                looks = max(self._count_looks(plan['Plan']))
                self.assertGreaterEqual(looks, count)
                self.assertLessEqual(looks, count**2)

    def _count_looks(self, node):
        """Yield, of a plan's node and all below it, how many rows it looked at in all."""
        rows = sum(value for key, value in node.items() if key.startswith(ROWS))
        yield node['Actual Loops'] * rows
        for child in node.get('Plans', ()):
            yield from self._count_looks(child)

    def test_queries_do_not_grow_with_the_number_of_products(self):
        """000-03: searching and listing cost the same number of queries for many products."""
        Template = self.env['product.template'].with_user(self.user_pharma)
        Product = self.env['product.product'].with_user(self.user_pharma)
        fields = {'name': {}, 'therapeutic_group_id': {'fields': {'display_name': {}}}}
        counts = []
        for _round in range(2):
            self.env['product.template'].create(
                [
                    {
                        'name': f'Many {n}',
                        'active_ingredient': 'Manyine',
                        'therapeutic_group_id': self.group_diabetes.id,
                    }
                    for n in range(40)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            Product.name_search('Manyine')
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            Product.name_search('Manyine')
            search = self.cr.sql_log_count - start
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            Template.web_search_read([('active_ingredient', 'ilike', 'manyine')], fields, limit=20)
            counts.append((search, self.cr.sql_log_count - start))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0][0], 12)
        self.assertLessEqual(counts[0][1], 8)
