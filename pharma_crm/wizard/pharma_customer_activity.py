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
        domain="[('share', '=', False)]",
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
        users = self.user_ids.ids
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
                for number, partner in enumerate(self.partner_ids)
            ]
        )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._(
                    "%(count)s activities are scheduled.", count=len(self.partner_ids)
                ),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
