import logging

from odoo import api, fields, models

from .working_time import WorkingTimes

_logger = logging.getLogger(__name__)

STAFF = 'base.group_user'
BATCH_SIZE = 100
LAST_LEVEL = 3


class PharmaComplaint(models.Model):
    """Reminder, manager, management: the steps of a ticket and the job that takes them (003-17)."""

    _inherit = 'pharma.complaint'

    # how far each of the two clocks has escalated; the level is the higher one
    escalation_answer_step = fields.Integer(readonly=True, copy=False, groups=STAFF)
    escalation_solve_step = fields.Integer(readonly=True, copy=False, groups=STAFF)
    date_next_escalation = fields.Datetime(
        string="Next Escalation",
        compute='_compute_date_next_escalation',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    escalation_log_ids = fields.One2many(
        'pharma.complaint.escalation.log', 'complaint_id', groups=STAFF
    )

    _next_escalation = models.Index(
        '(date_next_escalation, id) WHERE date_next_escalation IS NOT NULL'
    )

    # === COMPUTE METHODS === #
    @api.depends(
        'date_promised',
        'date_answer_due',
        'date_closed',
        'date_waiting',
        'escalation_answer_step',
        'escalation_solve_step',
        'kind_id',
        'priority',
        'has_round_answer',
    )
    def _compute_date_next_escalation(self):
        times = WorkingTimes()
        for ticket in self:
            date = False
            if ticket.date_waiting and not ticket.date_closed:
                date = fields.Datetime.add(
                    ticket.date_waiting, days=ticket.company_id.pharma_waiting_days
                )
            elif not ticket.date_closed:
                steps = ticket._get_escalation_steps(times)
                date = steps[0][0] if steps else False
            ticket.date_next_escalation = date

    def _get_escalation_steps(self, times):
        """Return the steps that are still to be taken, in their order.

        :param WorkingTimes times: working hours read so far
        :return: list of tuples (moment, 'answer' or 'solve', level as number, due date)
        """
        self.ensure_one()
        clocks = {}
        if self.date_promised:
            clocks['solve'] = (self.date_promised, self.escalation_solve_step)
        if self.date_answer_due and not self._has_first_answer():
            clocks['answer'] = (self.date_answer_due, self.escalation_answer_step)
        steps = []
        for about, level, hours in self.env['pharma.complaint.escalation']._get_of(self):
            due, done = clocks.get(about, (False, 0))
            if due and level > done:
                moment = self._get_escalation_moment(times.get_of(self), due, level, hours)
                steps.append((moment, about, level, due))
        return sorted(steps)

    def _get_escalation_moment(self, time, due, level, hours):
        """Return when a step is taken: a reminder before the due date, the others after it."""
        if level > 1:
            return time.plan(due, hours)
        start = min(self.date_clock_start or self.date_received, due)
        moment = time.plan(due, -hours)
        # a reminder that would come with the ticket itself comes at half of its time
        return moment if moment > start else start + (due - start) / 2

    def _has_first_answer(self):
        """Return whether the customer was answered since the ticket came, or was reopened."""
        self.ensure_one()
        return self.has_round_answer

    # === ESCALATION === #
    @api.model
    def _cron_escalate(self):
        """Take the steps that are due, in batches; commits after each.

        A ticket that cannot be escalated is logged and tried again at the next run; it does not
        keep the others from their step.
        """
        Cron = self.env['ir.cron']
        # few, and somebody has the customer before him
        self.env['pharma.complaint.question']._escalate_due()
        failed = []
        domain = [('date_next_escalation', '<=', fields.Datetime.now())]
        Cron._commit_progress(remaining=self.search_count(domain))
        while tickets := self.search(
            [*domain, ('id', 'not in', failed)],
            order='date_next_escalation, id',
            limit=BATCH_SIZE,
        ):
            failed += tickets._escalate_safely()
            if not Cron._commit_progress(len(tickets)):
                break

    def _escalate_safely(self):
        """Escalate tickets, one by one if they cannot be escalated together.

        :return: ids of those that failed, of those that others are working on, and of those that
            are still due: not to be asked for again in this run
        """
        tickets = self.try_lock_for_update()
        failed = (self - tickets).ids
        try:
            with self.env.cr.savepoint():
                tickets._escalate()
        except Exception:
            self.env.invalidate_all()
            if len(tickets) == 1:
                _logger.exception("Ticket %s cannot be escalated", tickets.id)
                return [*failed, *tickets.ids]
            for ticket in tickets:
                failed += ticket._escalate_safely()
            return failed
        now = fields.Datetime.now()
        due = tickets.filtered(lambda t: t.date_next_escalation and t.date_next_escalation <= now)
        return [*failed, *due.ids]

    def _escalate(self):
        """Take every step that is due by now and tell those concerned (003-17).

        Who is told of several tickets gets one message.
        """
        now, times = fields.Datetime.now(), WorkingTimes()
        tickets = self.with_context(tracking_disable=True)
        silent = tickets.filtered('date_waiting')
        notices = [(t, 'resume', 1, t.date_promised) for t in silent._resume_clock()]
        for ticket in tickets - silent:
            due = [step for step in ticket._get_escalation_steps(times) if step[0] <= now]
            steps = {}
            for _moment, about, level, date in due:
                steps[about] = max(level, steps.get(about, 0))
                notices.append((ticket, about, level, date))
            if not due:
                # stored earlier than the rules say now
                self.env.add_to_compute(self._fields['date_next_escalation'], ticket)
                continue
            level = max(int(ticket.escalation_level), *steps.values())
            ticket.write(
                {
                    'escalation_level': str(level),
                    **{f'escalation_{about}_step': step for about, step in steps.items()},
                }
            )
        self._notify_escalation(notices)
        self.env.flush_all()
