from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

HISTORY_LIMIT = 40


class PharmaCareEntry(models.Model):
    """What stands around the form in which a care is recorded (004-56, 004-69)."""

    _inherit = 'pharma.care.entry'

    # === CUSTOMER === #
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    partner_birthdate = fields.Date(related='partner_id.pharma_birthdate', string="Date of Birth")
    partner_age = fields.Integer(string="Age", compute='_compute_partner_age')
    partner_preferred_product_ids = fields.Many2many(
        related='partner_id.pharma_preferred_product_ids', string="Preferred Medicines"
    )
    contact_refusal = fields.Char(
        compute='_compute_contact_refusal', help="Why the customer may not be called now."
    )

    # === CASE === #
    case_state = fields.Selection(related='case_id.state', string="State of the Case")
    case_date_due = fields.Date(related='case_id.date_due', string="Care Date")
    case_note = fields.Text(related='case_id.note', string="Purpose")
    medicine_names = fields.Char(related='case_id.medicine_names', string="Medicines")
    care_count_display = fields.Char(related='case_id.care_count_display', string="Cares Done")
    case_line_ids = fields.Many2many(
        'pharma.care.line', string="Medicines Bought", compute='_compute_case_records'
    )
    claim_notice = fields.Char(compute='_compute_claim_notice')
    date_today = fields.Date(compute='_compute_dates')
    date_proposed = fields.Date(compute='_compute_dates')
    can_correct = fields.Boolean(compute='_compute_can_correct')

    # === HISTORY === #
    case_entry_ids = fields.Many2many(
        'pharma.care.entry', string="Earlier Cares of This Case", compute='_compute_case_records'
    )
    other_entry_ids = fields.Many2many(
        'pharma.care.entry',
        string="Other Cares of the Customer",
        compute='_compute_other_entries',
    )
    hidden_contacts = fields.Char(
        compute='_compute_other_entries',
        help="That colleagues were in contact with the customer, without what was said.",
    )

    # === COMPUTE METHODS === #
    @api.depends('partner_id.pharma_birthdate')
    def _compute_partner_age(self):
        today = self.env.company._pharma_today()
        for entry in self:
            entry.partner_age = entry.partner_id._pharma_get_age(today) if entry.partner_id else 0

    @api.depends('partner_id')
    def _compute_contact_refusal(self):
        partners = self.partner_id._origin
        answers = partners._contact_allowed_batch('care', 'call') if partners else {}
        for entry in self:
            allowed, reason = answers.get(entry.partner_id._origin.id, (True, ''))
            entry.contact_refusal = False if allowed else reason

    @api.depends('case_id')
    def _compute_case_records(self):
        for entry in self:
            case = entry.case_id
            entry.case_line_ids = case.line_ids
            entry.case_entry_ids = case.entry_ids - entry._origin

    @api.depends('case_id')
    @api.depends_context('uid')
    def _compute_claim_notice(self):
        for entry in self:
            claim = entry.case_id._get_claim_of_other() if entry.case_id else None
            notice = False
            if claim and not entry._origin:
                user_id, until = claim
                notice = self.env._(
                    "%(user)s has this customer until %(time)s. Ask before you call.",
                    # sudo: the name of a colleague
                    user=self.env['res.users'].sudo().browse(user_id).name,
                    time=format_datetime(self.env, until, dt_format='short'),
                )
            entry.claim_notice = notice

    @api.depends('case_id')
    def _compute_dates(self):
        for entry in self:
            # sudo: what day it is in the company
            entry.date_today = (entry.case_id.company_id.sudo() or self.env.company)._pharma_today()
            entry.date_proposed = entry.case_id._propose_date_next()

    @api.depends('user_id')
    @api.depends_context('uid')
    def _compute_can_correct(self):
        for entry in self:
            entry.can_correct = not entry._origin or entry.user_id == self.env.user

    @api.depends('case_id', 'partner_id')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_other_entries(self):
        for entry in self:
            domain = Domain('partner_id', '=', entry.partner_id.id) & Domain(
                'company_id', 'in', self.env.companies.ids
            )
            entry.other_entry_ids = self.search(
                domain & Domain('case_id', '!=', entry.case_id.id), limit=HISTORY_LIMIT
            )
            # sudo: that there was a contact is told, not what was said
            [[count, last]] = self.sudo()._read_group(
                domain & Domain('id', 'not in', self._search(domain)),
                aggregates=['__count', 'date:max'],
            )
            entry.hidden_contacts = (
                self.env._(
                    "%(count)s contact(s) by colleagues, the last on %(date)s.",
                    count=count,
                    date=format_datetime(self.env, last, dt_format='short'),
                )
                if count
                else False
            )

    # === ACTIONS === #
    def action_save_back(self):
        """Go back to the list; the button has saved the entry (004-56).

        :return: an action of the web client
        """
        return {'type': 'ir.actions.client', 'tag': 'pharma_care_back'}

    def action_save_next(self):
        """Open the next customer in place of this entry, which the button has saved (004-50).

        :return: an action of the web client
        """
        action = self.env['pharma.care.case'].action_next_care()
        if action['type'] == 'ir.actions.client':
            back = {'type': 'ir.actions.client', 'tag': 'pharma_care_back'}
            return {**action, 'params': {**action['params'], 'next': back}}
        return {
            'type': 'ir.actions.client',
            'tag': 'pharma_care_replace',
            'params': {'action': action},
        }
