from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.pharma_crm.models.pharma_approved_answer_search import plain_words

SELLERS = 'sales_team.group_sale_salesman'
MAX_TEXT = 100
MAX_WORDS = 6
MAX_RESULTS = 20
CUSTOMER_FIELDS = ('name', 'phone', 'email', 'street', 'street2', 'city', 'vat')


class PharmaPhoneOrder(models.AbstractModel):
    """Medicines with price and stock for who is on the telephone (000-02, 000-25).

    Whoever works with customers may look up; ordering is in `pharma_phone_order_place.py`. Each
    search costs the same few queries, however many medicines are found.
    """

    _name = 'pharma.phone.order'
    _description = "Phone Order"

    # === START === #
    @api.readonly
    @api.model
    def get_start(self, call_id=None, partner_id=None):
        """Return what the window shows before anything is typed (000-25, 000-27).

        :param int call_id: of a ``pharma.call`` that the user may read, or None
        :param int partner_id: of the customer, else that of the call, or None
        :return: dict with ``call_id``, ``customer`` (dict or False), ``branches`` (list of dict),
            ``warehouse_id``, ``may_order``, ``may_reserve``, ``currency_id``, ``number``
        :raise AccessError: for a call or customer that the user may not read
        """
        call = self._take('pharma.call', call_id)
        partner = self._take('res.partner', partner_id) or call.partner_id
        branches = self._get_branches()
        own = self.env.user.with_company(self.env.company).property_warehouse_id
        warehouse = call.warehouse_id or own
        if warehouse not in branches:
            warehouse = branches[:1]
        return {
            'call_id': call.id,
            'number': call.number or '',
            'customer': self._describe_customer(partner),
            'branches': [self._describe_branch(branch) for branch in branches],
            'warehouse_id': warehouse.id,
            'currency_id': self._get_pricelist(partner).currency_id.id
            or self.env.company.currency_id.id,
            'may_order': self._may_order(),
            'may_reserve': self._may_reserve(),
        }

    @api.readonly
    @api.model
    def get_customer(self, partner_id):
        """Return the data of a customer chosen in the window, to be completed (000-27).

        :param int partner_id: of a ``res.partner``
        :return: dict
        :raise AccessError: for a customer that the user may not read
        """
        return self._describe_customer(self._take('res.partner', partner_id))

    @api.model
    def _take(self, model, id_):
        """Return the record of an id that came from outside, or none of it.

        :raise AccessError: if the user may not read it
        """
        if not isinstance(id_, int) or isinstance(id_, bool) or not 0 < id_ < 2**31:
            return self.env[model]
        record = self.env[model].browse(id_).exists()
        record.check_access('read')
        return record

    @api.model
    def _may_order(self):
        return self.env.user.has_group(SELLERS)

    @api.model
    def _may_reserve(self):
        """Return whether what is missing can be reserved; other modules bring that."""
        return False

    def _describe_customer(self, partner):
        if not partner:
            return False
        data = {name: partner[name] or '' for name in CUSTOMER_FIELDS}
        return {
            **data,
            'id': partner.id,
            'display_name': partner.display_name,
            'missing': partner._pharma_missing_data(),
        }

    def _get_branches(self):
        return self.env['stock.warehouse'].search([('company_id', '=', self.env.company.id)])

    def _describe_branch(self, branch):
        # sudo: address and opening hours of a branch are told to every customer
        branch_sudo = branch.sudo()
        address = branch_sudo.partner_id
        return {
            'id': branch.id,
            'name': branch.name,
            'code': branch.code,
            'phone': branch_sudo.pharma_phone or address.phone or '',
            'address': ', '.join(filter(None, (address.street, address.city))),
            'region': branch_sudo.pharma_region_id.name or '',
            'is_open': branch_sudo.pharma_is_open_now,
            'hours': branch_sudo.pharma_opening_hours_id.name or '',
        }

    # === SEARCH === #
    @api.readonly
    @api.model
    def search_products(self, text, partner_id=None, limit=MAX_RESULTS):
        """Return what is sold and called like this, with the customer's price and stock (000-02).

        All words must occur, each in part, in name, active ingredient, strength or code; accents
        and capitals do not count. What begins with the words comes first.

        :param str text: what was typed
        :param int partner_id: of the customer whose prices count, or None
        :param int limit: how many at most, up to 20
        :return: list of dict, see :meth:`_describe_products`
        :raise AccessError: for a customer that the user may not read
        """
        words = plain_words(text[:MAX_TEXT] if isinstance(text, str) else '')[:MAX_WORDS]
        if not words:
            return []
        limit = limit if isinstance(limit, int) and 0 < limit < MAX_RESULTS else MAX_RESULTS
        Product = self.env['product.product']
        domain = Domain('sale_ok', '=', True) & Domain.AND(
            # of letters and digits only: no word can be a pattern
            [Domain('pharma_plain_words', 'like', word) for word in dict.fromkeys(words)]
        )
        query = Product._search(domain)
        column = Product._field_to_sql(Product._table, 'pharma_plain_words', query)
        query.order = SQL(
            "strpos(%(column)s, %(phrase)s) <> 1, strpos(%(column)s, %(phrase)s) = 0,"
            " strpos(%(column)s, %(first)s), length(%(column)s), %(id)s",
            column=column,
            phrase=' '.join(words),
            first=words[0],
            id=SQL.identifier(Product._table, 'id'),
        )
        query.limit = limit
        products = Product.browse(query.get_result_ids())
        return self._describe_products(products, self._take('res.partner', partner_id))

    @api.readonly
    @api.model
    def get_alternatives(self, product_id, partner_id=None):
        """Return medicines of the same ingredient, same strength and in stock first (000-26).

        :param int product_id: of a ``product.product``
        :param int partner_id: of the customer whose prices count, or None
        :return: list of dict, see :meth:`_describe_products`, each with ``is_same_strength``
        :raise AccessError: for a product or customer that the user may not read
        """
        product = self._take('product.product', product_id)
        ingredient = (product.active_ingredient or '').strip()
        if not ingredient:
            return []
        pattern = ingredient.replace('\\', '\\\\').replace('%', '\\%').replace('_', '\\_')
        found = self.env['product.product'].search(
            [
                ('sale_ok', '=', True),
                ('active_ingredient', '=ilike', pattern),
                ('id', '!=', product.id),
            ],
            limit=MAX_RESULTS,
        )
        rows = self._describe_products(found, self._take('res.partner', partner_id))
        strength = ''.join(plain_words(product.strength))
        for row in rows:
            # '500 mg' is '500mg'
            row['is_same_strength'] = ''.join(plain_words(row['strength'])) == strength
        return sorted(rows, key=lambda row: (not row['is_same_strength'], row['total'] <= 0))

    def _describe_products(self, products, partner):
        """Return one dict per product: id, names, price with taxes in its unit, stock, warnings.

        :param products: ``product.product`` records
        :param partner: ``res.partner`` or none of it
        """
        stock = self._get_free_quantities(products)
        prices = self._get_prices([(product, 1.0, product.uom_id) for product in products], partner)
        classes = dict(products._fields['control_class']._description_selection(self.env))
        # sudo: what the label says, and packs, of products that the user may read
        products_sudo = products.sudo()
        conditions = products_sudo.product_tmpl_id._get_storage_conditions()
        return [
            {
                'id': product.id,
                'name': product.display_name,
                'ingredient': product.active_ingredient or '',
                'strength': product.strength or '',
                'form': product.dosage_form or '',
                'price': price,
                'uom_id': product.uom_id.id,
                'uoms': [
                    {'id': uom.id, 'name': uom.name, 'factor': uom.factor / product.uom_id.factor}
                    for uom in product.uom_id | product.uom_ids
                ],
                'is_storable': product.is_storable,
                'stock': stock.get(product.id, {}),
                'total': sum(stock.get(product.id, {}).values()),
                'is_prescription': product.prescription_required,
                'control': classes.get(product.control_class, ''),
                'storage': conditions[product.product_tmpl_id].name or '',
            }
            for product, price in zip(products_sudo, prices, strict=True)
        ]

    def _get_free_quantities(self, products):
        """Return what may be sold now, of all products and branches in one query.

        As core's free quantity: on hand, neither reserved nor past its removal date.

        :return: dict of id: dict of warehouse id: quantity in the stock unit
        """
        branches = self._get_branches()
        if not products or not branches:
            return {}
        self.env['stock.quant'].flush_model(['product_id', 'location_id', 'quantity'])
        self.env['stock.quant'].flush_model(['reserved_quantity', 'removal_date', 'company_id'])
        result = {}
        # quantities only, of branches that the user may read
        for product_id, warehouse_id, quantity in self.env.execute_query(
            SQL(
                """
                SELECT q.product_id, l.warehouse_id, SUM(q.quantity - q.reserved_quantity)
                  FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
                 WHERE q.product_id = ANY(%s) AND l.usage = 'internal'
                   AND l.warehouse_id = ANY(%s)
                   AND (q.removal_date IS NULL OR q.removal_date > %s)
                 GROUP BY q.product_id, l.warehouse_id
                """,
                list(products.ids),
                list(branches.ids),
                fields.Datetime.now(),
            )
        ):
            result.setdefault(product_id, {})[warehouse_id] = float(quantity)
        return result

    @api.model
    def _get_action(self, call=None, partner=None):
        return {
            'type': 'ir.actions.client',
            'tag': 'pharma_phone_order',
            'name': self.env._("Phone Order"),
            'target': 'new',
            'params': {
                'call_id': call.id if call else False,
                'partner_id': partner.id if partner else False,
            },
        }
