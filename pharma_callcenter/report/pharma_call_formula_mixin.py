from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Ids of rows are made of what the row is of and of the quarter of an hour since this moment: zones
# are whole quarters away from each other.
EPOCH = '2000-01-01'
QUARTERS = 4_000_000
WEEKDAYS = [
    ('1', "Monday"),
    ('2', "Tuesday"),
    ('3', "Wednesday"),
    ('4', "Thursday"),
    ('5', "Friday"),
    ('6', "Saturday"),
    ('7', "Sunday"),
]


class PharmaCallFormulaMixin(models.AbstractModel):
    """Reports of counts and of ratios made of them; a ratio of many rows is made of their sums."""

    _name = 'pharma.call.formula.mixin'
    _inherit = ['pharma.condensed.mixin']
    _description = "Figures by Formulas"

    # {name of the field: Formula}
    _pharma_formulas = {}

    @api.model
    def _get_ratio_columns(self, alias):
        """Return the SQL of the ratios of a row.

        :param str alias: of the table with the counts
        """
        return SQL(", ").join(
            SQL(
                "%s AS %s",
                formula.get_sql(lambda name: SQL.identifier(alias, name)),
                SQL.identifier(name),
            )
            for name, formula in self._pharma_formulas.items()
        )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        formula = self._pharma_formulas.get(aggregate_spec.partition(':')[0])
        if formula is None:
            return super()._read_group_select(aggregate_spec, query)
        return formula.get_sql(
            lambda name: SQL("sum(%s)", self._field_to_sql(self._table, name, query))
        )

    @api.model
    def _get_condensed(self, domain, grouping_sets, aggregates, order):
        """Condense the counts that ratios are made of, see the mixin above."""
        counted = []
        for spec in aggregates:
            formula = self._pharma_formulas.get(spec.partition(':')[0])
            counted += [f'{name}:sum' for name in formula.columns] if formula else [spec]
        return super()._get_condensed(domain, grouping_sets, [*dict.fromkeys(counted)], order)

    @api.model
    def _get_id_sql(self, number, hour):
        """Return the SQL of the id of a row.

        :param SQL number: what the row is of
        :param SQL hour: its beginning
        """
        return SQL(
            "(%s::bigint * %s + (extract(epoch FROM %s - timestamp %s) / 900)::bigint)",
            number,
            QUARTERS,
            hour,
            EPOCH,
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self.env['pharma.analysis.mixin']._get_demanded_ids(domain)
        if ids is not None:
            # by ids alone all hours would be looked through
            ids = [id_ for id_ in ids if type(id_) is int and 0 < id_ < 2**63]
            domain = Domain(domain) & self._get_id_domain(ids)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_id_domain(self, ids):
        """Return the domain of what ids of rows tell, which finds the rows by an index."""
        start = fields.Datetime.to_datetime(EPOCH)
        return Domain(
            'date_hour', 'in', {start + timedelta(minutes=15 * (id_ % QUARTERS)) for id_ in ids}
        )
