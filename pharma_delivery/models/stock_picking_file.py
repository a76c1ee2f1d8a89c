from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .stock_picking_expiry import STAFF

# Deliveries after which the signed copy is owed.
OWED = ('delivered', 'partly')
BATCH_SIZE = 200


class StockPicking(models.Model):
    """The copy the customer signed comes back, is filed, and missed otherwise (000-31)."""

    _inherit = 'stock.picking'

    slip_returned_by_id = fields.Many2one(
        'res.users', string="Slip Taken in by", copy=False, readonly=True, groups=STAFF
    )
    slip_filed_place = fields.Char(
        string="Filed in",
        copy=False,
        groups=STAFF,
        help="Where the signed paper lies, e.g. folder 2026-11.",
    )
    slip_scan_ids = fields.Many2many(
        'ir.attachment',
        'pharma_slip_scan_rel',
        'picking_id',
        'attachment_id',
        string="Signed Copy",
        copy=False,
        groups=STAFF,
        help="Scan or photo of the signed slip.",
    )
    date_slip_reminded = fields.Date(string="Reminded of the Slip on", copy=False, groups=STAFF)

    # delivered slips that have not come back: a small part of all transfers
    _pharma_missing_slip_idx = models.Index(
        "(company_id, date_done) WHERE slip_number IS NOT NULL AND date_returned IS NULL"
        " AND delivery_state IN ('delivered', 'partly')"
    )

    # === BUSINESS METHODS === #
    def _get_return_obstacle(self):
        """Return why the signed copy cannot be taken in now, False if it can (000-31)."""
        self.ensure_one()
        if self.date_returned:
            return self.env._(
                "Came back on %(date)s already.",
                date=format_datetime(self.env, self.date_returned, dt_format='short'),
            )
        if self.delivery_state == 'cancelled':
            return self.env._("Cancelled: there was no delivery. Put the paper aside.")
        if self.delivery_state not in (*OWED, 'refused'):
            return self.env._("Not delivered yet. Record the visit or validate the transfer first.")
        return False

    def _take_in_slip(self, place=False):
        """Note that the signed copies came back.

        :param place: where they are filed, text or False
        """
        values = {'date_returned': fields.Datetime.now(), 'slip_returned_by_id': self.env.uid}
        if place:
            values['slip_filed_place'] = place
        self.write(values)
        self.activity_feedback(['pharma_delivery.mail_activity_type_missing_slip'])

    def _attach_signed_copies(self, attachments):
        """Keep scans of the signed slip, named by its number.

        :param attachments: ``ir.attachment`` records the user uploaded
        """
        self.ensure_one()
        number = self.slip_number.replace('/', '-')
        kept = len(self.slip_scan_ids)
        for place, attachment in enumerate(attachments, start=kept + 1):
            extension = attachment.name.rpartition('.')[2]
            suffix = f'.{extension}' if extension != attachment.name else ''
            attachment.write(
                {
                    'name': f'{number}-{place}{suffix}' if place > 1 else f'{number}{suffix}',
                    'res_model': self._name,
                    'res_id': self.id,
                }
            )
        self.slip_scan_ids += attachments

    # === REMINDER === #
    @api.model
    def _get_missing_slip_domain(self, company):
        """Return which delivered slips of a company are still out, however young."""
        domain = Domain('company_id', '=', company.id)
        domain &= Domain('slip_number', '!=', False) & Domain('date_returned', '=', False)
        domain &= Domain('delivery_state', 'in', OWED)
        if not company.pharma_slip_return_all:
            domain &= Domain('courier_id', '!=', False)
        return domain

    @api.model
    def _cron_remind_missing_slips(self):
        """Give somebody one activity per slip that is out for longer than the company's days."""
        Cron = self.env['ir.cron']
        for company in self.env['res.company'].search(Domain.TRUE, order='id'):
            days = company.pharma_slip_reminder_days
            if not days:
                continue
            limit = fields.Datetime.now() - timedelta(days=days)
            domain = self._get_missing_slip_domain(company)
            domain &= Domain('date_done', '<=', limit) & Domain('date_slip_reminded', '=', False)
            Cron._commit_progress(remaining=self.search_count(domain))
            while slips := self.search(domain, order='date_done, id', limit=BATCH_SIZE):
                slips._remind_missing_slip(company)
                if not Cron._commit_progress(len(slips)):
                    return

    def _remind_missing_slip(self, company):
        today = company._pharma_today()
        fallback = company.pharma_slip_reminder_user_id or self.env['res.users'].search(
            Domain('all_group_ids', 'in', self.env.ref('pharma_delivery.group_delivery_user').id)
            & Domain('company_ids', 'in', company.id)
            & Domain('id', '!=', self.env.ref('base.user_root').id),
            order='id',
            limit=1,
        )
        for slip in self:
            # a responsible who is gone, or never was one of this company, reminds nobody
            user = slip.user_id
            if not user.active or company not in user.company_ids:
                user = fallback
            if not user:
                continue
            slip = slip.with_context(lang=user.lang)  # who is to read it
            slip.activity_schedule(
                'pharma_delivery.mail_activity_type_missing_slip',
                date_deadline=today,
                summary=slip.env._("Slip %(number)s is missing", number=slip.slip_number),
                note=slip.env._(
                    "The copy signed by %(customer)s has not come back. Ask %(courier)s for it.",
                    customer=slip.partner_id.display_name or '',
                    courier=slip.courier_id.name or slip.env._("whoever delivered it"),
                ),
                user_id=user.id,
            )
        self.date_slip_reminded = today
