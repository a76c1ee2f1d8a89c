from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .pharma_care_case import MAX_DAYS_AHEAD
from .pharma_care_case_screen import SEES_ALL
from .res_partner_visibility import WHOLESALE_TYPES

# More than a year is no rhythm of refills.
MAX_DAYS = 366


class PharmaCareSynchronisation(models.Model):
    """Which agreements on common dates are possible, and with whom (004-39, 004-42)."""

    _inherit = 'pharma.care.synchronisation'

    # === CHECKS === #
    @api.constrains('interval_days')
    def _check_interval_days(self):
        for agreement in self:
            if not 1 <= agreement.interval_days <= MAX_DAYS:
                raise ValidationError(
                    self.env._(
                        "Synchronised refills of '%(customer)s': %(days)s in the field"
                        " '%(field)s' is not possible. Enter a number from 1 to %(limit)s.",
                        customer=agreement.partner_id.display_name,
                        days=agreement.interval_days,
                        field=self._fields['interval_days']._description_string(self.env),
                        limit=MAX_DAYS,
                    )
                )

    @api.constrains('date_anchor', 'date_start')
    def _check_date_anchor(self):
        for agreement in self:
            limit = agreement.date_start + timedelta(days=MAX_DAYS_AHEAD)
            if not agreement.date_start <= agreement.date_anchor <= limit:
                raise ValidationError(
                    self.env._(
                        "Synchronised refills of '%(customer)s': %(date)s in the field '%(field)s'"
                        " is not possible. Enter a date from %(first)s to %(last)s.",
                        customer=agreement.partner_id.display_name,
                        date=format_date(self.env, agreement.date_anchor),
                        field=self._fields['date_anchor']._description_string(self.env),
                        first=format_date(self.env, agreement.date_start),
                        last=format_date(self.env, limit),
                    )
                )

    @api.model
    def _check_may_agree(self, partner, company):
        """Refuse a customer who is in the care of others, or with whom it was agreed already.

        :param partner: ``res.partner``, or empty: the required field tells
        :param company: ``res.company``
        """
        in_care = Domain('partner_id', '=', partner.id) & Domain('company_id', '=', company.id)
        is_allowed = self.env.su or (
            company in self.env.companies
            and (
                any(map(self.env.user.has_group, SEES_ALL))
                or self.env['pharma.care.case'].search_count(in_care, limit=1)
            )
        )
        if not is_allowed:
            raise AccessError(
                self.env._(
                    "Synchronised refills are agreed with customers in your care. Ask a colleague"
                    " who cares for this customer, a pharmacist or your manager."
                )
            )
        if self._get_open(partner, company):
            raise UserError(
                self.env._(
                    "The refills of '%(customer)s' are synchronised already: change that"
                    " agreement, or end it first.",
                    customer=partner.display_name,
                )
            )

    def _check_customer(self):
        """Refuse partners of whom nobody knows when they begin with what they bought (2)."""
        for agreement in self:
            partner_sudo = agreement.partner_id.sudo()  # sudo: the kind of customer
            types = (partner_sudo | partner_sudo.commercial_partner_id).mapped(
                'pharma_customer_type'
            )
            if set(WHOLESALE_TYPES) & set(types):
                raise UserError(
                    self.env._(
                        "'%(customer)s' is a wholesale partner: what such partners buy is stock,"
                        " so their refills cannot be synchronised. Choose a retail customer.",
                        customer=agreement.partner_id.display_name,
                    )
                )
