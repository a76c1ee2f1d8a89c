from odoo import api, fields, models

from .working_time import WorkingTimes

# What follows from the targets of a kind.
FILLED_IN = (
    'answer_hours',
    'solve_hours',
    'is_always',
    'date_answer_due',
    'date_target',
    'date_promised',
    'date_next_escalation',
)


class PharmaComplaint(models.Model):
    """Starting, stopping and filling in the clock of a ticket (003-17)."""

    _inherit = 'pharma.complaint'

    def _restart_clock(self):
        """Let the targets count anew from now on: the customer came back after an answer."""
        return self.write(
            {
                'date_clock_start': fields.Datetime.now(),
                'waited_hours': 0,
                'pledge_waited_hours': 0,
                'date_pledged': False,
                'pledge_user_id': False,
                'is_extended': False,
                'escalation_level': '0',
                'escalation_answer_step': 0,
                'escalation_solve_step': 0,
            }
        )

    def _resume_clock(self):
        """Let the clock run again for customers who have not answered for too long.

        :return: the tickets
        """
        times, now = WorkingTimes(), fields.Datetime.now()
        for ticket in self:
            waited = times.get_of(ticket).count(ticket.date_waiting, now)
            waited += ticket.waited_hours
            ticket.write({'waited_hours': waited, 'date_waiting': False, 'date_waiting_end': now})
        return self

    @api.model
    def _fill_in_dates(self, limit=500):
        """Give open tickets without a date one where their kind has a target by now (003-17).

        :param int limit: how many tickets at once
        :return: how many got a date
        """
        tickets = self.search(self._get_no_date_domain(), order='id')
        # the kind has a target, but the row of the priority may say none
        targets = {ticket: ticket.kind_id._get_target(ticket.priority) for ticket in tickets}
        tickets = tickets.filtered(lambda t: targets[t] and targets[t].solve_hours)[:limit]
        for name in FILLED_IN:
            self.env.add_to_compute(self._fields[name], tickets)
        tickets.flush_recordset()
        return len(tickets.filtered('date_promised'))

    @api.model
    def _get_no_date_domain(self):
        """Return the domain of open tickets without a date though their kind has a target."""
        return [
            ('date_closed', '=', False),
            ('date_promised', '=', False),
            ('kind_id.target_ids.solve_hours', '>', 0),
        ]
