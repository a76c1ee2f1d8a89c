from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

SHOWN = 3


class PharmaCall(models.Model):
    """What is under way to the customer who is on the telephone (004-04, 000-26, 004-60)."""

    _inherit = 'pharma.call'

    def _get_desk_sections(self):
        """Add open slips, reservations and recalls, each as far as the user may read them."""
        sections = super()._get_desk_sections()
        if not self.partner_id:
            return sections
        actions = []
        recalls = self._get_desk_recall_lines(SHOWN)
        if recalls:
            actions.append(
                {
                    'method': 'action_desk_recall',
                    'label': self.env._("Enter Answer"),
                    'icon': 'fa-reply',
                }
            )
        return (
            sections
            + self._prepare_desk_section(
                'recall',
                self.env._("Recall"),
                [self._row_of_recall(line) for line in recalls],
                actions,
            )
            + self._prepare_desk_section(
                'reservation', self.env._("Reservations"), self._get_desk_reservations()
            )
            + self._prepare_desk_section(
                'delivery', self.env._("Deliveries"), self._get_desk_slips()
            )
        )

    def _get_desk_recall_lines(self, limit=None):
        Line = self.env['pharma.recall.line']
        if not Line.has_access('read'):
            return Line
        return Line.search(
            [
                ('partner_id', '=', self.partner_id.id),
                ('is_settled', '=', False),
                ('recall_id.state', '=', 'running'),
                ('recall_id.is_exercise', '=', False),
            ],
            limit=limit,
        )

    def _row_of_recall(self, line):
        return {
            'label': line.product_id.display_name,
            'value': self.env._(
                "%(quantity)s still out, lot %(lot)s",
                quantity=f'{line.quantity_open:.12g}',
                lot=line.lot_id.name,
            ),
            'tone': 'danger',
            'res_model': 'pharma.recall',
            'res_id': line.recall_id.id,
        }

    def _get_desk_reservations(self):
        Reservation = self.env['pharma.reservation']
        if not Reservation.has_access('read'):
            return []
        states = dict(Reservation._fields['state']._description_selection(self.env))
        found = Reservation.search(
            [
                ('partner_id', '=', self.partner_id.id),
                ('state', 'in', ('waiting', 'partly', 'held')),
            ],
            order='date_held, date, id',
            limit=SHOWN,
        )
        return [
            {
                'label': f'{reservation.quantity:.12g} {reservation.product_id.display_name}',
                'value': self.env._(
                    "%(state)s, until %(date)s",
                    state=states[reservation.state],
                    date=format_date(self.env, reservation.hold_until),
                )
                if reservation.hold_until
                else states[reservation.state],
                'tone': 'success' if reservation.held_quantity else '',
                'res_model': 'pharma.reservation',
                'res_id': reservation.id,
            }
            for reservation in found
        ]

    def _get_desk_slips(self):
        Slip = self.env['stock.picking']
        if not Slip.has_access('read'):
            return []
        states = dict(Slip._fields['state']._description_selection(self.env))
        found = Slip.search(
            [
                ('partner_id', '=', self.partner_id.id),
                ('picking_type_code', '=', 'outgoing'),
                ('state', 'not in', ('draft', 'done', 'cancel')),
            ],
            order='scheduled_date, id',
            limit=SHOWN,
        )
        return [
            {
                'label': slip.slip_number or slip.name,
                'value': self.env._(
                    "%(state)s, %(date)s",
                    state=states[slip.state],
                    date=format_date(self.env, slip.scheduled_date),
                ),
                'tone': '',
                'res_model': 'stock.picking',
                'res_id': slip.id,
            }
            for slip in found
        ]

    def action_desk_recall(self):
        """Open the window for what the caller answers to a recall (004-60).

        :return: window action of ``pharma.recall.answer``
        :raise AccessError: for a call that the user may not read
        :raise UserError: if nothing is recalled from the customer
        """
        self.ensure_one()
        self.check_access('read')
        lines = self.partner_id and self._get_desk_recall_lines()
        if not lines:
            raise UserError(self.env._("Nothing is recalled from this customer."))
        return lines[0].action_answer()
