import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

MAX_INTERVAL_DAYS = 3650
MAX_CARES = 365
# as for care dates, see pharma_care_case_counting.py
MAX_SUPPLY_DAYS = 36500
# What a care case takes from its products.
CARE_FIELDS = {
    'care_interval_days',
    'care_count_min',
    'care_count_max',
    'therapeutic_group_id',
    'uom_id',
}


def get_supply_days(interval, quantity):
    """Return for how many days a quantity lasts, parts of a day rounded up (decision 1).

    :param float interval: days that one unit of the product lasts
    :param float quantity: in the unit of the product
    """
    return min(MAX_SUPPLY_DAYS, math.ceil(round(interval * quantity, 6)))


class ProductTemplate(models.Model):
    """How long a medicine lasts and how often its buyer is cared for (004-41, 004-46)."""

    _inherit = 'product.template'

    # === FIELDS === #
    care_interval_days = fields.Float(
        string="Care Interval",
        digits=(16, 4),
        aggregator=False,
        help="Days that one unit of the product lasts; 0 means that the product needs no care.",
    )
    care_interval_hint = fields.Char(
        compute='_compute_care_interval_hint',
        string="Supply Lasts",
        help="What the care interval means for each unit in which the product is sold.",
    )
    care_count_min = fields.Integer(
        string="Minimum Cares", help="Suggested minimum number of cares of an order."
    )
    care_count_max = fields.Integer(
        string="Maximum Cares", help="Suggested maximum number of cares of an order; 0: no maximum."
    )

    # === COMPUTE METHODS === #
    @api.depends('care_interval_days', 'uom_id.factor', 'uom_ids.factor', 'uom_id.name')
    @api.depends_context('lang')
    def _compute_care_interval_hint(self):
        for product in self:
            interval = product.care_interval_days
            if not interval:
                product.care_interval_hint = self.env._("No care date")
                continue
            hints = []
            for unit in product.uom_id | product.uom_ids.sorted('factor'):
                days = round(interval * unit.factor / (product.uom_id.factor or 1), 2)
                hints.append(
                    self.env._(
                        "1 %(unit)s: %(days)s days",
                        unit=unit.name,
                        days=formatLang(self.env, days, digits=0 if days == int(days) else 2),
                    )
                )
            product.care_interval_hint = '; '.join(hints)

    # === CONSTRAINT METHODS === #
    @api.constrains('care_interval_days')
    def _check_care_interval_days(self):
        for product in self:
            if not 0 <= product.care_interval_days <= MAX_INTERVAL_DAYS:
                raise ValidationError(
                    self.env._(
                        "Product '%(product)s': %(value)s in the field 'Care Interval' is not"
                        " possible. Enter the days that one %(unit)s lasts, from 0 to %(limit)s;"
                        " 0 means that the product needs no care.",
                        product=product.display_name,
                        value=product.care_interval_days,
                        unit=product.uom_id.name,
                        limit=MAX_INTERVAL_DAYS,
                    )
                )

    @api.constrains('care_count_min', 'care_count_max')
    def _check_care_counts(self):
        for product in self:
            for name in ('care_count_min', 'care_count_max'):
                if not 0 <= product[name] <= MAX_CARES:
                    raise ValidationError(
                        self.env._(
                            "Product '%(product)s': %(value)s in the field '%(field)s' is not"
                            " possible. Enter a number from 0 to %(limit)s; 0 means that there is"
                            " none.",
                            product=product.display_name,
                            value=product[name],
                            field=self._fields[name]._description_string(self.env),
                            limit=MAX_CARES,
                        )
                    )
            if product.care_count_max and product.care_count_max < product.care_count_min:
                raise ValidationError(
                    self.env._(
                        "Product '%(product)s': %(max)s in the field 'Maximum Cares' is below"
                        " 'Minimum Cares' (%(min)s). Raise it, or enter 0 for no maximum.",
                        product=product.display_name,
                        max=product.care_count_max,
                        min=product.care_count_min,
                    )
                )

    @api.model
    def _check_care_number(self, vals):
        """Refuse what programs may send as a care interval and is no number (004-41)."""
        try:
            is_number = math.isfinite(vals.get('care_interval_days') or 0)
        except OverflowError:
            is_number = False
        except TypeError:  # a text: the field itself says what it cannot read
            return
        if not is_number:
            raise ValidationError(
                self.env._(
                    "%(value)s in the field 'Care Interval' is no number of days. Enter one from 0"
                    " to %(limit)s; 0 means that the product needs no care.",
                    value=vals['care_interval_days'],
                    limit=MAX_INTERVAL_DAYS,
                )
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a care interval that is no number (004-41).

        :param list vals_list: one dict of values per product
        :return: the new ``product.template`` records
        :raise ValidationError: for a value that is not finite
        """
        for vals in vals_list:
            self._check_care_number(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Let care cases follow what they take from the product (004-41, 004-46).

        :param dict vals: values to write
        :return: True
        :raise ValidationError: for a care interval that is not finite
        """
        self._check_care_number(vals)
        changed = self._filter_care_change(vals)
        result = super().write(vals)
        if not self.env.context.get('pharma_skip_care'):
            changed._recompute_care(is_grouped='therapeutic_group_id' in vals)
        return result

    # === BUSINESS METHODS === #
    def _filter_care_change(self, vals):
        """Return those products for which the values change something that care depends on."""
        names = CARE_FIELDS & vals.keys()

        def is_changed(product):
            return any(
                field.convert_to_cache(vals[field.name], product)
                != field.convert_to_cache(product[field.name], product)
                for field in map(self._fields.get, names)
            )

        return self.filtered(is_changed) if names else self.browse()

    def _set_care(self, vals):
        """Write care values to many products and tell what follows from it.

        :param dict vals: of care_interval_days, care_count_min, care_count_max
        :return: (products that changed, ``pharma.care.job`` records that move their care dates)
        :raise ValidationError: for values that are not possible
        """
        changed = self._filter_care_change(vals)
        changed.with_context(pharma_skip_care=True).write(vals)
        return changed, changed._recompute_care()

    def _recompute_care(self, is_grouped=False):
        """Bring care cases in line with these products, one job per company.

        Cases that were cared for keep the dates that were agreed with their customers. Orders
        without a case get one if they are not older than the company looks back.

        :param bool is_grouped: the therapeutic group or its profile changed, by which also cases
            in care are found
        :return: the ``pharma.care.job`` records
        """
        jobs = self.env['pharma.care.job']
        if not self.ids:
            return jobs
        states = ('todo', 'ongoing') if is_grouped else ('todo',)
        self.env.flush_all()
        # a product that companies share moves the care cases of all of them
        rows = self.env.execute_query(
            SQL(
                """
                SELECT k.id, k.since
                FROM (SELECT id, %s - make_interval(days => care_history_days) AS since
                      FROM res_company) k
                WHERE EXISTS (%s) ORDER BY k.id
                """,
                fields.Datetime.now(),
                self._get_care_orders_query(SQL('k.id'), SQL('k.since'), states),
            )
        )
        if len(self) == 1:
            reason = self.env._("Care of product '%(product)s'", product=self.display_name)
        else:
            reason = self.env._("Care of %(count)s products", count=len(self))
        for company_id, since in rows:
            query = SQL(
                "%s ORDER BY o.date_order DESC, o.id DESC",
                self._get_care_orders_query(company_id, since, states),
            )
            company = self.env['res.company'].browse(company_id)
            jobs |= jobs._enqueue('orders', company, query, reason)
        if is_grouped:
            jobs |= self._follow_group(reason)
        return jobs

    def _follow_group(self, reason):
        """Tell anew what was bought again where any medicine of the group counts (decision 5).

        :param str reason: what made it necessary, for the list of jobs
        :return: the ``pharma.care.job`` records
        """
        jobs = self.env['pharma.care.job']
        bought = SQL(
            """
            l.product_id IN (SELECT id FROM product_product WHERE product_tmpl_id = ANY(%s))
            """,
            self.ids,
        )
        # sudo: a product that companies share counts for all of them
        companies = (
            self.env['res.company']
            .sudo()
            .search(Domain('care_bought_again', '=', 'group'), order='id')
        )
        for company in companies:
            jobs |= self.env['pharma.care.case']._follow_later(company, reason, bought)
        return jobs

    def _get_care_orders_query(self, company, since, states):
        """Return the query of the orders that hold these products and may move.

        :param company: id of the company, or SQL for it
        :param since: oldest ``date_order`` of orders without a case (UTC), or SQL for it
        :param states: of cases that are brought in line
        """
        return SQL(
            """
            SELECT o.id FROM sale_order o
            LEFT JOIN pharma_care_case c ON c.order_id = o.id
            WHERE o.company_id = %(company)s AND o.state = 'sale'
                AND o.id IN (
                    SELECT l.order_id FROM sale_order_line l
                    JOIN product_product v ON v.id = l.product_id
                    WHERE v.product_tmpl_id = ANY(%(products)s))
                AND (c.state IN %(states)s OR (c.id IS NULL AND o.date_order >= %(since)s))
            """,
            company=company,
            products=self.ids,
            states=tuple(states),
            since=since,
        )
