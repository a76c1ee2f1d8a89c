from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime, format_time

from ..tools import check_single

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
                    # a claim lasts minutes: the day would only be in the way
                    time=format_time(
                        self.env,
                        until,
                        tz=entry.case_id.company_id._pharma_screen_tz(),
                        time_format='short',
                    ),
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
        Entry = self.env['pharma.care.entry']
        domain = Domain('partner_id', 'in', self.partner_id.ids) & Domain(
            'company_id', 'in', self.env.companies.ids
        )
        latest = self._get_latest_entries(domain)
        hidden = {
            partner.id: (count, last)
            # sudo: that there was a contact is told, not what was said
            for partner, count, last in Entry.sudo()._read_group(
                domain & Domain('id', 'not in', Entry._search(domain)),
                ['partner_id'],
                ['__count', 'date:max'],
            )
        }
        for entry in self:
            case_id = entry.case_id._origin.id
            entry.other_entry_ids = Entry.browse(
                entry_id
                for entry_id, other_case_id in latest[entry.partner_id._origin.id]
                if other_case_id != case_id
            )[:HISTORY_LIMIT]
            count, last = hidden.get(entry.partner_id._origin.id, (0, None))
            entry.hidden_contacts = (
                self.env._(
                    "%(count)s contact(s) by colleagues, the last on %(date)s.",
                    count=count,
                    date=format_datetime(self.env, last, dt_format='short'),
                )
                if count
                else False
            )

    @api.model
    def _get_latest_entries(self, domain):
        """Return {customer id: [(entry id, case id)]} of what the user may read, latest first.

        Of each case as many as are shown, so that leaving one case out leaves enough.

        :param Domain domain: of entries
        """
        result = defaultdict(list)
        query = self.env['pharma.care.entry']._search(domain)
        self.env['pharma.care.entry'].flush_model(['date'])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, id, case_id FROM (
                    SELECT id, partner_id, case_id, date, row_number() OVER (
                        PARTITION BY partner_id, case_id ORDER BY date DESC, id DESC) AS place
                    FROM pharma_care_entry WHERE id IN %s) ranked
                WHERE place <= %s ORDER BY date DESC, id DESC
                """,
                query.subselect(),
                HISTORY_LIMIT,
            )
        )
        for partner_id, entry_id, case_id in rows:
            result[partner_id].append((entry_id, case_id))
        return result

    # === ACTIONS === #
    def action_view_case(self):
        """Open the case of the care, also for those who may only read (001-06).

        :return: window action
        :raise AccessError: for a case that the care mode hides
        """
        check_single(self)
        self.case_id.check_access('read')
        return self.case_id._get_case_action()

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
