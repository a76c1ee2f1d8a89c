from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_tour import TourUsers

ACTION = '/odoo/action-pharma_callcenter.'


@tagged('post_install', '-at_install')
class TestTourComplaintEmail(TourUsers):
    """Lot alarms and doubtful senders in the browser, each as the role whose work it is."""

    def test_a_pharmacist_decides_a_lot_alarm(self):
        """000-22, V11: from the list of alarms to the decision and the tickets."""
        self._create_tour_user('tour_pharmacist', 'pharma_crm.group_pharmacist')
        product = self.env['product.product'].create(
            {'name': 'Tour Metformin', 'is_storable': True, 'tracking': 'lot'}
        )
        lot = self.env['stock.lot'].create({'name': 'TOUR-LOT', 'product_id': product.id})
        people = self.env['res.partner'].create([{'name': f'Tour Customer {n}'} for n in range(3)])
        self.env['pharma.complaint'].create(
            [{'partner_id': person.id, 'lot_id': lot.id, 'name': 'Broken'} for person in people]
        )
        self.start_tour(
            f'{ACTION}pharma_complaint_alarm_action',
            'pharma_callcenter_complaint_alarm_tour',
            login='tour_pharmacist',
        )
        alarm = self.env['pharma.complaint.alarm'].search([('lot_id', '=', lot.id)])
        self.assertRecordValues(alarm, [{'state': 'decided', 'decision': 'The lot is blocked.'}])

    def test_an_agent_links_the_sender(self):
        """000-22: the banner of a doubtful e-mail leads to the customer, after a call to him."""
        agent = self._create_tour_user('tour_agent', 'pharma_callcenter.group_call_agent')
        sender = self.env['res.partner'].create({'name': 'Tour Sender', 'email': 't@x.example.com'})
        ticket = self.env['pharma.complaint'].create(
            {
                'name': 'Tour Mail',
                'partner_id': False,
                'proposed_partner_id': sender.id,
                'sender_warning': 'spoofed',
                'sender_warnings': 'spoofed',
                'user_id': agent.id,
            }
        )
        self.start_tour(
            f'{ACTION}pharma_complaint_action_mine',
            'pharma_callcenter_complaint_sender_tour',
            login='tour_agent',
        )
        self.assertEqual(ticket.partner_id, sender)
