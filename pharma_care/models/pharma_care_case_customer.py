from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class PharmaCareCase(models.Model):
    """One contact per customer: what to speak about besides the order at hand (004-54)."""

    _inherit = 'pharma.care.case'

    customer_medicines = fields.Char(
        string="All Medicines",
        compute='_compute_customer_medicines',
        help="What the customer takes, of all open care cases that you see; what runs out first"
        " comes first.",
    )

    @api.depends('partner_id', 'company_id', 'line_ids.state', 'line_ids.date_runout')
    @api.depends_context('uid', 'lang')
    def _compute_customer_medicines(self):
        names = defaultdict(dict)
        open_cases = [
            ('partner_id', 'in', self.partner_id.ids),
            ('company_id', 'in', self.company_id.ids),
            ('state', '!=', 'done'),
        ]
        query = self._search(open_cases)  # of which the record rule lets through what he sees
        line = query.join(self._table, 'id', 'pharma_care_line', 'case_id', 'line')
        product = query.join(line, 'product_id', 'product_product', 'id', 'product')
        template = query.join(product, 'product_tmpl_id', 'product_template', 'id', 'template')
        # whoever reads a case may know its medicines, in whatever company the product is
        Line = self.env['pharma.care.line'].sudo()  # sudo: as above
        Template = self.env['product.template'].sudo()  # sudo: as above
        state = Line._field_to_sql(line, 'state', query)
        runout = Line._field_to_sql(line, 'date_runout', query)
        query.order = SQL("%s, %s", runout, Line._field_to_sql(line, 'id', query))
        query.add_where(SQL("%s = 'open'", state))
        rows = self.env.execute_query(
            query.select(
                self._field_to_sql(self._table, 'partner_id', query),
                self._field_to_sql(self._table, 'company_id', query),
                Template._field_to_sql(template, 'name', query),
            )
        )
        for partner_id, company_id, name in rows:
            names[partner_id, company_id][name] = True
        for case in self:
            found = names[case.partner_id.id, case.company_id.id]
            case.customer_medicines = ', '.join(found) or False
