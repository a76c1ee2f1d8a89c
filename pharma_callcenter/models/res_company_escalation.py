from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Who is told last of late tickets, and when their digest goes out (003-17)."""

    _inherit = 'res.company'

    pharma_management_user_ids = fields.Many2many(
        'res.users',
        'pharma_company_management_user_rel',
        'company_id',
        'user_id',
        string="Management for Tickets",
        domain=[('share', '=', False)],
        help="Told of tickets that nobody has answered or solved long after their date; grants"
        " later dates for them. Empty: supervisors are told, administrators grant.",
    )
    pharma_digest_period = fields.Selection(
        [('daily', "Every Day"), ('weekly', "Every Monday")],
        string="Digest of Late Tickets",
        required=True,
        default='daily',
    )
    pharma_digest_hour = fields.Integer(
        string="Hour of the Digest", default=8, help="From 0 to 23, in the company's time zone."
    )
    pharma_digest_date = fields.Date(string="Last Digest", readonly=True)
    pharma_waiting_days = fields.Integer(
        string="Wait for a Customer at Most (Days)",
        default=7,
        help="After that many days without an answer of the customer the clock of the ticket runs"
        " again, and the responsible person is told.",
    )

    @api.constrains('pharma_digest_hour', 'pharma_waiting_days')
    def _check_pharma_digest(self):
        for company in self:
            if not 0 <= company.pharma_digest_hour <= 23:
                raise ValidationError(
                    self.env._("Enter the hour of the digest of late tickets from 0 to 23.")
                )
            if not 1 <= company.pharma_waiting_days <= 90:
                raise ValidationError(
                    self.env._("Enter how long to wait for a customer from 1 to 90 days.")
                )

    def _pharma_is_digest_due(self):
        """Return whether the digest of today has still to be sent: its hour has come."""
        self.ensure_one()
        zone = pytz.timezone(self._pharma_tz())
        local = pytz.utc.localize(fields.Datetime.now()).astimezone(zone)
        day = local.date()
        # a weekly digest that was missed on Monday is made up for
        since = day if self.pharma_digest_period == 'daily' else day - timedelta(local.weekday())
        return local.hour >= self.pharma_digest_hour and (
            not self.pharma_digest_date or self.pharma_digest_date < since
        )
