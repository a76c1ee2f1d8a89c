from odoo import api, fields, models
from odoo.tools import format_date

from ..tools import check_single


class PharmaCareAppointment(models.TransientModel):
    """Book the care of a customer, also before the first purchase (004-55)."""

    _name = 'pharma.care.appointment'
    _description = "Book a Care Appointment"

    partner_id = fields.Many2one('res.partner', string="Customer", required=True)
    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    date_due = fields.Date(
        string="Care Date",
        required=True,
        default=lambda self: self.env.company._pharma_today(),
    )
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        domain=lambda self: self.env['res.users']._get_care_user_domain('company_id'),
    )
    note = fields.Text(string="Purpose", help="What the appointment is about.")
    existing_notice = fields.Char(compute='_compute_existing_notice')

    @api.depends('partner_id')
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.partner_id.company_id or self.env.company

    @api.depends('partner_id')
    def _compute_existing_notice(self):
        Case = self.env['pharma.care.case']
        for wizard in self:
            case_sudo = Case._find_appointment(wizard.partner_id, wizard.company_id)
            wizard.existing_notice = (
                self.env._(
                    "There is an appointment on %(date)s with %(user)s: it will be moved.",
                    date=format_date(self.env, case_sudo.date_due),
                    user=case_sudo.user_id.name or '-',
                )
                if case_sudo
                else False
            )

    def action_apply(self):
        """Book the appointment, or move the one that is open.

        :return: a notification that closes the form
        :raise UserError: for a past date, or a responsible without customer care
        """
        check_single(self)
        self.env['pharma.care.case']._book_appointment(
            self.partner_id, self.date_due, self.user_id, self.note
        )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._(
                    "Care of %(customer)s booked for %(date)s.",
                    customer=self.partner_id.display_name,
                    date=format_date(self.env, self.date_due),
                ),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
