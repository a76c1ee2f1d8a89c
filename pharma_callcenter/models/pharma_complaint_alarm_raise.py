from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.tools import mute_logger

from .pharma_complaint_alarm import ALARM_NATURES

STAFF = 'base.group_user'
READERS = (
    'pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager,'
    'pharma_callcenter.group_call_supervisor'
)
# A change of one of these can make a ticket count for a lot.
COUNTED_FIELDS = {'lot_id', 'stage_id', 'kind_id', 'partner_id', 'company_id'}


class PharmaComplaint(models.Model):
    """Tickets about one lot raise an alarm (000-22, V11)."""

    _inherit = 'pharma.complaint'

    alarm_id = fields.Many2one(
        'pharma.complaint.alarm', string="Lot Alarm", compute='_compute_alarm', groups=READERS
    )
    alarm_customer_count = fields.Integer(
        string="Customers Who Complained", compute='_compute_alarm_customer_count', groups=STAFF
    )

    _alarm_lot = models.Index(
        '(lot_id, company_id, date_received) INCLUDE (commercial_partner_id)'
        " WHERE lot_id IS NOT NULL AND state != 'cancelled'"
        " AND nature IN ('complaint', 'professional')"
    )

    # === COMPUTE METHODS === #
    @api.depends('lot_id', 'company_id')
    def _compute_alarm(self):
        alarms = self._get_open_alarms()
        for ticket in self:
            alarm = alarms.get((ticket.lot_id.id, ticket.company_id.id))
            ticket.alarm_id = alarm and alarm.id

    @api.depends('lot_id', 'company_id')
    def _compute_alarm_customer_count(self):
        alarms = self._get_open_alarms()
        for ticket in self:
            alarm = alarms.get((ticket.lot_id.id, ticket.company_id.id))
            ticket.alarm_customer_count = alarm.customer_count if alarm else 0

    def _get_open_alarms(self):
        """Return the open alarm of each lot and company: dict of (lot id, company id)."""
        if not self.lot_id:
            return {}
        # sudo: everybody who has the lot in a ticket is told that an alarm exists, not what it says
        alarms = self.env['pharma.complaint.alarm'].sudo()
        domain = [('lot_id', 'in', self.lot_id.ids), ('state', '=', 'open')]
        found = alarms.search([*domain, ('company_id', 'in', self.company_id.ids)])
        return {(alarm.lot_id.id, alarm.company_id.id): alarm for alarm in found}

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Take in tickets, and raise an alarm when several are about one lot (000-22).

        :param list vals_list: one dict per ticket
        :return: the new ``pharma.complaint`` records
        """
        tickets = super().create(vals_list)
        tickets._raise_alarms()
        return tickets

    def write(self, vals):
        """Write tickets, and raise an alarm when one more is about a lot (000-22).

        :param dict vals: values of ``pharma.complaint``
        :return: True
        """
        result = super().write(vals)
        if COUNTED_FIELDS.intersection(vals):
            self._raise_alarms()
        return result

    # === ALARM === #
    def _raise_alarms(self):
        """Raise an alarm for each lot about which enough different customers complained.

        Two queries for all records: open alarms and last decisions, then the count.
        """
        pairs = {
            (ticket.lot_id, ticket.company_id)
            for ticket in self
            if ticket.lot_id and ticket.nature in ALARM_NATURES and ticket.state != 'cancelled'
        }
        # sudo: whoever takes in a ticket may raise an alarm that he may not read
        Alarm = self.env['pharma.complaint.alarm'].sudo()
        # sudo: a setting of the company, which everybody's tickets follow
        pairs = {pair for pair in pairs if pair[1].sudo().pharma_alarm_customers}
        if not pairs:
            return Alarm
        lots = self.env['stock.lot'].union(*(lot for lot, _company in pairs))
        decided = {}
        for lot, company, state, date in Alarm._read_group(
            [('lot_id', 'in', lots.ids)],
            ['lot_id', 'company_id', 'state'],
            ['date_decided:max'],
        ):
            decided[lot.id, company.id] = (
                'open' if state == 'open' else decided.get((lot.id, company.id), date)
            )
        now = fields.Datetime.now()
        spans = []
        for lot, company in sorted(pairs, key=lambda pair: (pair[0].id, pair[1].id)):
            last = decided.get((lot.id, company.id))
            if last == 'open':
                continue  # it grows by itself
            # sudo: a setting of the company, which everybody's tickets follow
            since = now - timedelta(days=company.sudo().pharma_alarm_days)
            if last:
                since = max(since, last + timedelta(seconds=1))
            spans.append((lot.id, company.id, since, False))
        raised = Alarm
        for span, (customers, _tickets, _first, _last) in zip(
            spans, Alarm._count_tickets(spans), strict=True
        ):
            company = self.env['res.company'].browse(span[1]).sudo()  # sudo: as above
            if customers >= company.pharma_alarm_customers:
                raised |= self._raise_alarm(*span[:3])
        raised._tell()
        return raised

    @api.model
    def _raise_alarm(self, lot_id, company_id, date_from):
        """Create the alarm of a lot, unless somebody else's ticket just did: the index decides.

        :return: the new ``pharma.complaint.alarm`` or an empty record
        """
        # sudo: nobody creates alarms by hand
        Alarm = self.env['pharma.complaint.alarm'].sudo()
        values = {'lot_id': lot_id, 'company_id': company_id, 'date_from': date_from}
        try:
            with mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                return Alarm.with_company(company_id).create(values)
        except IntegrityError:
            return Alarm
