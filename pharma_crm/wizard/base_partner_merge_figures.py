from odoo import api, models
from odoo.tools import SQL

# The other columns of the unique keys.
UNIQUE_BESIDES_CUSTOMER = {
    'pharma_customer_figure': ('company_id',),
    'pharma_customer_group_figure': ('company_id', 'therapeutic_group_id'),
    'pharma_customer_history': ('company_id', 'date'),
}


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """The figures of merged customers are those of one customer (002-21)."""

    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # Core drops all rows of a duplicate when one of them clashes with a unique key: make room.
        # What both have stays that of the kept customer until it is worked out anew below; closed
        # months stay as they were.
        merged = (src_partners | dst_partner).ids
        for table, keys in UNIQUE_BESIDES_CUSTOMER.items():
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM %(table)s row
                     WHERE partner_id = ANY(%(sources)s) AND EXISTS (
                        SELECT FROM %(table)s other
                         WHERE other.partner_id = ANY(%(merged)s) AND other.id <> row.id
                           AND (other.partner_id = %(kept)s OR other.id < row.id) AND %(same)s)
                    """,
                    table=SQL.identifier(table),
                    sources=src_partners.ids,
                    merged=merged,
                    kept=dst_partner.id,
                    same=SQL(" AND ").join(
                        SQL("%s = %s", SQL.identifier('other', key), SQL.identifier('row', key))
                        for key in keys
                    ),
                )
            )
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT company_id FROM pharma_customer_figure WHERE partner_id = ANY(%s)",
                merged,
            )
        )
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all(flush=True)
        # sudo: figures are the company's, whoever may merge its customers
        Figure = self.env['pharma.customer.figure'].sudo()
        for company in Figure.env['res.company'].browse(row[0] for row in rows):
            Figure._refresh_customers(company, SQL("partner_id = ANY(%s)", dst_partner.ids))
        return result
