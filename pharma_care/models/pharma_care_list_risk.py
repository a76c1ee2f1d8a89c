from odoo import api, models
from odoo.tools import SQL

# What a figure of the customer says about him that makes him worth a call.
SEGMENTS_AT_RISK = ('at_risk', 'lost')
# The year: half of it judges nobody who buys for three months at once.
WINDOW = '365'
# What is carried along while the first ones are looked for.
DUE_COLUMNS = (
    *('id', 'partner_id', 'company_id', 'is_chronic'),
    *('date_due', 'date_runout', 'date_alerted'),
)


class PharmaCareList(models.Model):
    """Who comes first among those whose supply ends on the same day, and why somebody is in the
    list (000-18, 004-62; decision 9)."""

    _inherit = 'pharma.care.list'

    def _get_due_order(self, case):
        """Return the order of risk (decision 9), SQL: chronic medicines that are overdue, other
        chronic ones, supply that ends without a contact, and of each the nearest end of supply.

        :param SQL case: the table of cases
        """
        return SQL(
            """
            %(case)s.is_chronic IS TRUE AND %(case)s.date_due < %(today)s DESC,
            %(case)s.is_chronic IS TRUE DESC, %(case)s.date_alerted IS NOT NULL DESC,
            LEAST(%(case)s.date_runout, %(case)s.date_due)
            """,
            case=case,
            today=self.date,
        )

    def _get_risk_query(self, query, limit):
        """Return the statement that puts cases in their order, with what is known of the risk.

        Whose supply ends on the same day is told apart by figures: who has not enough medicine,
        who is about to leave, who buys for much. Figures are asked only of those who may come into
        the list, so they cost nothing where there are many: the database takes the first ones and
        all that equal the last of them.

        :param Query query: of ``pharma.care.case`` that may be taken
        :param int limit: how many are wanted
        :return: SQL of the rows (id, partner_id, risk_codes, place)
        """
        Case = self.env['pharma.care.case']
        case = SQL.identifier(Case._table)
        query.order = self._get_due_order(case)
        query.limit = None
        return SQL(
            """
            SELECT due.id, due.partner_id, concat_ws(' ',
                    CASE WHEN due.is_chronic THEN 'chronic' END,
                    CASE WHEN due.date_due < %(today)s
                        THEN 'overdue:' || (%(today)s::date - due.date_due) END,
                    -- else somebody stands before those who are overdue for longer, untold
                    CASE WHEN due.date_runout < LEAST(due.date_due, %(today)s)
                        THEN 'empty:' || (%(today)s::date - due.date_runout) END,
                    CASE WHEN due.date_alerted IS NOT NULL THEN 'alert' END,
                    'pdc:' || floor(adherence.pdc),
                    CASE WHEN figure.segment IN %(segments)s THEN figure.segment END,
                    CASE WHEN figure.value_class = 'a' THEN 'class_a' END) AS risk_codes,
                row_number() OVER (ORDER BY due.rank,
                    adherence.pdc IS NOT NULL DESC,
                    figure.segment IN %(segments)s IS TRUE DESC,
                    coalesce(figure.value_class, 'z'), due.id) AS place
            FROM (SELECT *, rank() OVER (ORDER BY %(order)s) AS rank
                FROM (%(first)s FETCH FIRST %(limit)s ROWS WITH TIES) %(case)s) due
            LEFT JOIN LATERAL (
                -- of a group of this case, which the user sees (107)
                SELECT min(a.pdc) AS pdc
                FROM pharma_care_case_group_rel about
                JOIN pharma_adherence a ON a.partner_id = due.partner_id
                    AND a.therapeutic_group_id = about.group_id AND a."window" = %(window)s
                    AND a.company_id = due.company_id AND a.status = 'not_adherent'
                WHERE about.case_id = due.id) adherence ON true
            LEFT JOIN (%(figures)s) figure
                ON figure.partner_id = due.partner_id AND figure.company_id = due.company_id
            ORDER BY place LIMIT %(limit)s
            """,
            today=self.date,
            window=WINDOW,
            segments=SEGMENTS_AT_RISK,
            order=self._get_due_order(case),
            first=query.select(*(SQL.identifier(Case._table, name) for name in DUE_COLUMNS)),
            case=case,
            limit=limit,
            figures=self._get_figures_query(),
        )

    @api.model
    def _get_figures_query(self):
        """Return the query of the figures of customers that the user may read (118), SQL."""
        Figure = self.env['pharma.customer.figure']
        names = ('partner_id', 'company_id', 'segment', 'value_class')
        Figure.flush_model(names)
        self.env['pharma.adherence'].flush_model()
        if not Figure.has_access('read'):
            return SQL("SELECT 0 AS partner_id, 0 AS company_id, '' AS segment, '' AS value_class")
        query = Figure._search([])
        return query.select(*(SQL.identifier(Figure._table, name) for name in names))
