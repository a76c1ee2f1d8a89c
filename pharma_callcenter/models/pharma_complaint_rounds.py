from odoo import api, fields, models

STAFF = 'base.group_user'


class PharmaComplaint(models.Model):
    """What stays known of a ticket that was solved and opened again (003-17, 000-44).

    Each reopening after a solution begins a round with a clock of its own; a round that was late
    makes the ticket count as late for good.
    """

    _inherit = 'pharma.complaint'

    is_late_before = fields.Boolean(
        string="Late Before",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="It was solved late before it was opened again, and counts as late for good.",
    )
    date_first_promised = fields.Datetime(
        string="First Promised For",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="By when it was promised before it was opened again for the first time.",
    )
    has_round_answer = fields.Boolean(
        string="Answered Since It Was Opened",
        compute='_compute_has_round_answer',
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
        help="The customer was answered since the ticket came, or was opened again.",
    )

    # === COMPUTE METHODS === #
    @api.depends('date_first_answer', 'date_last_answer', 'date_clock_start')
    def _compute_has_round_answer(self):
        for ticket in self:
            last = ticket.date_last_answer or ticket.date_first_answer
            start = ticket.date_clock_start
            ticket.has_round_answer = bool(last and (not start or last >= start))

    # === BUSINESS METHODS === #
    def _is_round_late(self):
        """Return whether a closed ticket was solved after the date that was promised for it."""
        self.ensure_one()
        return bool(self.date_promised and self.date_closed > self.date_promised)

    def _restart_clock(self):
        """Keep the first promise, and note the new clock in the log."""
        before = {ticket: ticket.date_promised for ticket in self}
        for ticket in self.filtered(lambda t: t.date_promised and not t.date_first_promised):
            ticket.date_first_promised = ticket.date_promised
        result = super()._restart_clock()
        rows = [
            ticket._prepare_escalation_log_vals(
                'reopen', date_due=date, date_after=ticket.date_promised
            )
            for ticket, date in before.items()
        ]
        self.env['pharma.complaint.escalation.log'].sudo().create(rows)  # sudo: only code adds
        return result

    def _prepare_merged_vals(self, target):
        vals = super()._prepare_merged_vals(target)
        everything = target + self
        if any(everything.mapped('is_late_before')):
            vals['is_late_before'] = True
        if dates := list(filter(None, everything.mapped('date_first_promised'))):
            vals['date_first_promised'] = min(dates)
        return {name: value for name, value in vals.items() if target._is_changed(name, value)}
