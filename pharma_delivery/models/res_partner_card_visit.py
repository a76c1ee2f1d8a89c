from odoo import models

VISITS_SHOWN = 5
TONES = {'delivered': 'success', 'partly': 'warning', 'not_home': 'warning', 'refused': 'danger'}


class ResPartner(models.Model):
    """What the customer card says of deliveries (000-10, 000-31)."""

    _inherit = 'res.partner'

    def _get_customer_card_sections(self):
        return [*super()._get_customer_card_sections(), *self._get_card_deliveries()]

    def _get_card_deliveries(self):
        """Return the section of the last visits, for those who may read visits."""
        Attempt = self.env['pharma.delivery.attempt']
        if not Attempt.has_access('read'):
            return []
        # sudo: who may read a visit need not read transfers; only whose they are is asked
        slips_sudo = (
            self.env['stock.picking']
            .sudo()
            ._search([('partner_id', 'in', self._get_card_partners().ids)])
        )
        visits = Attempt.search_fetch(
            [('picking_id', 'in', slips_sudo)],
            ['date', 'picking_id', 'result', 'receiver_name', 'courier_id', 'company_id'],
            limit=VISITS_SHOWN,
        )
        results = dict(Attempt._fields['result']._description_selection(self.env))
        # sudo: whoever reads the visit may read the number of its slip
        numbers = {visit: visit.sudo().picking_id.slip_number or '' for visit in visits}
        items = [
            {
                'res_model': visit._name,
                'res_id': visit.id,
                'cells': [
                    {'text': self._format_card_day(visit.date, visit.company_id)},
                    {'text': numbers[visit]},
                    {'text': results[visit.result], 'tone': TONES[visit.result]},
                    {'text': visit.receiver_name or ''},
                    {'text': visit.courier_id},
                ],
            }
            for visit in visits
        ]
        return self._prepare_card_section(
            'deliveries',
            self.env._("Last Deliveries"),
            'rows',
            65,
            items,
            columns=[
                self.env._("Date"),
                self.env._("Slip"),
                self.env._("Result"),
                self.env._("Received by"),
                self.env._("Courier"),
            ],
        )
