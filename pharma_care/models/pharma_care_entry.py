from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..tools import check_values

# What the author may put right afterwards; the rest of an entry is history.
CORRECTABLE_FIELDS = {'content', 'response_type_id', 'channel'}
# What decides about the case, whether it is sent or comes as a default.
OUTCOME_FIELDS = [
    *('case_id', 'date', 'date_next', 'is_final', 'close_reason_id', 'response_type_id'),
    'refill_order_id',
]


class PharmaCareEntry(models.Model):
    """One recorded contact with a customer about a care case (004-45, 004-56, 004-57).

    Creating an entry moves its case: to the next care date, or to its end. Entries are never
    deleted: what was said stays when an employee leaves (004-34).
    """

    _name = 'pharma.care.entry'
    _description = "Care Entry"
    _order = 'date desc, id desc'

    case_id = fields.Many2one(
        'pharma.care.case', string="Care Case", required=True, index=True, ondelete='restrict'
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        compute='_compute_from_case',
        store=True,
        precompute=True,
        index=True,
        ondelete='restrict',
    )
    company_id = fields.Many2one(
        'res.company', compute='_compute_from_case', store=True, precompute=True, index=True
    )
    order_id = fields.Many2one(
        'sale.order',
        compute='_compute_from_case',
        store=True,
        precompute=True,
        index='btree_not_null',
        ondelete='set null',
    )
    region_id = fields.Many2one(
        'pharma.region',
        compute='_compute_from_case',
        store=True,
        precompute=True,
        help="Region of the customer at the time of the care.",
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        compute='_compute_from_case',
        store=True,
        precompute=True,
    )
    user_id = fields.Many2one(
        'res.users',
        string="Care User",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete='restrict',
    )
    date = fields.Datetime(
        string="Cared On", required=True, index=True, default=fields.Datetime.now
    )
    channel = fields.Selection(
        [
            ('call', "Call"),
            ('sms', "SMS"),
            ('email', "E-mail"),
            ('zalo', "Zalo"),
            ('facebook', "Facebook"),
            ('counter', "At the Counter"),
            ('visit', "Visit"),
        ],
        default='call',
        help="How the customer was contacted.",
    )
    content = fields.Text(required=True, help="What was said.")
    response_type_id = fields.Many2one(
        'pharma.care.response.type', index='btree_not_null', ondelete='restrict'
    )
    date_next = fields.Date(
        string="Next Care Date",
        compute='_compute_date_next',
        store=True,
        readonly=False,
        precompute=True,
        help="Proposed: the next day on which another medicine of the case is used up.",
    )
    is_final = fields.Boolean(string="No More Care", help="Closes the case.")
    close_reason_id = fields.Many2one(
        'pharma.care.close.reason',
        index='btree_not_null',
        ondelete='restrict',
        domain=[('is_automatic', '=', False)],
    )

    # === COMPUTE METHODS === #
    @api.depends('case_id')
    def _compute_from_case(self):
        for entry in self:
            case = entry.case_id
            entry.partner_id = case.partner_id
            entry.company_id = case.company_id
            entry.order_id = case.order_id
            entry.region_id = case.region_id
            entry.warehouse_id = case.warehouse_id

    @api.depends('case_id', 'is_final')
    def _compute_date_next(self):
        for entry in self:
            if entry._origin.id:
                continue  # what was agreed with the customer is not proposed anew
            if entry.is_final:
                entry.date_next = False
            elif not entry.date_next:
                entry.date_next = entry.case_id._propose_date_next()

    @api.depends('case_id.display_name', 'date')
    def _compute_display_name(self):
        for entry in self:
            # sudo: whoever reads the entry may know its case's name
            entry.display_name = entry.sudo().case_id.display_name

    @api.model
    def _search_display_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        # any!: the entry's own rule decides; its name is that of its case
        return Domain('case_id', 'any!', [('display_name', operator, value)])

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Record contacts and move their cases on (004-45, 004-56).

        :param list vals_list: one dict per contact: ``case_id``, ``content``, and either
            ``date_next`` (date in the company's time zone), or ``is_final`` with
            ``close_reason_id``, or a ``response_type_id`` that says that nobody was reached; also
            ``channel``, ``date`` (UTC)
        :return: the new ``pharma.care.entry`` records
        :raise UserError: for a closed case, a missing or past next date, a missing reason
        :raise AccessError: for a case that the user may not read
        """
        # a default of the context must pass the same checks as what is sent
        defaults = self.default_get(OUTCOME_FIELDS)
        if not isinstance(vals_list, list | tuple):
            vals_list = [vals_list]
        for vals in [defaults, *vals_list]:
            check_values(self, vals)
        vals_list = [{**defaults, **vals} for vals in vals_list]
        cases = self.env['pharma.care.case'].browse(
            {vals['case_id'] for vals in vals_list if vals.get('case_id')}
        )
        cases.check_access('read')
        cases._lock_for_entry()
        for vals in vals_list:
            if not self.env.su:
                vals['user_id'] = self.env.uid
            case = cases.browse(vals.get('case_id'))
            if not case:
                continue  # the required field tells
            date = fields.Datetime.to_datetime(vals.get('date')) or fields.Datetime.now()
            case._check_open(date, vals.get('refill_order_id'))
            self._check_outcome(case, vals)
            vals['date_next' if vals.get('is_final') else 'close_reason_id'] = False
            self._prepare_attempt(vals)
            vals['date_due'] = case.date_due  # before the entry moves it
        entries = super().create(vals_list)
        for entry in entries:
            # a second entry for the same case in one batch must find it open, too
            entry.case_id._check_open(entry.date, entry.refill_order_id.id)
            entry.case_id._apply_entry(entry)
        return entries

    def write(self, vals):
        """Let the author correct what was said; the outcome of a contact is history.

        :param dict vals: values to write
        :return: True
        :raise UserError: for other fields, and for entries of somebody else
        """
        if not self.env.su:
            check_values(self, vals)
            forbidden = sorted(set(vals) - CORRECTABLE_FIELDS)
            if forbidden:
                raise UserError(
                    self.env._(
                        "A care entry is history: the field '%(field)s' cannot be changed. Record"
                        " another care instead.",
                        field=self._fields[forbidden[0]]._description_string(self.env),
                    )
                )
            others = self.filtered(lambda entry: entry.user_id != self.env.user)
            self._check_response_change(vals)
            if others:
                raise UserError(
                    self.env._(
                        "The care entry for '%(case)s' was written by %(user)s, who alone can"
                        " correct it. Record another care instead.",
                        case=others[0].display_name,
                        user=others[0].user_id.name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        raise UserError(
            self.env._(
                "Care entries are the history of the customer and cannot be deleted. Correct the"
                " content, or record another care."
            )
        )

    # === CHECKS === #
    @api.constrains('content')
    def _check_content(self):
        for entry in self:
            if not (entry.content or '').strip():
                raise ValidationError(
                    self.env._(
                        "Care of '%(case)s': the field 'Content' is empty. Enter what was said.",
                        case=entry.display_name,
                    )
                )

    @api.model
    def _check_outcome(self, case, vals):
        """Refuse a contact that would leave its case nowhere (decision 4)."""
        if vals.get('is_final'):
            if not vals.get('close_reason_id'):
                raise UserError(
                    self.env._(
                        "Care case '%(case)s': choose a 'Close Reason', or untick 'No More Care'"
                        " and enter a 'Next Care Date'.",
                        case=case.display_name,
                    )
                )
            reason = self.env['pharma.care.close.reason'].browse(vals['close_reason_id'])
            if reason.is_automatic:
                # a case that the system closed is reopened by its order
                raise UserError(
                    self.env._(
                        "Care case '%(case)s': '%(reason)s' in the field 'Close Reason' is given by"
                        " the system itself. Choose another one.",
                        case=case.display_name,
                        reason=reason.name,
                    )
                )
        elif not vals.get('date_next'):
            self._check_no_date(case, vals)
        else:
            date_next = fields.Date.to_date(vals['date_next'])
            case._check_date_next(date_next, self._fields['date_next'])
        date = fields.Datetime.to_datetime(vals.get('date'))
        if date and date > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "Care case '%(case)s': %(date)s in the field 'Cared On' lies in the future."
                    " Enter when the customer was contacted.",
                    case=case.display_name,
                    date=format_datetime(self.env, date, tz=case.company_id._pharma_screen_tz()),
                )
            )
