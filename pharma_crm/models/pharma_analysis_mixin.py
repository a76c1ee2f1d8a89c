from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

MAX_RECORDS = 1000


class PharmaAnalysisMixin(models.AbstractModel):
    """What lists about customers share: who the person is, and the way to the orders."""

    _name = 'pharma.analysis.mixin'
    _inherit = 'pharma.condensed.mixin'
    _description = "Analysis of Customers"

    @api.model
    def _get_selection(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.model
    def _selection_taken_by(self):
        return self._get_selection('sale.order', 'pharma_taken_by')

    @api.model
    def _selection_customer_type(self):
        return self._get_selection('res.partner', 'pharma_customer_type')

    @api.model
    def _get_person_columns(self):
        """Return {field name: SQL} of the customer, joined as ``p`` (res_partner) and ``f``
        (pharma_customer_figure).
        """
        return {
            'ref': SQL("p.ref"),
            'phone': SQL("p.phone"),
            'active': SQL("p.active"),
            'user_id': SQL("p.user_id"),
            'team_id': SQL("f.team_id"),
            'customer_type': SQL("p.pharma_customer_type"),
            'customer_group_id': SQL("p.pharma_customer_group_id"),
            'customer_channel_id': SQL("p.pharma_channel_id"),
            'region_id': SQL("p.pharma_region_id"),
            'state_id': SQL("p.state_id"),
            'city': SQL("p.city"),
            'birthdate': SQL("p.pharma_birthdate"),
            'age_range_id': SQL("p.pharma_age_range_id"),
            'gender': SQL("p.pharma_gender"),
            'preferred_channel': SQL("p.pharma_preferred_channel"),
        }

    @api.model
    def _get_recency_column(self, alias):
        """Return the SQL of the days since the last purchase; only where it is shown it costs.

        :param str alias: of the table with company_id and date_last
        """
        return SQL(
            "((SELECT day FROM %s WHERE today.company_id = %s) - %s)",
            self.env['res.company']._pharma_today_query(),
            SQL.identifier(alias, 'company_id'),
            SQL.identifier(alias, 'date_last'),
        )

    @api.model
    def _get_net_lines(self, company, where, counts):
        """Return the ids (order, line) of the lines that count, as the figures count them.

        :param company: ``res.company``
        :param SQL where: condition on ``o`` (sale_order) and ``l`` (sale_order_line)
        :param SQL counts: condition on the columns of :meth:`sale.order.line._pharma_net_query`
        """
        lines = self.env['sale.order.line']._pharma_net_query(
            SQL("o.company_id = %s AND %s", company.id, where), SQL("%s", company._pharma_tz())
        )
        return self.env.execute_query(
            SQL("SELECT order_id, id FROM (%s) net WHERE %s", lines, counts)
        )

    @api.model
    def _get_orders_action(self, company, where, counts):
        """Return the window action of the orders with lines that count; arguments as above.

        By their ids: no domain tells what came back. Rights on orders are checked when they are
        read.
        """
        rows = self._get_net_lines(company, where, counts)
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_crm.pharma_order_action')
        return {
            **action,
            'domain': [('id', 'in', sorted({row[0] for row in rows}))],
            'context': {'create': False},
        }

    @api.model
    def _get_demanded_ids(self, domain):
        """Return the ids that a domain demands, None if it names none or only as one of several.

        Rows that stand for groups of others are found by what they are grouped by; by their id
        alone all groups would be built first.

        :param domain: search domain
        """
        tokens = list(Domain(domain))
        if any(token in ('|', '!') for token in tokens):
            return None
        for token in tokens:
            if token[0] == 'id' and token[1] == 'in' and not isinstance(token[2], SQL):
                return list(token[2])
        return None
