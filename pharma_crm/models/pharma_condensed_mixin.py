from odoo import api, models
from odoo.tools import SQL
from odoo.tools.query import Query

# What can be worked out of parts, and how from the parts; averages from the sum and the count.
FUNCTIONS = {'sum': SQL("sum"), 'min': SQL("min"), 'max': SQL("max"), 'avg': SQL("sum")}
CONDENSED = 'pharma_condensed'


class PharmaCondensedMixin(models.AbstractModel):
    """Pivots over millions of rows: condensed first, then summed up (000-08, 000-16).

    PostgreSQL works on a plain GROUP BY with all its processors, on the GROUPING SETS of a pivot
    with one. So rows are condensed to the finest groups of the pivot, a few hundred, and the sums
    of rows and columns are made of those.
    """

    _name = 'pharma.condensed.mixin'
    _description = "Pivot over Many Rows"

    # Names of fields of which a group shows the plain average of its rows.
    _pharma_averages = ()

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        condensed = self._get_condensed(domain, grouping_sets, aggregates, order)
        if condensed is None:
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        records = self.with_context(**{CONDENSED: condensed})
        groups = super(PharmaCondensedMixin, records)._read_grouping_sets(
            domain, grouping_sets, aggregates, order
        )
        return [
            [
                tuple(
                    value.with_env(self.env) if isinstance(value, models.BaseModel) else value
                    for value in row
                )
                for row in rows
            ]
            for rows in groups
        ]

    @api.model
    def _get_condensed(self, domain, grouping_sets, aggregates, order):
        """Return the query of the finest groups, under the names of the fields; None where what is
        asked cannot be made of parts, or where there is nothing to gain.

        Arguments as of :meth:`_read_grouping_sets`; rights and rules are applied here.
        """
        names = {spec.partition(':')[0] for specs in grouping_sets for spec in specs}
        measures = dict(spec.split(':') for spec in aggregates if spec != '__count')
        ordered = {term.split()[0] for term in (order or '').split(',') if term.strip()}
        asked = {spec for specs in grouping_sets for spec in specs} | {*aggregates, '__count'}
        # a related field is looked up by another one, which the condensed rows have not
        is_plain = all(
            name in self._fields
            and self._fields[name].store
            and self._fields[name].type not in ('many2many', 'properties')
            for name in names | measures.keys()
        )
        if (
            len(grouping_sets) < 2
            or not is_plain
            or len(measures) < sum(spec != '__count' for spec in aggregates)
            or not set(measures.values()) <= FUNCTIONS.keys()
            or any(
                function == 'avg' and name not in self._pharma_averages
                for name, function in measures.items()
            )
            or names & measures.keys()
            or not ordered <= asked
        ):
            return None
        query = self._search(domain)
        if query.is_empty():
            return None
        columns = {name: self._field_to_sql(self._table, name, query) for name in sorted(names)}
        query.groupby = SQL(", ").join(columns.values())
        return query.select(
            *(SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items()),
            *(
                SQL(
                    "%s(%s) AS %s",
                    FUNCTIONS[function],
                    self._field_to_sql(self._table, name, query),
                    SQL.identifier(name),
                )
                for name, function in measures.items()
            ),
            *(
                SQL(
                    "count(%s) AS %s",
                    self._field_to_sql(self._table, name, query),
                    SQL.identifier(self._get_counter(name)),
                )
                for name, function in measures.items()
                if function == 'avg'
            ),
            SQL("count(*) AS __count"),
        )

    @api.model
    def _get_counter(self, name):
        return f'__count_{name}'

    def _is_condensed(self):
        # what a client sends in a context is never SQL
        return isinstance(self.env.context.get(CONDENSED), SQL)

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self._is_condensed():
            return Query(self.env, self._table, SQL("(%s)", self.env.context[CONDENSED]))
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if not self._is_condensed():
            return super()._read_group_select(aggregate_spec, query)
        if aggregate_spec == '__count':
            return SQL("sum(%s)::bigint", SQL.identifier(self._table, '__count'))
        name, _colon, function = aggregate_spec.partition(':')
        if function == 'avg':
            return SQL(
                "sum(%s) / nullif(sum(%s), 0)",
                self._field_to_sql(self._table, name, query),
                SQL.identifier(self._table, self._get_counter(name)),
            )
        total = super()._read_group_select(aggregate_spec, query)
        if function == 'sum' and self._fields[name].type == 'integer':
            # of big integers PostgreSQL makes a decimal number
            return SQL("%s::bigint", total)
        return total
