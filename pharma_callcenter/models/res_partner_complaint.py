from odoo import fields, models

from .pharma_complaint_customer import OPEN_SHOWN

MOST_COUNTED = 100
TONES = {'repeated': 'warning', 'second': 'danger'}


class ResPartner(models.Model):
    """Tickets of a customer: on his form and on his card (000-10, 001-05)."""

    _inherit = 'res.partner'

    pharma_ticket_display = fields.Char(
        string="Open Tickets",
        compute='_compute_pharma_ticket_display',
        groups='pharma_crm.group_pharma_user',
    )

    def _compute_pharma_ticket_display(self):
        Ticket = self.env['pharma.complaint']
        for partner in self:
            # a form reads one customer; no more than a hundred are counted
            count = Ticket.search_count(
                [
                    ('commercial_partner_id', '=', partner.commercial_partner_id.id),
                    ('date_closed', '=', False),
                    ('state', '!=', 'cancelled'),
                ],
                limit=MOST_COUNTED,
            )
            partner.pharma_ticket_display = str(count) if count < MOST_COUNTED else '99+'

    def action_pharma_view_tickets(self):
        """Open the tickets of the customer and of his company, open ones first shown (001-05).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a customer that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action'
        )
        partner = self.commercial_partner_id
        action['domain'] = [('commercial_partner_id', '=', partner.id)]
        action['context'] = {'default_partner_id': self.id}
        return action

    def _get_customer_card_sections(self):
        """Add open and recent tickets; of those the user may not read, what they are about."""
        sections = super()._get_customer_card_sections()
        Ticket = self.env['pharma.complaint']
        if not Ticket.has_access('read'):
            return sections
        ticket = Ticket.new({'partner_id': self.id, 'company_id': self.env.company.id})
        kinds = dict(Ticket._fields['relation']._description_selection(self.env))
        items = []
        for shown in ticket._get_customer_tickets()[:OPEN_SHOWN]:
            number = {'text': shown['number']}
            if shown['relation'] in TONES:
                number['hint'] = kinds[shown['relation']]
                number['tone'] = TONES[shown['relation']]
            item = {
                'cells': [
                    number,
                    {'text': shown['text']},
                    {'text': shown['stage'], 'tone': 'warning' if shown['is_open'] else 'success'},
                    {'text': shown['date']},
                    {'text': shown['user']},
                ]
            }
            if shown['can_open']:
                item |= {'res_model': 'pharma.complaint', 'res_id': shown['id']}
            items.append(item)
        return sections + self._prepare_card_section(
            'tickets',
            self.env._("Tickets"),
            'rows',
            25,
            items,
            columns=[
                self.env._("Number"),
                self.env._("About"),
                self.env._("Stage"),
                self.env._("Received"),
                self.env._("Responsible"),
            ],
            more={'method': 'action_pharma_view_tickets', 'label': self.env._("All Tickets")},
        )
