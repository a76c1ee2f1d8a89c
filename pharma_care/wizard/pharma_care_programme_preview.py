from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..models.pharma_care_programme_hit import REASONS
from ..tools import check_single

DAYS = 30
# More customers than that are no preview; the others are counted.
MAX_ROWS = 10000
COLUMNS = (
    'partner_id',
    'reason',
    'date_trigger',
    'date_hit',
    'date_from',
    'date_to',
    'order_id',
    'product_id',
)


class PharmaCareProgrammePreview(models.TransientModel):
    """Whom a programme would hit, by the statement of the night and without hitting (000-10)."""

    _name = 'pharma.care.programme.preview'
    _description = "Preview of a Care Programme"
    _order = 'part, date_hit, id'
    _rec_name = 'programme_id'

    programme_id = fields.Many2one(
        'pharma.care.programme', required=True, readonly=True, ondelete='cascade'
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    part = fields.Selection(
        [
            ('1_today', "Today"),
            ('2_later', "Within 30 Days"),
            ('3_left_out', "Left Out"),
            ('4_past', "Last 30 Days (as an example, would not be hit)"),
        ],
        string="When",
        readonly=True,
    )
    reason = fields.Selection(REASONS, string="Left Out Because", readonly=True)
    count = fields.Integer(string="Customers", readonly=True, default=1, aggregator='sum')
    date_trigger = fields.Date(
        string="Day of the Reason",
        readonly=True,
        help="Of the purchase, of the birthday, or on which the customer is found.",
    )
    date_hit = fields.Date(
        string="Begins On",
        readonly=True,
        help="Estimated by the number of new customers per day.",
    )
    date_from = fields.Date(string="Contact From", readonly=True)
    date_to = fields.Date(string="Contact Until", readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True)
    product_id = fields.Many2one('product.product', string="Medicine", readonly=True)

    @api.model
    def _open(self, programme):
        """Work the preview of a programme out and return the action that opens it.

        :param programme: ``pharma.care.programme``, complete
        """
        self.search([('programme_id', '=', programme.id)]).unlink()
        companies = programme._get_companies() & self.env.companies
        for company in companies:
            self._fill(programme, company)
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_care.pharma_care_programme_preview_action'
        )
        name = self.env._("Preview: %(programme)s", programme=programme.name)
        return {
            **action,
            'name': name,
            'display_name': name,
            'domain': [('programme_id', '=', programme.id), ('create_uid', '=', self.env.uid)],
        }

    @api.model
    def _fill(self, programme, company):
        """Write the rows of a company.

        :param programme: ``pharma.care.programme``
        :param company: ``res.company``
        """
        self.env.flush_all()
        day = company._pharma_today()
        values = programme._get_find_values(company, day + timedelta(days=DAYS), past_days=DAYS)
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        self.env.cr.execute(
            SQL(
                """
                WITH found AS MATERIALIZED (
                    SELECT r.*, CASE WHEN is_past THEN '4_past'
                            WHEN reason IS NOT NULL THEN '3_left_out'
                            WHEN is_today THEN '1_today' ELSE '2_later' END AS part,
                        CASE WHEN reason IS NULL AND NOT is_past THEN GREATEST(date_found,
                            %(day)s::date + ((total - 1) / %(daily_max)s)::int) END AS date_hit
                      FROM (%(ranked)s) r),
                shown AS (
                    SELECT part, 1 AS count, %(columns)s FROM found
                     WHERE reason IS DISTINCT FROM 'observed'
                        AND (date_hit <= %(until)s OR date_hit IS NULL)
                     ORDER BY part, place LIMIT %(limit)s)
                INSERT INTO pharma_care_programme_preview (programme_id, company_id, create_uid,
                    write_uid, create_date, write_date, part, count, %(columns)s)
                SELECT %(programme)s, %(company)s, %(uid)s, %(uid)s, %(now)s, %(now)s, rows.*
                  FROM (
                    SELECT * FROM shown
                    -- whom nobody is to call is counted and not named
                    UNION ALL
                    SELECT '3_left_out', count(*)::int, NULL, 'observed', NULL, NULL, NULL, NULL,
                        NULL, NULL FROM found WHERE reason = 'observed' AND NOT is_past
                    HAVING count(*) > 0) rows
                """,
                **values,
                ranked=programme._get_ranked_query(values),
                columns=columns,
                limit=MAX_ROWS,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model(flush=False)

    def action_view_customer(self):
        """Open the customer of a row.

        :return: window action of ``res.partner``, nothing to do for a row that only counts
        :raise UserError: unless it is called on one record
        """
        check_single(self)
        self.check_access('read')
        if not self.partner_id:
            return False
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'res.partner',
            'res_id': self.partner_id.id,
            'views': [(False, 'form')],
        }
