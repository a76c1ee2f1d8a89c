from datetime import timedelta

import pytz

from odoo import api, fields, models


class ResCompany(models.Model):
    """How long goods are held for customers, and whether a part is held (000-26)."""

    _inherit = 'res.company'

    pharma_reservation_days = fields.Integer(
        string="Hold Goods for (days)",
        default=3,
        help="So many days after goods came they are held for the customer; then the next who"
        " waits gets them.",
    )
    pharma_reservation_partial = fields.Boolean(
        string="Hold a Part",
        default=True,
        help="If less arrived than a customer asked for, the part is held. Off: the next customer"
        " whom it is enough for gets it.",
    )
    pharma_hold_location_id = fields.Many2one(
        'stock.location', string="Held for Customers", check_company=True, copy=False
    )

    @api.constrains('pharma_reservation_days')
    def _check_pharma_reservation_days(self):
        self._pharma_check_ranges({'pharma_reservation_days': (0, 365)})

    def _pharma_get_hold_until(self):
        """Return the day until which goods are held that arrive now."""
        self.ensure_one()
        return self._pharma_today() + timedelta(days=self.pharma_reservation_days)

    def _pharma_day(self, moment):
        """Return the day of a moment in the company's time zone.

        :param datetime moment: UTC
        """
        # sudo: in which zone a company works
        zone = pytz.timezone(self.sudo()._pharma_tz())
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _pharma_get_hold_location(self):
        """Return the place to which holds point; goods never get there."""
        self.ensure_one()
        company = self.sudo()  # sudo: technical place of the company, made by the first hold
        if not company.pharma_hold_location_id:
            company.pharma_hold_location_id = company.env['stock.location'].create(
                {
                    'name': self.env._("Held for Customers"),
                    'usage': 'internal',
                    'company_id': company.id,
                }
            )
        return company.pharma_hold_location_id
