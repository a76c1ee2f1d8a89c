from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.pharma_crm.models.pharma_analysis_mixin import MAX_RECORDS

from ..tools import check_single


class PharmaCareCallList(models.TransientModel):
    """Turn the customers of an analysis into care appointments (000-12, 000-18, 003-04).

    Whoever has an open case already is called because of that one: nobody gets two. Customers who
    are only observed are left out (004-36).
    """

    _name = 'pharma.care.call.list'
    _description = "Make a Call List"

    partner_ids = fields.Many2many('res.partner', string="Customers", required=True)
    partner_count = fields.Integer(string="Chosen", compute='_compute_counts')
    open_count = fields.Integer(
        string="With an Open Case",
        compute='_compute_counts',
        help="They stand in the lists already and get no second case.",
    )
    observed_count = fields.Integer(
        string="Only Observed",
        compute='_compute_counts',
        help="They were drawn to show what care is worth, and are left out.",
    )
    date_due = fields.Date(
        string="Care Date",
        required=True,
        default=lambda self: self.env.company._pharma_today(),
    )
    user_ids = fields.Many2many(
        'res.users',
        string="Who Calls",
        required=True,
        domain=lambda self: self.env['res.users']._get_care_user_domain('company_id'),
        help="The customers are dealt out among them.",
    )
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    note = fields.Text(string="Purpose", help="What the call is about.")

    @api.depends('partner_ids', 'company_id', 'date_due')
    def _compute_counts(self):
        for wizard in self:
            partners = wizard.partner_ids._origin
            busy = wizard._get_busy_partners()
            wizard.partner_count = len(partners)
            wizard.open_count = len(busy)
            wizard.observed_count = len(wizard._get_observed_partners(partners - busy))

    def _get_busy_partners(self):
        """Return the customers of the list who have an open case in the company."""
        # sudo: that a case is open must be known, also where it is a colleague's
        Case = self.env['pharma.care.case'].sudo()
        groups = Case._read_group(
            Domain('partner_id', 'in', self.partner_ids._origin.ids)
            & Domain('company_id', '=', self.company_id.id)
            & Domain('state', '!=', 'done'),
            ['partner_id'],
        )
        return self.env['res.partner'].browse(partner.id for (partner,) in groups)

    def _get_observed_partners(self, partners):
        """Return those of some customers whom nobody is to call (004-36)."""
        return self.env['pharma.care.case']._get_held_out(self.company_id, partners, self.date_due)

    def action_apply(self):
        """Book an appointment for each customer without an open case, in turns of the users.

        :return: a notification that closes the form
        :raise UserError: without customers or users, or for a date or user that is not possible
        """
        check_single(self)
        Case = self.env['pharma.care.case']
        if not self.env.user.has_group('pharma_care.group_care_manager'):
            raise UserError(self.env._("Call lists are made by managers of customer care."))
        if not self.partner_ids or not self.user_ids:
            raise UserError(self.env._("Choose at least one customer and one user."))
        if len(self.partner_ids) > MAX_RECORDS:
            raise UserError(
                self.env._(
                    "%(count)s customers are chosen, and a call list takes %(max)s at once."
                    " Narrow the list down by filters.",
                    count=len(self.partner_ids),
                    max=MAX_RECORDS,
                )
            )
        self.partner_ids.check_access('read')
        self._check_customers()
        for user in self.user_ids:
            Case._check_appointment(self.partner_ids[0], self.company_id, self.date_due, user)
        Case._lock_appointments(self.partner_ids)
        busy = self._get_busy_partners()
        observed = self._get_observed_partners(self.partner_ids - busy)
        partners = self.partner_ids - busy - observed
        cases = Case._book_list(partners, self.company_id, self.date_due, self.user_ids, self.note)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self._get_message(len(cases), len(busy), len(observed)),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    @api.model
    def _get_message(self, count, busy, observed):
        message = self.env._(
            "On the call list: %(count)s. With an open case already: %(skipped)s.",
            count=count,
            skipped=busy,
        )
        if observed:
            left_out = self.env._("Only observed: %(count)s.", count=observed)
            message = f'{message} {left_out}'
        return message

    def _check_customers(self):
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._(
                    "Company '%(company)s' is not among those you work in. Switch to it first.",
                    company=self.company_id.sudo().name,  # sudo: a name
                )
            )
        foreign = self.partner_ids.filtered(
            lambda partner: partner.company_id and partner.company_id != self.company_id
        )
        if foreign:
            raise UserError(
                self.env._(
                    "Customer '%(customer)s' belongs to another company than '%(company)s'. Leave"
                    " the customer out, or make the list there.",
                    customer=foreign[0].display_name,
                    company=self.company_id.name,
                )
            )
