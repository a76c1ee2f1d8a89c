from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, split_every

from .pharma_care_case import MAX_DAYS_AHEAD

BATCH_SIZE = 1000


class PharmaCareCase(models.Model):
    """What people plan themselves: appointments, other dates, closing and reopening (004-55)."""

    _inherit = 'pharma.care.case'

    note = fields.Text(
        string="Purpose",
        readonly=True,
        help="What an appointment is about.",
    )

    is_closed_by_system = fields.Boolean(related='close_reason_id.is_automatic')

    # === ACTIONS === #
    def action_reopen(self):
        """Open closed cases again, due today (004-56).

        :return: True
        :raise UserError: for a case that is open, that its order closed, or whose order was
            cancelled since
        """
        self.check_access('write')
        # sudo: a contact by anybody counts; closed cases are not told of it
        contacts = {
            (partner, company): day
            for partner, company, day in self.sudo()._read_group(
                [('partner_id', 'in', self.sudo().partner_id.ids)],
                ['partner_id', 'company_id'],
                ['date_last_contact:max'],
            )
        }
        # sudo: orders and customers of the cases
        appointments_sudo = self.sudo().filtered(lambda case: not case.order_id)
        self._lock_appointments(appointments_sudo.partner_id)
        for case in self:
            case._check_reopen()
            # sudo: users reopen cases by this way only; the check of the rights is above
            case_sudo = case.sudo()
            case_sudo.write(
                {
                    'state': 'ongoing' if case_sudo.entry_count else 'todo',
                    'date_last_contact': contacts[case_sudo.partner_id, case_sudo.company_id],
                    'date_due': case_sudo.company_id._pharma_today(),
                    'is_date_manual': True,
                    'close_reason_id': False,
                    'date_closed': False,
                }
            )
        return True

    def _check_reopen(self):
        """Raise when the case is open, or nobody should be called about it any more."""
        self.ensure_one()
        # sudo: what became of the order, and an appointment of a colleague
        case_sudo = self.sudo()
        reason_sudo = case_sudo.close_reason_id
        if case_sudo.state != 'done':
            raise UserError(self.env._("Care case '%s' is open already.", self.display_name))
        if reason_sudo.is_automatic:
            raise UserError(
                self.env._(
                    "Care case '%(case)s' was closed by the system (%(reason)s) and is not opened"
                    " by hand. Book an appointment with the customer instead.",
                    case=self.display_name,
                    reason=reason_sudo.name,
                )
            )
        if case_sudo.order_id and case_sudo.order_id.state != 'sale':
            raise UserError(
                self.env._(
                    "Care case '%(case)s': its order is not confirmed any more. Book an"
                    " appointment with the customer instead.",
                    case=self.display_name,
                )
            )
        if not case_sudo.order_id and self._find_appointment(
            case_sudo.partner_id, case_sudo.company_id
        ):
            raise UserError(
                self.env._(
                    "Care case '%(case)s': the customer has another appointment that is open."
                    " Move that one instead.",
                    case=self.display_name,
                )
            )

    # === MANY AT ONCE === #
    def _reschedule(self, date=None, days=None):
        """Move the care date of the open ones among these cases (004-33).

        :param date date: the new care date, or
        :param int days: by how many days it moves; those overdue move from today
        :return: how many cases were moved
        :raise UserError: if one would move to a day before today; nothing is moved then
        """
        self.check_access('write')
        if days and abs(days) > MAX_DAYS_AHEAD:
            raise UserError(
                self.env._(
                    "Field 'Days': %(days)s is not possible. Enter at most %(limit)s.",
                    days=days,
                    limit=MAX_DAYS_AHEAD,
                )
            )
        moved = 0
        for ids in split_every(BATCH_SIZE, self.ids):
            cases = self.browse(ids).filtered(lambda case: case.state != 'done')
            by_date = {}
            for case in cases:
                new = date
                if not new:
                    today = case.company_id.sudo()._pharma_today()  # sudo: the company's day
                    new = max(case.date_due or today, today) + timedelta(days=days)
                by_date.setdefault(new, []).append(case.id)
            for new, case_ids in by_date.items():
                self.browse(case_ids).write({'date_due': new})
            moved += len(cases)
        return moved

    def _close(self, reason):
        """Close the open ones among these cases without a contact; managers only (004-56).

        :param reason: ``pharma.care.close.reason`` that people may give
        :return: how many cases were closed
        """
        self.check_access('write')
        if not self.env.user.has_group('pharma_care.group_care_manager'):
            raise AccessError(
                self.env._(
                    "Closing care cases without a contact is for managers of customer care. Record"
                    " a care and tick 'No More Care' instead."
                )
            )
        if not reason or reason.is_automatic:
            raise UserError(
                self.env._("Field 'Close Reason': choose one that the system does not set itself.")
            )
        closed = 0
        for ids in split_every(BATCH_SIZE, self.ids):
            cases = self.browse(ids).filtered(lambda case: case.state != 'done')
            # sudo: closing is no writing by hand; the checks are above
            cases.sudo()._write_closed(reason)
            closed += len(cases)
        return closed

    def _write_closed(self, reason):
        """Write what a closed case is; the caller has checked that these may be closed.

        :param reason: ``pharma.care.close.reason``
        """
        self.write(
            {
                'state': 'done',
                'close_reason_id': reason.id,
                'date_closed': fields.Datetime.now(),
                'claim_user_id': False,
                'claim_until': False,
            }
        )

    # === APPOINTMENTS === #
    @api.model
    def _find_appointment(self, partner, company):
        """Return the open appointment of a customer, whoever may read it (as sudo)."""
        # sudo: a customer has one open appointment in a company, also when it is a colleague's
        return self.sudo().search(
            Domain('partner_id', '=', partner.id)
            & Domain('company_id', '=', company.id)
            & Domain('order_id', '=', False)
            & Domain('state', '!=', 'done'),
            limit=1,
        )

    @api.model
    def _lock_appointments(self, partners):
        """Have one of two transactions repeated that book the same customer at the same moment.

        The rows are written, not only locked: whoever merely waited would go on with what he read
        before the other committed. Written as they are, nobody sees a change.

        :param partners: ``res.partner`` who get an appointment
        """
        if partners:
            query = "UPDATE res_partner SET write_date = write_date WHERE id = ANY(%s)"
            self.env.cr.execute(SQL(query, partners.ids))

    @api.model
    def _book_appointment(self, partner, date, user, note=False):
        """Book the care of any customer, also a prospect, or move what was booked (004-55).

        :param partner: ``res.partner`` that the user may read
        :param date date: care date in the company's time zone, today or later
        :param user: ``res.users`` who will contact the customer
        :param str note: what it is about
        :return: the ``pharma.care.case``, readable if the care mode lets the user read it
        :raise UserError: for a past date, or a user who does no customer care
        """
        self.env['pharma.care.entry'].check_access('create')
        partner.ensure_one()
        partner.check_access('read')
        company = partner.company_id or self.env.company
        self._check_appointment(partner, company, date, user)
        case_sudo = self._find_appointment(partner, company)
        vals = {'date_due': date, 'user_id': user.id, 'is_date_manual': True}
        if note:
            vals['note'] = note  # to move an appointment is not to forget what it is about
        if case_sudo:
            case_sudo.write(vals)
        else:
            self._lock_appointments(partner)
            # the last contact of the customer holds for his new case, too
            [[contact]] = case_sudo._read_group(
                [('partner_id', '=', partner.id), ('company_id', '=', company.id)],
                aggregates=['date_last_contact:max'],
            )
            case_sudo = case_sudo.create(
                {
                    **vals,
                    'partner_id': partner.id,
                    'company_id': company.id,
                    'date_last_contact': contact,
                }
            )
            case_sudo._share_attempts(partner)
        self.env.flush_all()
        case_sudo._refresh_visibility()
        return case_sudo.with_env(self.env)

    @api.model
    def _check_appointment(self, partner, company, date, user):
        today = company.sudo()._pharma_today()  # sudo: the company's day
        limit = today + timedelta(days=MAX_DAYS_AHEAD)
        if not date or not today <= date <= limit:
            raise UserError(
                self.env._(
                    "Appointment with '%(customer)s': %(date)s in the field 'Care Date' is not"
                    " possible. Enter a date from %(today)s to %(limit)s.",
                    customer=partner.display_name,
                    date=format_date(self.env, date) or '-',
                    today=format_date(self.env, today),
                    limit=format_date(self.env, limit),
                )
            )
        user_sudo = user.sudo()  # sudo: whether somebody may care is no secret
        if not (
            user_sudo.active
            and user_sudo.has_group('pharma_care.group_care_user')
            and company in user_sudo.company_ids
        ):
            raise UserError(
                self.env._(
                    "Appointment with '%(customer)s': '%(user)s' in the field 'Responsible' is not"
                    " an active user of customer care in %(company)s. Choose somebody else.",
                    customer=partner.display_name,
                    user=user_sudo.name or '-',
                    company=company.sudo().name,  # sudo: a name
                )
            )
