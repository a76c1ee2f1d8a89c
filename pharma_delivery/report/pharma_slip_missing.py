from odoo import fields, models
from odoo.tools import SQL


class PharmaSlipMissing(models.Model):
    """Delivered slips whose signed copy has not come back, by age (000-31)."""

    _name = 'pharma.slip.missing'
    _description = "Missing Slip"
    _auto = False
    _rec_name = 'slip_number'
    _order = 'date_done, id'

    picking_id = fields.Many2one('stock.picking', string="Transfer", readonly=True)
    slip_number = fields.Char(string="Slip", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    courier_id = fields.Many2one('res.users', readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    batch_id = fields.Many2one('stock.picking.batch', string="Round", readonly=True)
    date_done = fields.Datetime(string="Delivered on", readonly=True)
    age_days = fields.Integer(string="Days Out", aggregator='avg', readonly=True)
    age_band = fields.Selection(
        [
            ('0', "Today and Yesterday"),
            ('1', "2 to 7 Days"),
            ('2', "8 to 30 Days"),
            ('3', "31 to 90 Days"),
            ('4', "More than 90 Days"),
        ],
        string="Age",
        readonly=True,
    )

    @property
    def _table_query(self):
        # days are those of the company's time zone
        return SQL(
            """
            SELECT m.*, CASE WHEN m.age_days <= 1 THEN '0' WHEN m.age_days <= 7 THEN '1'
                WHEN m.age_days <= 30 THEN '2' WHEN m.age_days <= 90 THEN '3' ELSE '4' END
                AS age_band
            FROM (
                SELECT p.id, p.id AS picking_id, p.slip_number, p.company_id, p.partner_id,
                    p.courier_id, t.warehouse_id, p.batch_id, p.date_done,
                    (%(now)s::timestamp AT TIME ZONE 'UTC'
                        AT TIME ZONE coalesce(c.pharma_tz, 'UTC'))::date
                    - (p.date_done AT TIME ZONE 'UTC'
                        AT TIME ZONE coalesce(c.pharma_tz, 'UTC'))::date AS age_days
                FROM stock_picking p
                JOIN res_company c ON c.id = p.company_id
                JOIN stock_picking_type t ON t.id = p.picking_type_id
                WHERE p.slip_number IS NOT NULL AND p.date_returned IS NULL
                    AND p.delivery_state IN ('delivered', 'partly')
                    AND (p.courier_id IS NOT NULL OR c.pharma_slip_return_all)
            ) m
            """,
            now=fields.Datetime.now(),
        )

    def action_open_slip(self):
        """Open the slip itself.

        :return: form action
        """
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'stock.picking',
            'res_id': self.picking_id.id,
            'views': [(False, 'form')],
        }
