from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# Natures that speak of the goods: a suggestion or an enquiry alarms nobody.
ALARM_NATURES = ('complaint', 'professional')
# What people may write; the rest is decided by the suite and by 'Decide'.
WRITABLE = {'decision'}


class PharmaComplaintAlarm(models.Model):
    """Several customers complained about one lot: a pharmacist has to decide (000-22, V11).

    Numbers are counted when they are read: a ticket more costs no write on a record that several
    people's tickets would wait for.
    """

    _name = 'pharma.complaint.alarm'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = "Lot Alarm"
    _order = 'state desc, date_raised desc, id desc'
    _rec_name = 'lot_id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    lot_id = fields.Many2one(
        'stock.lot', required=True, readonly=True, index=True, ondelete='restrict'
    )
    product_id = fields.Many2one(
        related='lot_id.product_id', string="Medicine", store=True, index=True
    )
    state = fields.Selection(
        [('open', "Open"), ('decided', "Decided")],
        required=True,
        readonly=True,
        default='open',
        tracking=True,
    )
    date_raised = fields.Datetime(
        string="Raised On", required=True, readonly=True, default=fields.Datetime.now
    )
    date_from = fields.Datetime(
        string="Counted From",
        required=True,
        readonly=True,
        help="Tickets received since then count: those before the last decision do not.",
    )
    decision = fields.Text(
        tracking=True,
        help="What is done with the lot, and why: nothing, blocked, returned, recalled.",
    )
    user_id = fields.Many2one(
        'res.users', string="Decided By", readonly=True, index=True, ondelete='restrict'
    )
    date_decided = fields.Datetime(string="Decided On", readonly=True)

    # === COUNTED === #
    customer_count = fields.Integer(string="Customers", compute='_compute_counts')
    ticket_count = fields.Integer(string="Tickets", compute='_compute_counts')
    date_first = fields.Datetime(string="First Ticket", compute='_compute_counts')
    date_last = fields.Datetime(string="Last Ticket", compute='_compute_counts')

    _open = models.UniqueIndex(
        "(lot_id, company_id) WHERE state = 'open'", "This lot already has an open alarm."
    )

    # === COMPUTE METHODS === #
    @api.depends('lot_id', 'company_id', 'date_from', 'date_decided')
    def _compute_counts(self):
        rows = self._count_tickets(
            [
                (alarm.lot_id.id, alarm.company_id.id, alarm.date_from, alarm.date_decided)
                for alarm in self
            ]
        )
        for alarm, (customers, tickets, first, last) in zip(self, rows, strict=True):
            alarm.customer_count = customers
            alarm.ticket_count = tickets
            alarm.date_first = first
            alarm.date_last = last

    @api.depends('lot_id', 'product_id')
    def _compute_display_name(self):
        for alarm in self:
            alarm.display_name = f'{alarm.product_id.name}: {alarm.lot_id.name}'

    @api.model
    def _count_tickets(self, spans):
        """Count customers and tickets of lots, in one query answered by the index of lots.

        A customer counts once, with all contacts of the company; a ticket without customer counts.

        :param list spans: tuples of lot id, company id, first and last moment (or False)
        :return: list of tuples: customers, tickets, first and last moment (False without tickets)
        """
        if not spans:
            return []
        self.env['pharma.complaint'].flush_model(
            ['lot_id', 'company_id', 'nature', 'state', 'date_received', 'commercial_partner_id']
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT count(DISTINCT t.commercial_partner_id)
                        + count(t.id) FILTER (WHERE t.commercial_partner_id IS NULL),
                    count(t.id), min(t.date_received), max(t.date_received)
                FROM (VALUES %s) s (place, lot_id, company_id, date_from, date_to)
                LEFT JOIN pharma_complaint t ON t.lot_id = s.lot_id
                    AND t.company_id = s.company_id AND t.state != 'cancelled'
                    AND t.nature IN ('complaint', 'professional')
                    AND t.date_received >= s.date_from
                    AND (s.date_to IS NULL OR t.date_received <= s.date_to)
                GROUP BY s.place
                ORDER BY s.place
                """,
                SQL(", ").join(
                    SQL(
                        "(%s, %s::int, %s::int, %s::timestamp, %s::timestamp)",
                        place,
                        lot_id,
                        company_id,
                        date_from,
                        date_to or None,
                    )
                    for place, (lot_id, company_id, date_from, date_to) in enumerate(spans)
                ),
            )
        )
        return [
            (people, count, first or False, last or False) for people, count, first, last in rows
        ]

    # === CRUD METHODS === #
    def write(self, vals):
        """Let people write the decision of an open alarm, nothing else (000-22).

        :param dict vals: values of ``pharma.complaint.alarm``
        :return: True
        :raise AccessError: for other fields
        :raise UserError: for an alarm that is decided
        """
        if not self.env.su:
            mail = {*self.env['mail.thread']._fields, *self.env['mail.activity.mixin']._fields}
            if set(vals) - WRITABLE - mail:
                raise AccessError(
                    self.env._("Of a lot alarm only the decision is written, then 'Decide'.")
                )
            if 'decision' in vals and 'decided' in self.mapped('state'):
                raise UserError(
                    self.env._(
                        "A decision stays as it was taken. Further tickets about the lot raise a"
                        " new alarm; write what changed as a note below."
                    )
                )
        return super().write(vals)

    # === ACTIONS === #
    def action_decide(self):
        """Close the alarms with the decision that is written in them (000-22).

        :raise AccessError: for users who may not write alarms
        :raise UserError: without a decision
        """
        self.check_access('write')
        alarms = self.filtered(lambda alarm: alarm.state == 'open')
        for alarm in alarms:
            if not (alarm.decision or '').strip():
                raise UserError(
                    self.env._(
                        "%(alarm)s: write down first what is done with the lot, and why.",
                        alarm=alarm.display_name,
                    )
                )
        # sudo: state, person and date are set by this button alone
        alarms.sudo().write(
            {
                'state': 'decided',
                'user_id': self.env.uid,
                'date_decided': fields.Datetime.now(),
            }
        )
        # sudo: the activities of the other pharmacists are done with it
        alarms.sudo().activity_feedback(
            ['mail.mail_activity_data_todo'], feedback=self.env._("Decided")
        )

    def action_view_tickets(self):
        """Open the tickets that the alarm counts, those that the user may read (000-22).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for alarms that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action'
        )
        domain = [
            ('lot_id', '=', self.lot_id.id),
            ('company_id', '=', self.company_id.id),
            ('nature', 'in', ALARM_NATURES),
            ('state', '!=', 'cancelled'),
            ('date_received', '>=', self.date_from),
        ]
        if self.date_decided:
            domain.append(('date_received', '<=', self.date_decided))
        return {**action, 'domain': domain, 'context': {}}

    def action_view_customers(self):
        """Open who has goods of the lot, for a call or a recall (000-22, 004-60).

        :return: window action of ``pharma.customer.lot.report``
        :raise AccessError: for alarms that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return self.lot_id.action_pharma_view_customers()

    # === TELLING === #
    def _get_receivers(self):
        """Return who is told: pharmacists of the company, else supervisors, else managers."""
        self.ensure_one()
        for group in (
            'pharma_crm.group_pharmacist',
            'pharma_callcenter.group_call_supervisor',
            'pharma_crm.group_pharma_manager',
        ):
            # sudo: who has which role, to be told of it
            users = (
                self.env.ref(group)
                .sudo()
                .all_user_ids.filtered(
                    lambda user: (
                        user.active and not user.share and self.company_id in user.company_ids
                    )
                )
            )
            if users:
                return users
        return self.env['res.users']

    def _tell(self):
        """Remind each receiver, in his language; the activity stays until somebody decides."""
        for alarm in self:
            for user in alarm._get_receivers():
                told = alarm.with_context(lang=user.lang)
                told.activity_schedule(
                    'mail.mail_activity_data_todo',
                    summary=told.env._(
                        "%(count)s customers complained about lot %(lot)s",
                        count=told.customer_count,
                        lot=told.lot_id.name,
                    ),
                    note=told.env._(
                        "%(medicine)s, lot %(lot)s: read the tickets, examine the goods, and write"
                        " down what is done with the lot.",
                        medicine=told.product_id.display_name,
                        lot=told.lot_id.name,
                    ),
                    user_id=user.id,
                )
