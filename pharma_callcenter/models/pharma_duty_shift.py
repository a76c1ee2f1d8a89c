from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PharmaDutyShift(models.Model):
    """A time during which an expert answers what cannot wait (001-09)."""

    _name = 'pharma.duty.shift'
    _description = "Duty Shift"
    _order = 'date_start, id'
    _check_company_auto = True

    user_id = fields.Many2one(
        'res.users',
        string="Expert",
        required=True,
        index=True,
        ondelete='restrict',
        default=lambda self: self.env.user,
        domain=[('share', '=', False)],
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one(
        'crm.team', ondelete='restrict', help="Empty: for the tickets of every team."
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        ondelete='restrict',
        check_company=True,
        help="Empty: for the tickets of every branch.",
    )
    date_start = fields.Datetime(string="From", required=True)
    date_end = fields.Datetime(string="Until", required=True)
    phone = fields.Char(
        string="Telephone",
        compute='_compute_phone',
        store=True,
        readonly=False,
        precompute=True,
        help="Under which the expert is reached during this time.",
    )
    note = fields.Char()

    _now = models.Index('(company_id, date_end, date_start)')

    # === COMPUTE METHODS === #
    @api.depends('user_id')
    def _compute_phone(self):
        for shift in self:
            # sudo: the number at work of a colleague
            shift.phone = shift.user_id.sudo().partner_id.phone

    @api.depends('user_id', 'phone')
    def _compute_display_name(self):
        for shift in self:
            shift.display_name = ', '.join(filter(None, (shift.user_id.name, shift.phone)))

    # === CHECKS === #
    @api.constrains('user_id', 'company_id')
    def _check_user(self):
        for shift in self:
            # sudo: the groups of another user
            user = shift.sudo().user_id
            if shift.company_id not in user.company_ids or not user.has_group(
                'pharma_crm.group_pharma_user'
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be on duty for %(company)s. Choose a user of this company"
                        " who has the role 'User' of 'Customers and medicines'.",
                        user=user.name,
                        company=shift.company_id.name,
                    )
                )

    @api.constrains('user_id', 'date_start', 'date_end')
    def _check_times(self):
        for shift in self:
            if shift.date_start >= shift.date_end:
                raise ValidationError(
                    self.env._(
                        "Shift of %(user)s: 'Until' must lie after 'From'.", user=shift.user_id.name
                    )
                )
        if not self:
            return
        # sudo: also shifts in other companies, as nobody is on duty twice
        others = self.sudo().search(
            [
                ('user_id', 'in', self.user_id.ids),
                ('date_start', '<', max(self.mapped('date_end'))),
                ('date_end', '>', min(self.mapped('date_start'))),
            ]
        )
        for shift in self:
            for other in others:
                if (
                    other.id != shift.id
                    and other.user_id.id == shift.user_id.id
                    and other.date_start < shift.date_end
                    and other.date_end > shift.date_start
                ):
                    raise ValidationError(
                        self.env._(
                            "%(user)s is on duty already from %(start)s until %(end)s. Change one"
                            " of the two shifts.",
                            user=shift.user_id.name,
                            start=self._in_company_zone(other, 'date_start'),
                            end=self._in_company_zone(other, 'date_end'),
                        )
                    )

    @api.model
    def _in_company_zone(self, shift, name):
        moment = fields.Datetime.context_timestamp(
            shift.with_context(tz=shift.company_id._pharma_tz()), shift[name]
        )
        return moment.strftime('%Y-%m-%d %H:%M')
