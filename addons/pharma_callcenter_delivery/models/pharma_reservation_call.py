from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models

from odoo.addons.pharma_delivery.models.pharma_reservation_actions import ACTIVITY

HELD = ('held', 'partly')


class PharmaReservation(models.Model):
    """Customers whose goods have arrived are called, once for all of them (000-26)."""

    _inherit = 'pharma.reservation'

    call_todo_id = fields.Many2one(
        'pharma.call.todo',
        string="Call to Make",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="In which the customer is told that the goods are there.",
    )

    def write(self, vals):
        """Take reservations whose goods are gone, or that are over, off the calls to make.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if 'state' in vals:
            # sudo: the call may be of a colleague
            gone = self.sudo().filtered(lambda r: r.call_todo_id and r.state not in HELD)
            gone._drop_from_calls()
        return result

    def _on_told(self, notice):
        result = super()._on_told(notice)
        if notice == 'arrived':
            # sudo: calls to make are entered by the arrival, not by people
            self.sudo().filtered(lambda r: r.state in HELD)._enter_calls()
        return result

    def _enter_calls(self):
        """Enter a call to make for each customer, or add to the one that is open; in bulk."""
        if not self:
            return
        Todo = self.env['pharma.call.todo']
        open_todos = Todo.search(
            [
                ('kind', '=', 'reservation'),
                ('state', '=', 'todo'),
                ('partner_id', 'in', self.partner_id.ids),
            ]
        )
        by_key = {(todo.company_id, todo.partner_id): todo for todo in open_todos}
        groups = self.grouped(lambda r: (r.company_id, r.partner_id))
        new = [key for key in groups if key not in by_key]
        todos = Todo.create([groups[key]._prepare_call_vals() for key in new])
        by_key.update(zip(new, todos, strict=True))
        for key, reservations in groups.items():
            reservations.call_todo_id = by_key[key]
        (todos | open_todos)._name_reservations()

    def _prepare_call_vals(self):
        """Return the values of the call to one customer about these reservations."""
        company, partner = self.company_id, self.partner_id
        owner = self.user_id[:1]
        is_employed = owner.active and not owner.share and company in owner.company_ids
        zone = pytz.timezone(company._pharma_tz())
        deadline = False
        if until := min((r.hold_until for r in self if r.hold_until), default=False):
            end = zone.localize(datetime.combine(until + timedelta(days=1), time.min))
            deadline = end.astimezone(pytz.utc).replace(tzinfo=None)
        return {
            'kind': 'reservation',
            'company_id': company.id,
            'partner_id': partner.id,
            'user_id': owner.id if is_employed else False,
            'team_id': self.team_id[:1].id,
            'purpose_id': self.env.ref('pharma_callcenter.pharma_call_purpose_order').id,
            'date_due': fields.Datetime.now(),
            'date_deadline': deadline,
        }

    def _drop_from_calls(self):
        """Take reservations off their calls; a call about nothing is cancelled."""
        todos = self.call_todo_id
        self.call_todo_id = False
        open_todos = todos.filtered(lambda todo: todo.state == 'todo')
        empty = open_todos.filtered(lambda todo: not todo.reservation_ids)
        empty._end('cancelled', 'origin', self.env._("The reservation is over, or its goods gone."))
        (open_todos - empty)._name_reservations()

    def _take_call(self, todo, result):
        """Write down that the customer was called, on each reservation.

        :param todo: ``pharma.call.todo`` after the call
        :param result: ``pharma.call.disposition``
        """
        for reservation in self:
            if todo.state == 'unreached':
                body = self.env._(
                    "Customer not reached after %(count)s calls: %(result)s",
                    count=todo.attempt_count,
                    result=result.name,
                )
            else:
                body = self.env._("Customer called: %(result)s", result=result.name)
            reservation._message_log(body=body)
        if todo.state == 'done':
            # the task to call is done with it
            self.activity_unlink([ACTIVITY])
