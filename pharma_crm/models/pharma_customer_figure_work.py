from odoo import api, models
from odoo.tools import SQL

# What one purchase after another tells, of the customer as a whole and of each group alike.
COMMON = (
    'date_first',
    'date_last',
    'order_count',
    'purchase_count',
    'amount_total',
    'period_purchase_count',
    'period_amount',
    'rhythm_days',
    'date_expected',
    'date_won_back',
)
ORDER_COLUMNS = (
    'last_order_id',
    'warehouse_id',
    'team_id',
    'channel_id',
    'motive_id',
    'taken_by',
    'therapeutic_group_id',
)
PURCHASES = SQL.identifier('pharma_purchase')
FRESH = SQL.identifier('pharma_fresh')


class PharmaCustomerFigure(models.Model):
    _inherit = 'pharma.customer.figure'

    @api.model
    def _refresh_customers(self, company, where, today=None):
        """Work out the figures of customers, in total and by group; only what changed is written.

        Scores, classes and segments that compare customers follow in :meth:`_refresh_ranks`.

        :param company: ``res.company`` in which they bought
        :param SQL where: which customers, one condition that begins with ``partner_id``
        :param date today: day of the figures, default today; later orders do not count
        """
        self.env.flush_all()
        values = company._pharma_figure_values(today)
        self._gather_purchases(values, where)
        self._write_group_figures(values, where)
        self._write_figures(values, where)
        self.env.cr.execute(SQL("DROP TABLE %s", PURCHASES))
        self.env['pharma.customer.group.figure'].invalidate_model(flush=False)
        self.invalidate_model(flush=False)

    @api.model
    def _gather_purchases(self, values, where):
        """Put the lines that count into a table of this transaction, for both statements."""
        lines = self.env['sale.order.line']._pharma_net_query(
            SQL("o.company_id = %s AND o.%s", values['company'], where), SQL("%s", values['tz'])
        )
        # a table, not a sub-query: without its statistics all below is planned for a few rows
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS"
                " SELECT order_id, partner_id, moment, day, group_id, quantity, amount, is_goods"
                " FROM (%s) l WHERE day <= %s",
                PURCHASES,
                lines,
                values['today'],
            )
        )
        self.env.cr.execute(SQL("ANALYZE %s", PURCHASES))

    @api.model
    def _get_rhythm_query(self, values, is_by_group):
        """Return the query of COMMON per customer, or per customer and group.

        Purchases of one day are one. A customer came back by a purchase on whose eve the rhythm of
        the purchases before it said 'lost'.

        :param dict values: see :meth:`res.company._pharma_figure_values`
        :param bool is_by_group: one row per therapeutic group
        """
        return SQL(
            """
            WITH days AS MATERIALIZED (
                SELECT partner_id, %(group)s AS group_id, day, sum(amount) AS amount,
                    sum(quantity) AS quantity, bool_or(is_goods) AS is_purchase,
                    count(DISTINCT order_id) FILTER (WHERE is_goods) AS orders
                FROM %(purchases)s WHERE %(is_grouped)s GROUP BY 1, 2, 3
            ),
            gaps AS MATERIALIZED (
                SELECT *, CASE WHEN is_purchase THEN day - lag(day) OVER (
                    PARTITION BY partner_id, group_id, is_purchase ORDER BY day) END AS gap
                FROM days
            ),
            comebacks AS (
                SELECT partner_id, group_id, max(day) AS date_won_back
                FROM (
                    SELECT late.partner_id, late.group_id, late.day
                    FROM gaps late
                    JOIN gaps early ON early.partner_id = late.partner_id
                        AND early.group_id = late.group_id AND early.day < late.day
                        AND early.is_purchase
                    WHERE late.day > %(today)s - %(won_back_days)s
                        AND late.gap - 1 > %(lost_factor)s * %(min_days)s
                    GROUP BY late.partner_id, late.group_id, late.day, late.gap
                    HAVING late.gap - 1 > %(lost_factor)s * greatest(%(min_days)s,
                        CASE WHEN count(*) >= %(min_purchases)s
                            THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY early.gap)
                            ELSE %(default_days)s END)
                ) late
                GROUP BY partner_id, group_id
            ),
            rhythms AS (
                SELECT partner_id, group_id, min(day) FILTER (WHERE is_purchase) AS date_first,
                    max(day) FILTER (WHERE is_purchase) AS date_last, sum(orders) AS order_count,
                    sum(quantity) AS quantity, count(*) FILTER (WHERE is_purchase)
                        AS purchase_count,
                    round(sum(amount)::numeric, %(digits)s) AS amount_total,
                    count(*) FILTER (WHERE is_purchase AND day > %(period_start)s)
                        AS period_purchase_count,
                    round(coalesce(sum(amount) FILTER (WHERE day > %(period_start)s), 0)::numeric,
                        %(digits)s) AS period_amount,
                    CASE WHEN count(*) FILTER (WHERE is_purchase) >= %(min_purchases)s
                        THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) END AS rhythm_days
                FROM gaps GROUP BY partner_id, group_id HAVING bool_or(is_purchase)
            )
            SELECT r.*, r.date_last + ceil(r.rhythm_days)::integer AS date_expected,
                b.date_won_back
            FROM rhythms r LEFT JOIN comebacks b USING (partner_id, group_id)
            """,
            **values,
            purchases=PURCHASES,
            group=SQL("group_id") if is_by_group else SQL("0"),
            is_grouped=SQL("group_id IS NOT NULL") if is_by_group else SQL("true"),
        )

    @api.model
    def _get_segment_sql(self, values, value_class):
        """Return the SQL expression of the segment of a row with the columns of COMMON.

        :param dict values: see :meth:`res.company._pharma_figure_values`
        :param SQL value_class: expression of the value class
        """
        rhythm = SQL(
            "greatest(%s, coalesce(rhythm_days, %s))", values['min_days'], values['default_days']
        )
        since = SQL("(%s - date_last)", values['today'])
        return SQL(
            """
            CASE WHEN %(since)s > %(lost_factor)s * %(rhythm)s THEN 'lost'
                WHEN %(since)s > %(risk_factor)s * %(rhythm)s THEN 'at_risk'
                WHEN date_won_back > %(today)s - %(won_back_days)s THEN 'won_back'
                WHEN date_first > %(today)s - %(new_days)s THEN 'new'
                WHEN period_purchase_count >= %(loyal)s AND %(value_class)s = 'a' THEN 'vip'
                WHEN period_purchase_count >= %(loyal)s THEN 'loyal'
                ELSE 'regular' END
            """,
            **values,
            since=since,
            rhythm=rhythm,
            value_class=value_class,
        )

    @api.model
    def _write_group_figures(self, values, where):
        names = (*COMMON, 'quantity', 'segment')
        query = SQL(
            "SELECT %s AS company_id, partner_id, group_id AS therapeutic_group_id, %s, quantity,"
            " %s AS segment FROM (%s) f",
            values['company'],
            _columns(COMMON),
            self._get_segment_sql(values, SQL("''")),
            self._get_rhythm_query(values, True),
        )
        keys = ('company_id', 'partner_id', 'therapeutic_group_id')
        self._upsert('pharma_customer_group_figure', keys, names, query, values, where)

    @api.model
    def _write_figures(self, values, where):
        names = (*COMMON, *ORDER_COLUMNS)
        query = SQL(
            """
            SELECT %(company)s AS company_id, f.partner_id, %(common)s, o.id AS last_order_id,
                o.warehouse_id, o.team_id, o.pharma_channel_id AS channel_id,
                o.pharma_purchase_motive_id AS motive_id, o.pharma_taken_by AS taken_by,
                main.therapeutic_group_id
            FROM (%(rhythms)s) f
            JOIN (
                SELECT DISTINCT ON (partner_id) partner_id, order_id FROM %(purchases)s
                WHERE is_goods ORDER BY partner_id, moment DESC, order_id DESC
            ) last USING (partner_id)
            JOIN sale_order o ON o.id = last.order_id
            LEFT JOIN (
                SELECT DISTINCT ON (partner_id) partner_id, therapeutic_group_id
                FROM pharma_customer_group_figure
                WHERE company_id = %(company)s AND %(where)s AND period_amount > 0
                ORDER BY partner_id, period_amount DESC, therapeutic_group_id
            ) main ON main.partner_id = f.partner_id
            """,
            common=_columns(COMMON, 'f'),
            rhythms=self._get_rhythm_query(values, False),
            purchases=PURCHASES,
            company=values['company'],
            where=where,
        )
        keys = ('company_id', 'partner_id')
        self._upsert('pharma_customer_figure', keys, names, query, values, where)

    @api.model
    def _upsert(self, table, keys, names, query, values, where):
        """Bring a table in line with a query: drop, add and change rows, leave the others alone.

        :param str table: name of the table
        :param keys: names of the columns of its unique key
        :param names: names of the other columns
        :param SQL query: rows as they should be, with keys and names as columns
        :param dict values: parameters of the company
        :param SQL where: which customers the query is about, a condition on ``partner_id``
        """
        same = SQL(" AND ").join(
            SQL("%s = %s", SQL.identifier('fresh', key), SQL.identifier('t', key)) for key in keys
        )
        parts = {
            'fresh': FRESH,
            'table': SQL.identifier(table),
            'scope': SQL("t.company_id = %s AND t.%s", values['company'], where),
            'same': same,
            'keys': _columns(keys),
            'own_keys': _columns(keys, 't'),
            'columns': _columns(names),
            'own': _columns(names, 't'),
            'new': _columns(names, 'fresh'),
            'changed': _columns((*keys, *names), 'fresh'),
            'excluded': _columns(names, 'excluded'),
        }
        # a table for the sake of its statistics, as above
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", FRESH, query))
        self.env.cr.execute(SQL("ANALYZE %s", FRESH))
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (
                    DELETE FROM %(table)s t WHERE %(scope)s
                        -- hashed whatever the planner knows of the table
                        AND (%(own_keys)s) NOT IN (SELECT %(keys)s FROM %(fresh)s)
                )
                INSERT INTO %(table)s (%(keys)s, %(columns)s)
                SELECT %(changed)s FROM %(fresh)s fresh
                LEFT JOIN %(table)s t ON %(same)s AND %(scope)s
                WHERE t.id IS NULL OR (%(own)s) IS DISTINCT FROM (%(new)s)
                ON CONFLICT (%(keys)s) DO UPDATE SET (%(columns)s) = (%(excluded)s)
                """,
                **parts,
            )
        )
        self.env.cr.execute(SQL("DROP TABLE %s", FRESH))


def _columns(names, alias=None):
    prefix = (alias,) if alias else ()
    return SQL(", ").join(SQL.identifier(*prefix, name) for name in names)
