from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

BATCH_SIZE = 500


class PharmaLicence(models.Model):
    """A licence or certificate of a partner and when it ends (004-17, 004-72)."""

    _name = 'pharma.licence'
    _description = "Licence"
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _order = 'date_expiry, id'
    _rec_names_search = ['number', 'partner_id']

    partner_id = fields.Many2one(
        'res.partner', string="Holder", required=True, index=True, ondelete='cascade', tracking=True
    )
    company_id = fields.Many2one(
        related='partner_id.company_id', store=True, index='btree_not_null'
    )
    type_id = fields.Many2one('pharma.licence.type', required=True, index=True, tracking=True)
    number = fields.Char(required=True, tracking=True)
    date_issued = fields.Date(string="Issued on")
    date_expiry = fields.Date(
        string="Valid until", index='btree_not_null', tracking=True, help="Empty: without end."
    )
    issuer = fields.Char(string="Issued by")
    attachment = fields.Binary(string="Scan", attachment=True)
    attachment_name = fields.Char(string="File Name")
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        compute='_compute_user_id',
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        help="Is reminded before the licence ends; the customer's responsible unless changed.",
    )
    state = fields.Selection(
        [('valid', "Valid"), ('expiring', "Ends Soon"), ('expired', "Expired")],
        compute='_compute_state',
        search='_search_state',
    )
    date_reminded_expiry = fields.Date(
        string="Reminded of", copy=False, help="The end date somebody has been reminded of."
    )
    active = fields.Boolean(default=True)

    _dates = models.Constraint(
        'CHECK (date_expiry IS NULL OR date_issued IS NULL OR date_expiry >= date_issued)',
        "A licence cannot end before it was issued. Correct 'Issued on' or 'Valid until'.",
    )

    @api.depends('type_id', 'number', 'partner_id')
    def _compute_display_name(self):
        for licence in self:
            parts = [licence.type_id.name, licence.number, licence.partner_id.display_name]
            licence.display_name = ', '.join(part for part in parts if part)

    @api.depends('partner_id')
    def _compute_user_id(self):
        for licence in self:
            partner = licence.partner_id
            licence.user_id = partner.user_id or partner.commercial_partner_id.user_id

    @api.depends('date_expiry', 'partner_id.company_id')
    def _compute_state(self):
        for licence in self:
            company = licence.company_id or self.env.company
            today = company._pharma_today()
            soon = today + timedelta(days=company.pharma_licence_reminder_days)
            if not licence.date_expiry or licence.date_expiry > soon:
                licence.state = 'valid'
            else:
                licence.state = 'expiring' if licence.date_expiry >= today else 'expired'

    def _search_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = Domain.FALSE
        # sudo: reading the reminder settings of the companies, nothing of it is shown
        for company in self.env['res.company'].sudo().search(Domain.TRUE):
            own = Domain('company_id', '=', company.id)
            if company == self.env.company:
                own |= Domain('company_id', '=', False)
            domain |= own & Domain.OR(self._get_state_domain(company, state) for state in value)
        return domain

    @api.model
    def _get_state_domain(self, company, state):
        today = company._pharma_today()
        soon = today + timedelta(days=company.pharma_licence_reminder_days)
        if state == 'expired':
            return Domain('date_expiry', '<', today)
        if state == 'expiring':
            return Domain('date_expiry', '>=', today) & Domain('date_expiry', '<=', soon)
        if state == 'valid':
            return Domain('date_expiry', '=', False) | Domain('date_expiry', '>', soon)
        return Domain.FALSE

    @api.constrains('date_issued')
    def _check_date_issued(self):
        for licence in self.filtered('date_issued'):
            today = (licence.company_id or self.env.company)._pharma_today()
            if licence.date_issued > today:
                raise ValidationError(
                    self.env._(
                        "Licence '%(number)s', field 'Issued on': %(date)s lies in the future. "
                        "Correct the date or leave it empty.",
                        number=licence.number,
                        date=format_date(self.env, licence.date_issued),
                    )
                )

    def _get_identity(self):
        """Return what is the same for two entries of one licence."""
        return self.partner_id, self.type_id, self.number.strip().casefold()

    @api.constrains('partner_id', 'type_id', 'number', 'active')
    def _check_duplicate(self):
        # no key of the database: merging two customers may bring the same licence twice
        others = self.with_context(active_test=True).search(
            [('partner_id', 'in', self.partner_id.ids)]
        )

        counts = Counter(licence._get_identity() for licence in others)
        for licence in self.filtered('active'):
            if counts[licence._get_identity()] > 1:
                raise ValidationError(
                    self.env._(
                        "Licence '%(number)s' (%(type)s) of '%(partner)s' has already been "
                        "entered. Correct the field 'Number', change the existing licence or "
                        "archive it.",
                        number=licence.number.strip(),
                        type=licence.type_id.name,
                        partner=licence.partner_id.display_name,
                    )
                )

    @api.model
    def _cron_remind_expiry(self):
        """Give the responsible one activity per licence that ends within the company's days."""
        Cron = self.env['ir.cron']
        for company in self.env['res.company'].search(Domain.TRUE, order='id'):
            today = company._pharma_today()
            soon = today + timedelta(days=company.pharma_licence_reminder_days)
            # a shared customer's licence is reminded of by the company that asks earliest
            domain = Domain('company_id', 'in', [company.id, False])
            domain &= Domain('date_expiry', '<=', soon) & Domain('date_reminded_expiry', '=', False)
            remaining = self.search_count(domain)
            Cron._commit_progress(remaining=remaining)
            while licences := self.search(domain, limit=BATCH_SIZE):
                licences._schedule_reminder()
                if not Cron._commit_progress(len(licences)):
                    return

    def _schedule_reminder(self):
        managers = self.env.ref('pharma_crm.group_pharma_manager').all_user_ids
        for licence in self:
            user = licence._get_reminder_user(managers)
            licence = licence.with_context(lang=user.lang)  # who is to read it
            licence.activity_schedule(
                'mail.mail_activity_data_todo',
                date_deadline=licence.date_expiry,
                summary=licence.env._("Renew licence %(number)s", number=licence.number),
                note=licence.env._(
                    "%(type)s %(number)s of %(partner)s ends on %(date)s. Ask for the new one and "
                    "enter its number and dates.",
                    type=licence.type_id.name,
                    number=licence.number,
                    partner=licence.partner_id.display_name,
                    date=format_date(licence.env, licence.date_expiry),
                ),
                user_id=user.id,
            )
            licence.date_reminded_expiry = licence.date_expiry

    def _get_reminder_user(self, managers):
        """Return who may open the licence: a responsible, else the author, else a manager.

        :param managers: res.users to fall back on
        :return: one res.users record, empty if nobody may open it
        """
        self.ensure_one()
        partner = self.partner_id
        users = self.user_id + partner.user_id + partner.commercial_partner_id.user_id
        users += self.create_uid
        company = self.company_id
        users += managers.filtered(lambda user: not company or company in user.company_ids)
        users = users.filtered(lambda user: user.active and not user.share)
        # one by one, as nearly always the first may
        return next((user for user in users if self._can_be_opened_by(user)), users[:0])

    def _can_be_opened_by(self, user):
        companies = user.company_ids.ids  # not those of whoever runs the job
        licence = self.with_user(user).with_context(allowed_company_ids=companies)
        return licence.has_access('read')

    def copy_data(self, default=None):
        """Give copies a number of their own, as the same licence is entered once.

        :param dict default: values that replace the copied ones
        :return: list of values, one dict per record
        """
        vals_list = super().copy_data(default=default)
        if 'number' not in (default or {}):
            for vals in vals_list:
                vals['number'] = self.env._("%(number)s (copy)", number=vals['number'])
        return vals_list

    def write(self, vals):
        # a renewed licence is reminded of anew, the same date again is no renewal
        if 'date_expiry' in vals and 'date_reminded_expiry' not in vals:
            date_expiry = fields.Date.to_date(vals['date_expiry']) or False
            renewed = self.filtered(lambda licence: licence.date_expiry != date_expiry)
            super(PharmaLicence, renewed).write({'date_reminded_expiry': False})
        return super().write(vals)
