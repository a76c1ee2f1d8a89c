from odoo import fields, models
from odoo.tools import format_date

from .pharma_reservation import OPEN

SHOWN = 5


class ResPartner(models.Model):
    """What a customer waits for, on his card (000-26, decision 99)."""

    _inherit = 'res.partner'

    pharma_reservation_count = fields.Integer(
        string="Reservations", compute='_compute_pharma_reservation_count'
    )

    def _compute_pharma_reservation_count(self):
        Reservation = self.env['pharma.reservation']
        counts = {}
        if Reservation.has_access('read'):  # partners are read and exported by others, too
            counts = dict(
                Reservation._read_group(
                    [('partner_id', 'in', self.ids), ('state', 'in', OPEN)],
                    ['partner_id'],
                    ['__count'],
                )
            )
        for partner in self:
            partner.pharma_reservation_count = counts.get(partner._origin, 0)

    def _get_customer_card_sections(self):
        """Add open reservations, those that are held first."""
        sections = super()._get_customer_card_sections()
        Reservation = self.env['pharma.reservation']
        if not Reservation.has_access('read'):
            return sections
        names = ['product_id', 'quantity', 'state', 'hold_until', 'hold_warehouse_id']
        found = Reservation.search_fetch(
            [('partner_id', '=', self.id), ('state', 'in', OPEN)],
            names,
            order='hold_until, date, id',
            limit=SHOWN,
        )
        states = dict(Reservation._fields['state']._description_selection(self.env))
        items = [
            {
                'res_model': 'pharma.reservation',
                'res_id': reservation.id,
                'cells': [
                    {'text': reservation.product_id},
                    {'text': f'{reservation.quantity:.12g}'},
                    {
                        'text': states[reservation.state],
                        'tone': 'success' if reservation.state == 'held' else '',
                    },
                    {'text': reservation.hold_warehouse_id},
                    {'text': format_date(self.env, reservation.hold_until) or ''},
                ],
            }
            for reservation in found
        ]
        return [
            *sections,
            *self._prepare_card_section(
                'reservations',
                self.env._("Reservations"),
                'rows',
                45,
                items,
                columns=[
                    self.env._("Medicine"),
                    self.env._("Quantity"),
                    self.env._("Status"),
                    self.env._("Branch"),
                    self.env._("Held until"),
                ],
                more={
                    'method': 'action_pharma_card_reservations',
                    'label': self.env._("All Reservations"),
                },
            ),
        ]

    def action_pharma_card_reservations(self):
        """Open all reservations of the customer, as the user may read them (000-26).

        :return: window action of ``pharma.reservation``
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_reservation_action'
        )
        return action | {
            'domain': [('partner_id', '=', self.id)],
            'context': {'default_partner_id': self.id},
        }
