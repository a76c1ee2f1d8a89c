from datetime import timedelta

import pytz

from odoo import fields, models
from odoo.tools import SQL

from ..tools import check_single, check_values
from .pharma_care_case_attempt import ATTEMPT_FIELDS


class PharmaCareCase(models.Model):
    """What a recorded contact does to its case."""

    _inherit = 'pharma.care.case'

    def record_entry(self, vals):
        """Record a contact with the customer of this case (004-45, 004-56).

        :param dict vals: values of the ``pharma.care.entry``: ``content`` and either ``date_next``
            (date in the company's time zone, today or later) or ``is_final`` with
            ``close_reason_id``, or a ``response_type_id`` that says that nobody was reached; also
            ``channel``, ``date`` (UTC)
        :return: the new ``pharma.care.entry``
        :raise UserError: if the case is closed, or would be left without a next date and reason,
            and for values that no field takes
        :raise AccessError: if the user may not read the case
        """
        check_single(self)
        check_values(self.env['pharma.care.entry'], vals)
        return self.env['pharma.care.entry'].create([{**vals, 'case_id': self.id}])

    def _propose_date_next(self, runouts=None):
        """Return the next day on which another medicine is used up, or False (decisions 2, 3).

        :param dict runouts: of lines that are about to be bought again, by id, when they end then
        """
        if not self:
            return False
        self.ensure_one()
        # sudo: the proposal is a date, also when a line's product is hidden from the user
        case_sudo = self.sudo()
        today = case_sudo.company_id._pharma_today()
        after = max(filter(None, [today, case_sudo.date_due]))
        runouts = runouts or {}
        dates = [
            runouts.get(line.id, line.date_runout)
            for line in case_sudo.line_ids
            if line.state == 'open' and line.date_runout
        ]
        dates = [date for date in dates if date > after]
        partner_sudo = case_sudo.partner_id
        types = (partner_sudo | partner_sudo.commercial_partner_id).mapped('pharma_customer_type')
        cap = case_sudo.company_id.care_wholesale_cap_days
        if dates and cap > 0 and {'level1', 'level2'} & set(types):
            # what a wholesale partner bought is stock, which says nothing of years to come
            dates.append(max(after, today + timedelta(days=cap)))
        return min(dates, default=False)

    def _lock_for_entry(self):
        """Make a second entry at the same moment wait, so that it finds the case as it will be."""
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM pharma_care_case WHERE id = ANY(%s) ORDER BY id"
                    " FOR NO KEY UPDATE",
                    self.ids,
                )
            )

    def _apply_entry(self, entry):
        """Move the case on after a contact, and tell the customer's other cases of it.

        :param entry: the new ``pharma.care.entry`` of this case
        """
        self.ensure_one()
        if entry.is_attempt and not entry.is_final:
            self._apply_attempt(entry)
            return
        # sudo: users record entries and may not write cases themselves
        case_sudo = self.sudo()
        day = case_sudo._to_company_date(entry.date)
        # recorded after the medicine was bought again: the contact counts, the case stays closed
        is_over = entry.is_final or case_sudo.state == 'done'
        vals = {
            'state': 'done' if is_over else 'ongoing',
            'entry_count': case_sudo.entry_count + (not entry.is_attempt),
            'date_last_entry': max(filter(None, [entry.date, case_sudo.date_last_entry])),
            'claim_user_id': False,
            'claim_until': False,
            **dict.fromkeys(ATTEMPT_FIELDS, False),
        }
        if not entry.is_attempt:
            vals['date_last_contact'] = max(filter(None, [day, case_sudo.date_last_contact]))
        if entry.date_next:
            vals |= {'date_due': entry.date_next, 'is_date_manual': True}
        elif case_sudo.state != 'done':
            # of a case that is over already the reason, and the date it would be due, stay
            vals |= {
                'close_reason_id': entry.close_reason_id.id,
                'date_closed': fields.Datetime.now(),
                'is_date_manual': True,
            }
        if not case_sudo.user_id and not entry.is_attempt:
            # nobody is assigned: whoever spoke with the customer last is responsible
            vals['user_id'] = entry.user_id.id
        is_by_other = case_sudo.user_id and case_sudo.user_id != entry.user_id
        case_sudo.write(vals)
        if entry.is_attempt:
            # given up: no contact, but the customer is free for colleagues
            case_sudo._write_claim(False, False)
        else:
            case_sudo._mark_contacted(day)
            self.env['pharma.care.list.item']._note(case_sudo, day, 'done')
        if is_by_other:
            # without an assignment the last contact decides, and another one was the last now
            case_sudo._refresh_visibility()

    def _mark_contacted(self, day):
        """Note on the customer's other open cases that he was contacted, and free their claims.

        They leave everybody's due list for that day: nobody is called twice (decision 8).

        :param date day: day of the contact in the company's time zone
        """
        latest = SQL("GREATEST(date_last_contact, %s)", day)
        values = {'date_last_contact': latest, **dict.fromkeys(ATTEMPT_FIELDS)}
        self._mark_customer(values, is_others_only=True)

    def _to_company_date(self, moment):
        """Return the day of a moment in the company's time zone.

        :param datetime moment: UTC without zone, as stored
        """
        self.ensure_one()
        zone = pytz.timezone(self.company_id.sudo()._pharma_tz())  # sudo: a setting
        return pytz.utc.localize(moment).astimezone(zone).date()
