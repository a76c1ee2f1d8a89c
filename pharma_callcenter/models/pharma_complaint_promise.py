from odoo import api, fields, models
from odoo.tools import SQL

from .working_time import WorkingTimes

STAFF = 'base.group_user'


class PharmaComplaint(models.Model):
    """The dates of a ticket in working hours (003-17, decision 13).

    Targets of the kind make the dates until somebody promises another one. Waiting for the customer
    stops the clock; once a ticket is late or escalated, changes by hand only ever shorten it.
    """

    _inherit = 'pharma.complaint'

    date_promised = fields.Datetime(compute='_compute_date_promised', store=True, precompute=True)
    date_answer_due = fields.Datetime(
        string="First Answer By",
        compute='_compute_date_target',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    date_target = fields.Datetime(
        string="Target",
        compute='_compute_date_target',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
        help="By when the kind's targets want it solved. Nobody promises a later date without an"
        " extension.",
    )
    date_pledged = fields.Datetime(
        string="Date of the Department", readonly=True, copy=False, groups=STAFF
    )
    pledge_waited_hours = fields.Float(
        string="Waited Before the Promise", readonly=True, copy=False, groups=STAFF
    )
    pledge_user_id = fields.Many2one(
        'res.users', string="Promised By Whom", readonly=True, copy=False, groups=STAFF
    )
    is_extended = fields.Boolean(string="Extended", readonly=True, copy=False, groups=STAFF)
    date_clock_start = fields.Datetime(
        string="Clock Started", readonly=True, copy=False, groups=STAFF, help="When reopened."
    )
    calendar_id = fields.Many2one(
        'resource.calendar',
        string="Working Hours",
        compute='_compute_calendar_id',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    answer_hours = fields.Float(
        compute='_compute_target_hours', store=True, precompute=True, copy=False, groups=STAFF
    )
    solve_hours = fields.Float(
        compute='_compute_target_hours', store=True, precompute=True, copy=False, groups=STAFF
    )
    is_always = fields.Boolean(
        string="Around the Clock",
        compute='_compute_target_hours',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    date_waiting = fields.Datetime(
        string="Waiting Since",
        compute='_compute_waiting',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
        help="Since when the clock stands still because the customer has to answer.",
    )
    waited_hours = fields.Float(
        string="Waited (Hours)",
        compute='_compute_waiting',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
        help="Working time during which the customer had to answer. It is added to the target.",
    )
    date_waiting_end = fields.Datetime(
        string="Waited Until",
        compute='_compute_waiting',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    is_late = fields.Boolean(
        string="Late", compute='_compute_is_late', search='_search_is_late', groups=STAFF
    )
    promise_warning = fields.Char(compute='_compute_promise_warning', groups=STAFF)

    _no_date = models.Index('(id) WHERE date_closed IS NULL AND date_promised IS NULL')

    # === COMPUTE METHODS === #
    def _get_frozen(self):
        """Return the tickets whose dates may only be brought forward: escalated or late.

        Asks the table: within a computation the date itself may be the one that is being computed.
        """
        known = self.filtered('id')._origin
        if not known:
            return known
        late = self.env.execute_query(
            SQL(
                "SELECT id FROM pharma_complaint WHERE id = ANY(%s) AND date_promised < %s",
                known.ids,
                fields.Datetime.now(),
            )
        )
        late = self.browse(ticket_id for (ticket_id,) in late)
        return late | known.filtered(lambda ticket: (ticket.escalation_level or '0') != '0')

    @api.depends('team_id', 'company_id')
    def _compute_calendar_id(self):
        frozen = self._get_frozen()
        for ticket in self:
            team = ticket.team_id.pharma_calendar_id or ticket.company_id.resource_calendar_id
            ticket.calendar_id = (ticket._origin in frozen and ticket.calendar_id) or team

    @api.depends('kind_id', 'priority')
    def _compute_target_hours(self):
        frozen = self._get_frozen()
        for ticket in self:
            target = ticket.kind_id._get_target(ticket.priority)
            old = (ticket.answer_hours, ticket.solve_hours, ticket.is_always)
            new = target or (0, 0, False)
            if ticket._origin.id:
                # a date once given does not vanish by another kind, nor move back when it is late
                is_frozen = ticket._origin in frozen
                hours = [
                    before if before and (not after or (is_frozen and before < after)) else after
                    for before, after in zip(old[:2], new[:2], strict=True)
                ]
                # hours around the clock end sooner
                is_always = (old[2] or new[2]) if is_frozen else new[2]
                new = (*hours, is_always if target else old[2])
            ticket.answer_hours, ticket.solve_hours, ticket.is_always = new

    @api.depends('state')
    def _compute_waiting(self):
        times, now = WorkingTimes(), fields.Datetime.now()
        for ticket in self:
            since, waited = ticket.date_waiting, ticket.waited_hours
            if since and ticket.state != 'waiting':
                waited += times.get_of(ticket).count(since, now)
                since = False
                ticket.date_waiting_end = now
            elif ticket.state == 'waiting' and not since:
                since = now
            ticket.date_waiting = since
            ticket.waited_hours = waited
            ticket.date_waiting_end = ticket.date_waiting_end

    @api.depends(
        'date_received',
        'date_clock_start',
        'answer_hours',
        'solve_hours',
        'is_always',
        'calendar_id',
        'waited_hours',
    )
    def _compute_date_target(self):
        times = WorkingTimes()
        for ticket in self:
            start = ticket.date_clock_start or ticket.date_received
            plan, waited = times.get_of(ticket).plan, ticket.waited_hours
            answer, solve = ticket.answer_hours, ticket.solve_hours
            ticket.date_answer_due = bool(start and answer) and plan(start, answer + waited)
            ticket.date_target = bool(start and solve) and plan(start, solve + waited)

    @api.depends('date_target', 'date_pledged', 'pledge_waited_hours', 'waited_hours')
    def _compute_date_promised(self):
        times = WorkingTimes()
        for ticket in self:
            date = ticket.date_target
            if ticket.date_pledged:
                waited = ticket.waited_hours - ticket.pledge_waited_hours
                date = times.get_of(ticket).plan(ticket.date_pledged, max(waited, 0))
            ticket.date_promised = date

    @api.depends(
        'date_promised', 'date_answer_due', 'date_closed', 'date_waiting', 'has_round_answer'
    )
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for ticket in self:
            ticket.is_late = ticket in late

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in' or True not in value:
            return NotImplemented
        return self._get_late_domain()

    @api.model
    def _get_late_domain(self):
        """Return the domain of tickets that are late: not solved, or not answered, in time."""
        now = fields.Datetime.now()
        late = ['|', ('date_promised', '<', now)]
        late += ['&', ('date_answer_due', '<', now), ('has_round_answer', '=', False)]
        return ['&', '&', ('date_closed', '=', False), ('date_waiting', '=', False), *late]

    @api.depends('calendar_id', 'is_always', 'solve_hours', 'answer_hours', 'date_received')
    def _compute_promise_warning(self):
        times = WorkingTimes()
        for ticket in self:
            start = ticket.date_clock_start or ticket.date_received
            warning = False
            has_target = start and (ticket.solve_hours or ticket.answer_hours)
            if has_target and not times.get_of(ticket).has_hours(start):
                # sudo: the name of working hours, for whoever reads the ticket
                name = ticket.sudo().calendar_id.name
                warning = (
                    self.env._(
                        "The working hours '%(calendar)s' have no working time: dates count every"
                        " day of the calendar, eight hours as one day.",
                        calendar=name,
                    )
                    if name
                    else self.env._(
                        "Neither the team nor the company has working hours: dates count every day"
                        " of the calendar, eight hours as one day."
                    )
                )
            ticket.promise_warning = warning
