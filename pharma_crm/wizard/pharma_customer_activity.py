from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.pharma_analysis_mixin import MAX_RECORDS


class PharmaCustomerActivity(models.TransientModel):
    """Give chosen users an activity for each customer of an analysis (000-18, 004-36)."""

    _name = 'pharma.customer.activity'
    _description = "Schedule Activities for Customers"

    partner_ids = fields.Many2many('res.partner', string="Customers", required=True)
    partner_count = fields.Integer(compute='_compute_partner_count')
    activity_type_id = fields.Many2one(
        'mail.activity.type',
        required=True,
        default=lambda self: self.env.ref('mail.mail_activity_data_call', raise_if_not_found=False),
        domain="[('res_model', 'in', (False, 'res.partner'))]",
    )
    summary = fields.Char(required=True)
    note = fields.Html()
    date_deadline = fields.Date(
        string="Due Date", required=True, default=lambda self: self.env.company._pharma_today()
    )
    user_ids = fields.Many2many(
        'res.users',
        string="Users",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', allowed_company_ids)]",
        help="The customers are dealt out among them: each customer gets one activity.",
    )

    @api.depends('partner_ids')
    def _compute_partner_count(self):
        for wizard in self:
            wizard.partner_count = len(wizard.partner_ids)

    def action_apply(self):
        """Create the activities: the customers in turns to the users.

        :return: a notification that closes the form
        :raise UserError: without customers or users, or for a day that is over
        """
        self.ensure_one()
        if not self.partner_ids or not self.user_ids:
            raise UserError(self.env._("Choose at least one customer and one user."))
        if len(self.partner_ids) > MAX_RECORDS:
            raise UserError(
                self.env._(
                    "%(count)s customers are chosen, and %(max)s can get an activity at once."
                    " Narrow the list down by filters.",
                    count=len(self.partner_ids),
                    max=MAX_RECORDS,
                )
            )
        if self.date_deadline < self.env.company._pharma_today():
            raise UserError(
                self.env._(
                    "Field 'Due Date': %(date)s is over. Enter today or a later day.",
                    date=format_date(self.env, self.date_deadline),
                )
            )
        partners = self._get_partners()
        users = self.user_ids.ids
        self._check_users()
        model = self.env['ir.model']._get_id('res.partner')
        self.env['mail.activity'].create(
            [
                {
                    'res_model_id': model,
                    'res_id': partner.id,
                    'activity_type_id': self.activity_type_id.id,
                    'summary': self.summary,
                    'note': self.note,
                    'date_deadline': self.date_deadline,
                    'user_id': users[number % len(users)],
                }
                for number, partner in enumerate(partners)
            ]
        )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self._get_message(partners),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    def _get_partners(self):
        """Return the customers who get an activity; other modules leave some out."""
        return self.partner_ids

    def _get_message(self, partners):
        """Return what the user is told.

        :param partners: ``res.partner`` who got an activity
        """
        return self.env._("%(count)s activities are scheduled.", count=len(partners))

    def _check_users(self):
        for user_sudo in self.user_ids.sudo():  # sudo: whether somebody works here is no secret
            is_here = user_sudo.company_ids & self.env.companies
            if user_sudo.share or not user_sudo.active or not is_here:
                raise UserError(
                    self.env._(
                        "Field 'Users': '%(user)s' is no active employee of your company. Choose"
                        " somebody else.",
                        user=user_sudo.name,
                    )
                )
