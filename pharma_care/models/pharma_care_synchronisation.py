from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools import check_single, check_values

# A month is what most boxes last.
DEFAULT_DAYS = 30
# What may change while an agreement holds; the rest of it is what was agreed.
WRITABLE_FIELDS = {'date_anchor', 'interval_days', 'note'}


class PharmaCareSynchronisation(models.Model):
    """A customer gets all long-term medicines on one common date (004-42, 004-45, 000-10).

    While the agreement holds, open cases with such medicines have one care date, and a refill
    order brings what is needed for all of them to end together. The dates are worked out in
    ``pharma_care_synchronisation_plan.py``.
    """

    _name = 'pharma.care.synchronisation'
    _description = "Synchronised Refills"
    _order = 'is_open desc, date_start desc, id desc'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        'res.users',
        string="Agreed By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete='restrict',
    )
    date_start = fields.Date(
        string="Agreed On",
        required=True,
        readonly=True,
        default=lambda self: self.env.company._pharma_today(),
    )
    date_anchor = fields.Date(
        string="First Common Date",
        compute='_compute_date_anchor',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Proposed: the day on which the first of the long-term medicines is used up.",
    )
    interval_days = fields.Integer(
        string="Every (days)",
        required=True,
        default=DEFAULT_DAYS,
        aggregator=False,
        help="Days from one common date to the next.",
    )
    note = fields.Text(help="What was agreed with the customer.")
    is_open = fields.Boolean(string="In Force", default=True, readonly=True)
    date_end = fields.Date(string="Ended On", readonly=True)
    end_user_id = fields.Many2one(
        'res.users', string="Ended By", readonly=True, ondelete='restrict'
    )
    is_visible = fields.Boolean(
        string="Mine by the Care Mode",
        compute='_compute_is_visible',
        search='_search_is_visible',
        exportable=False,
        help="An employee sees the agreement if the care mode shows a case of the customer.",
    )

    _open_unique = models.UniqueIndex(
        '(partner_id, company_id) WHERE is_open',
        "The refills of the customer are synchronised already.",
    )

    # === COMPUTE METHODS === #
    @api.depends('partner_id', 'company_id')
    def _compute_date_anchor(self):
        for agreement in self:
            if agreement._origin.id:
                continue  # what was agreed is not proposed anew
            today = agreement.company_id.sudo()._pharma_today()  # sudo: what day it is there
            lines = agreement._get_lines(agreement.partner_id, agreement.company_id)
            ends = [line.date_runout for line in lines if line.date_runout >= today]
            agreement.date_anchor = min(ends, default=today)

    @api.depends('partner_id', 'company_id')
    @api.depends_context('uid')
    def _compute_is_visible(self):
        rows_sudo = self.sudo()  # sudo: this is what decides on access
        visible = set(rows_sudo._search([('id', 'in', self.ids), ('is_visible', '=', True)]))
        for row in self:
            row.is_visible = row.id in visible

    def _search_is_visible(self, operator, _value):
        """Answer as the record rule of cases does (004-39)."""
        if operator != 'in':
            return NotImplemented
        # by the rules of the user, also where a rule asks as the superuser
        query = self.env['pharma.care.case'].sudo(False)._search([])
        seen = query.select(*(SQL.identifier(query.table, n) for n in ('partner_id', 'company_id')))
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s, %s) IN (%s)",
                model._field_to_sql(alias, 'partner_id', query),
                model._field_to_sql(alias, 'company_id', query),
                seen,
            )
        )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Agree on common dates; the customer's open cases follow at once (004-42).

        :param list vals_list: one dict per agreement: ``partner_id``, and if wanted
            ``date_anchor`` (date in the company's time zone), ``interval_days``, ``note``
        :return: the new ``pharma.care.synchronisation`` records
        :raise UserError: for wholesale partners, and where the refills are synchronised already
        :raise AccessError: for a customer in whose care the user is not
        """
        for vals in vals_list:
            check_values(self, vals)
            if not self.env.su:
                vals.update(user_id=self.env.uid, is_open=True, date_end=False, end_user_id=False)
                vals.pop('date_start', None)
        for vals in vals_list:
            company = self.env['res.company'].browse(vals.get('company_id') or self.env.company.id)
            self._check_may_agree(
                self.env['res.partner'].browse(vals.get('partner_id') or []), company
            )
            # sudo: what day it is where the customer buys
            vals.setdefault('date_start', company.sudo()._pharma_today())
        agreements = super().create(vals_list)
        agreements._check_customer()
        agreements._start()
        return agreements

    def write(self, vals):
        """Let people move the dates of what holds; the customer's open cases follow (004-42).

        :param dict vals: values to write
        :return: True
        :raise UserError: for what was agreed, and for agreements that have ended
        """
        if not self.env.su:
            self.check_access('write')
            check_values(self, vals)
            forbidden = sorted(set(vals) - WRITABLE_FIELDS)
            if forbidden:
                raise UserError(
                    self.env._(
                        "Synchronised refills: the field '%(field)s' is part of the agreement and"
                        " cannot be changed. End the agreement and make another one.",
                        field=self._fields[forbidden[0]]._description_string(self.env),
                    )
                )
            self._check_in_force()
        result = super().write(vals)
        if {'date_anchor', 'interval_days'} & vals.keys():
            self._start()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if not self.env.su:  # no role may delete one; a program may
            raise UserError(
                self.env._(
                    "An agreement with a customer is not deleted. Press 'End' if it no longer"
                    " holds."
                )
            )

    def _check_in_force(self):
        """Raise for an agreement that has ended."""
        for agreement in self:
            if not agreement.is_open:
                raise UserError(
                    self.env._(
                        "The agreement with '%(customer)s' ended on %(date)s. Make another one.",
                        customer=agreement.partner_id.display_name,
                        date=format_date(self.env, agreement.date_end),
                    )
                )

    # === ACTIONS === #
    def action_end(self):
        """End agreements: from now on each medicine has its own date again (004-42).

        :return: True
        :raise UserError: for one that has ended
        """
        self.check_access('write')
        self._check_in_force()
        self._end()
        return True

    def action_view_cases(self):
        """Open the care cases of the customer (004-54).

        :return: window action
        """
        check_single(self)
        self.check_access('read')
        return self.partner_id.action_pharma_view_care()

    # === BUSINESS METHODS === #
    def _end(self):
        """Write the end; cases without a date set by hand go back to their own."""
        for company, agreements in self.grouped('company_id').items():
            # sudo: what is agreed is written by buttons only; their checks come before
            agreements.sudo().write(
                {
                    'is_open': False,
                    'date_end': company.sudo()._pharma_today(),  # sudo: the company's day
                    'end_user_id': self.env.uid,
                }
            )
            partner_ids = agreements.sudo().partner_id.ids  # sudo: their number
            # sudo: care dates follow, also of cases that a colleague sees
            self.env['pharma.care.case'].sudo()._follow_customers(company, partner_ids)
