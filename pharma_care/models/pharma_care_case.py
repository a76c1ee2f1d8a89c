from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ..tools import check_values

# What people may change on a case by hand; everything else follows from orders, entries, claims
# and assignments.
WRITABLE_FIELDS = {'date_due'}
# A care date further away than ten years is a slip of the pen, and the case would be lost.
MAX_DAYS_AHEAD = 3650


class PharmaCareCase(models.Model):
    """Somebody to contact: one case per order, or an appointment of a customer (004-42..57).

    A case has no ``active`` field: closed ones are in state ``done``, and counting open ones must
    be answered by an index alone.
    """

    _name = 'pharma.care.case'
    _description = "Care Case"
    _order = 'is_chronic desc, date_due, id'

    # === WHOM AND WHAT === #
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
    )
    order_id = fields.Many2one(
        'sale.order',
        readonly=True,
        ondelete='cascade',
        help="Empty for an appointment that was made without an order.",
    )
    date_order = fields.Date(
        string="Purchase Date", readonly=True, help="In the time zone of the company."
    )
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    region_id = fields.Many2one(
        'pharma.region',
        compute='_compute_region_id',
        store=True,
        precompute=True,
        ondelete='set null',
    )
    line_ids = fields.One2many('pharma.care.line', 'case_id', string="Medicines", readonly=True)
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group',
        'pharma_care_case_group_rel',
        'case_id',
        'group_id',
        string="Therapeutic Groups",
        readonly=True,
    )
    is_chronic = fields.Boolean(
        string="Chronic",
        readonly=True,
        help="A medicine of the case belongs to a group with the care profile 'Chronic'.",
    )

    # === WHEN === #
    state = fields.Selection(
        [('todo', "Not Yet Cared"), ('ongoing', "In Care"), ('done', "Closed")],
        default='todo',
        required=True,
        readonly=True,
        group_expand='_read_group_state',
    )
    date_due = fields.Date(
        string="Care Date",
        help="When to contact the customer: first as the care interval says, after the first care"
        " as the employee said.",
    )
    date_runout = fields.Date(
        string="Supply Ends",
        readonly=True,
        help="The earliest day on which a medicine of the case is used up.",
    )
    is_date_manual = fields.Boolean(
        string="Date Set by Hand",
        readonly=True,
        help="The care interval no longer moves the care date.",
    )
    close_reason_id = fields.Many2one(
        'pharma.care.close.reason', readonly=True, ondelete='restrict', index='btree_not_null'
    )
    date_closed = fields.Datetime(string="Closed On", readonly=True)

    # === WHO === #
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        readonly=True,
        ondelete='set null',
        help="By the most specific assignment, else whoever was last in contact.",
    )
    user_ids = fields.Many2many(
        'res.users',
        'pharma_care_case_user_rel',
        'case_id',
        'user_id',
        string="Care Users",
        readonly=True,
        help="Who sees the case in the care mode of the company.",
    )
    visibility_mode = fields.Selection(
        [('product', "By Product"), ('customer', "By Customer"), ('unrestricted', "Unrestricted")],
        readonly=True,
        help="The care mode for which the care users were worked out. While it differs from the"
        " mode of the company, the case is hidden from employees.",
    )
    claim_user_id = fields.Many2one(
        'res.users',
        string="Claimed By",
        readonly=True,
        ondelete='set null',
        index='btree_not_null',
    )
    claim_until = fields.Datetime(readonly=True)

    # === HOW IT WENT === #
    entry_ids = fields.One2many(
        'pharma.care.entry', 'case_id', string="Care History", readonly=True
    )
    entry_count = fields.Integer(string="Cares", readonly=True, aggregator='sum')
    care_count_min = fields.Integer(string="Minimum Cares", readonly=True, aggregator='max')
    care_count_max = fields.Integer(string="Maximum Cares", readonly=True, aggregator='max')
    date_last_entry = fields.Datetime(string="Last Care", readonly=True)
    date_last_contact = fields.Date(
        string="Customer Last Contacted",
        readonly=True,
        help="The last day on which anybody recorded a care of this customer, for any case.",
    )

    _order_unique = models.UniqueIndex(
        '(order_id) WHERE order_id IS NOT NULL', "The order already has a care case."
    )
    # Open cases only: lists of what is due never look at history. What the worklists and the record
    # rules ask besides is in the index, so that counting what is due reads nothing else.
    _urgency_index = models.Index(
        # as the ORM writes the order of lists; Odoo sorts booleans by this expression, a plain
        # column would not be used
        "((COALESCE(is_chronic, false)) DESC, date_due, id) INCLUDE (is_chronic, order_id,"
        " date_last_contact, date_retry, company_id, visibility_mode) WHERE state <> 'done'"
    )
    _due_index = models.Index(
        "(date_due, id) INCLUDE (is_chronic, partner_id, order_id, date_last_contact, date_retry,"
        " company_id, visibility_mode) WHERE state <> 'done'"
    )
    _user_due_index = models.Index("(user_id, date_due, id) WHERE state <> 'done'")
    _region_due_index = models.Index("(region_id, date_due, id) WHERE state <> 'done'")
    _partner_due_index = models.Index("(partner_id, date_due, id) WHERE state <> 'done'")

    # === COMPUTE METHODS === #
    @api.depends('partner_id.pharma_region_id')
    def _compute_region_id(self):
        for case in self:
            case.region_id = case.partner_id.pharma_region_id

    # === CRUD METHODS === #
    def write(self, vals):
        """Let people move the care date of open cases, and nothing else (004-45).

        :param dict vals: values to write
        :return: True
        :raise UserError: for other fields, for closed cases and for past dates
        """
        if not self.env.su:
            self.check_access('write')  # before anything is told of the case
            check_values(self, vals)
            forbidden = sorted(set(vals) - WRITABLE_FIELDS)
            if forbidden:
                raise UserError(
                    self.env._(
                        "Care cases follow from orders, care entries and assignments: the field"
                        " '%(field)s' cannot be changed by hand.",
                        field=self._fields[forbidden[0]]._description_string(self.env),
                    )
                )
        if 'date_due' in vals and not self.env.su:
            self._check_reschedule(fields.Date.to_date(vals['date_due']))
            vals = {**vals, 'is_date_manual': True}
        return super().write(vals)

    def _check_reschedule(self, date_due):
        """Refuse a care date that is empty or past, and any for a closed case.

        :param date date_due: new care date in the company's time zone
        :raise UserError: naming the case, the field and the way out
        """
        for case in self:
            case._check_open()
            case._check_date_next(date_due, self._fields['date_due'])

    def _check_open(self, moment=None, refill_id=False):
        """Raise when the case is closed; say how to reopen it.

        :param datetime moment: UTC, when the customer was contacted: a contact of before the
            medicine was bought again belongs to this case still (decision 5)
        :param int refill_id: the order that was made in this contact, and may have ended the case
        """
        self.ensure_one()
        if self.state == 'done':
            reason_sudo = self.sudo().close_reason_id  # sudo: the word for it
            if reason_sudo == self.env.ref('pharma_care.close_reason_bought_again'):
                if moment and self.date_closed and moment < self.date_closed:
                    return
                if self._is_closed_by_refill(refill_id):
                    return
                raise UserError(
                    self.env._(
                        "Care case '%(case)s': the customer has bought the medicine again"
                        " (%(date)s). Record the care with the newer order; only a contact of"
                        " before that time belongs here.",
                        case=self.display_name,
                        date=format_datetime(
                            self.env,
                            self.date_closed,
                            tz=self.company_id._pharma_screen_tz(),
                        ),
                    )
                )
            message = self.env._(
                "Care case '%(case)s' is closed (%(reason)s). Reopen it first, or book an"
                " appointment with the customer."
            )
            if reason_sudo.is_automatic:
                message = self.env._(
                    "Care case '%(case)s' was closed by the system (%(reason)s) and is not opened"
                    " by hand. Book an appointment with the customer instead."
                )
            raise UserError(
                message % {'case': self.display_name, 'reason': reason_sudo.name or '-'}
            )

    def _check_date_next(self, date_next, field):
        """Raise when a care date is missing, lies before today, or in the far future.

        :param date date_next: date in the company's time zone
        :param field: the field in which it was entered
        """
        self.ensure_one()
        today = self.company_id.sudo()._pharma_today()  # sudo: what day it is there
        limit = today + timedelta(days=MAX_DAYS_AHEAD)
        if not date_next or not today <= date_next <= limit:
            raise UserError(
                self.env._(
                    "Care case '%(case)s': %(date)s in the field '%(field)s' is not possible. Enter"
                    " a date from %(today)s to %(limit)s.",
                    case=self.display_name,
                    date=format_date(self.env, date_next) or '-',
                    field=field._description_string(self.env),
                    today=format_date(self.env, today),
                    limit=format_date(self.env, limit),
                )
            )
