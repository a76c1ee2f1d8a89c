from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.pharma_delivery.tests.common import DeliveryCase


@tagged('post_install', '-at_install')
class TestSlipTicket(DeliveryCase):
    """What is wrong with a delivery becomes a ticket that knows the slip."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref('pharma_callcenter.pharma_complaint_kind_complaint')
        cls.damaged = cls.env.ref('pharma_delivery.reason_damaged')
        cls.employee = cls.env['hr.employee'].create(
            {'name': cls.courier.name, 'user_id': cls.courier.id}
        )
        cls.agent = new_test_user(
            cls.env,
            'khoa',
            groups='pharma_callcenter.group_call_agent,pharma_delivery.group_delivery_user',
        )
        cls.slip = cls._create_slip()
        cls.round = cls._create_round(cls.slip)

    @classmethod
    def _visit(cls, result, reason, **vals):
        return cls.env['pharma.delivery.attempt'].create(
            {
                'picking_id': cls.slip.id,
                'batch_id': cls.round.id,
                'courier_id': cls.courier.id,
                'client_uid': f'{result}-{reason.id}-{len(cls.slip.attempt_ids)}',
                'result': result,
                'reason_id': reason.id,
                **vals,
            }
        )

    def _open(self, action, user=None):
        Ticket = self.env['pharma.complaint'].with_user(user or self.agent)
        return Form(Ticket.with_context(**action['context'])).save()

    def test_a_slip_fills_a_ticket(self):
        """000-22, 000-31: customer, order, medicine, lot, branch, courier, origin and slip."""
        slip = self.slip.with_user(self.agent)
        ticket = self._open(slip.action_pharma_view_complaints())
        self.assertRecordValues(
            ticket.sudo(),  # sudo: what was written, whoever reads it
            [
                {
                    'partner_id': self.customer.id,
                    'product_id': self.medicine.id,
                    'lot_id': self.lot.id,
                    'warehouse_id': self.warehouse.id,
                    'employee_id': self.employee.id,
                    'slip_id': self.slip.id,
                    'origin_id': self.env.ref('pharma_callcenter.pharma_complaint_origin_slip').id,
                    'origin_model': 'stock.picking',
                    'origin_res_id': self.slip.id,
                }
            ],
        )
        slip.invalidate_recordset()
        self.assertEqual(slip.pharma_complaint_count, 1)
        domain = slip.action_pharma_view_complaints()['domain']
        self.assertEqual(self.env['pharma.complaint'].search(domain), ticket)

    def test_a_line_of_the_slip_names_its_medicine(self):
        """000-22: of a slip with two medicines the ticket is about the one that was clicked."""
        other = self._create_medicine("Vitamin C")
        self._create_lot(other, 'C1', '2030-01-01 12:00:00', 10)
        slip = self._create_slip([(self.medicine, 1), (other, 2)])
        move = slip.move_ids.filtered(lambda move: move.product_id == other)
        context = move.with_user(self.agent).action_pharma_new_complaint()['context']
        self.assertEqual(context['default_product_id'], other.id)
        whole = slip.with_user(self.agent).action_pharma_new_complaint()['context']
        self.assertFalse(whole['default_product_id'])

    def test_a_visit_gives_the_category_of_its_reason(self):
        """000-22, 003-03: damaged at the door: category 'Damaged in Transit' is the ticket's."""
        visit = self._visit('refused', self.damaged, note="Hộp bị móp")
        ticket = self._open(visit.with_user(self.agent).action_pharma_new_complaint())
        self.assertEqual(
            ticket.category_id,
            self.env.ref('pharma_callcenter.pharma_complaint_category_damaged'),
        )
        self.assertIn("Hộp bị móp", ticket.description)

    def test_a_reason_opens_a_ticket_by_itself(self):
        """000-22: only with the setting, once per slip; a courier needs no rights for it."""
        visit = self._visit('refused', self.damaged)
        visit.with_user(self.courier)._open_tickets()
        Ticket = self.env['pharma.complaint']
        domain = [('slip_id', '=', self.slip.id)]
        self.assertFalse(Ticket.search(domain))
        self.damaged.complaint_kind_id = self.kind
        visit.with_user(self.courier)._open_tickets()
        self._visit('refused', self.damaged).with_user(self.courier)._open_tickets()
        ticket = Ticket.search(domain)
        self.assertEqual(len(ticket), 1)
        self.assertEqual(ticket.kind_id, self.kind)
        self.assertFalse(ticket.user_id)

    def test_what_a_kind_lacks_does_not_stop_the_courier(self):
        """000-22: a kind that requires a medicine, a slip with two: the slip says why."""
        other = self._create_medicine("Vitamin C")
        slip = self._create_slip([(self.medicine, 1), (other, 2)])
        self.kind.use_product = 'required'
        self.damaged.complaint_kind_id = self.kind
        visit = self._visit('refused', self.damaged, picking_id=slip.id, batch_id=False)
        visit._open_tickets()
        self.assertFalse(self.env['pharma.complaint'].search([('slip_id', '=', slip.id)]))
        self.assertIn("No ticket was opened", slip.message_ids[0].body)

    def test_the_number_on_the_paper_proves_the_purchase(self):
        """002-14: own slip, somebody else's, an unknown number."""
        stranger = self.env['res.partner'].create({'name': "Lạ"})
        Ticket = self.env['pharma.complaint']
        mine, theirs, unknown = Ticket.create(
            [
                {'partner_id': self.customer.id, 'slip_number': f' {self.slip.slip_number} '},
                {'partner_id': stranger.id, 'slip_number': self.slip.slip_number},
                {'partner_id': self.customer.id, 'slip_number': 'S0000/1'},
            ]
        )
        self.assertEqual((mine.slip_id, mine.purchase_state), (self.slip, 'proven'))
        self.assertEqual(theirs.purchase_state, 'other')
        self.assertFalse(unknown.slip_id)
        self.assertTrue(unknown.is_slip_unknown)

    def test_a_slip_without_an_order_proves_medicine_and_lot(self):
        """002-14: brought without an order: what the slip brought counts once it is done."""
        slip = self.env['stock.picking'].create(
            {
                'picking_type_id': self.warehouse.out_type_id.id,
                'partner_id': self.customer.id,
                'location_id': self.warehouse.lot_stock_id.id,
                'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': self.medicine.id,
                            'product_uom_qty': 2,
                            'location_id': self.warehouse.lot_stock_id.id,
                            'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                        }
                    )
                ],
            }
        )
        slip.action_confirm()
        slip.action_assign()
        slip.move_ids.picked = True
        slip._action_done()
        vals = {
            'partner_id': self.customer.id,
            'product_id': self.medicine.id,
            'lot_id': self.lot.id,
        }
        without, proven = self.env['pharma.complaint'].create(
            [vals, {**vals, 'slip_number': slip.slip_number}]
        )
        self.assertEqual(without.purchase_state, 'lot')  # of an order that is still to come
        self.assertEqual(proven.purchase_state, 'proven')

    def test_no_ticket_from_a_slip_of_others(self):
        """000-36: a courier fills no ticket from another's slip."""
        with self.assertRaises(UserError):
            self.slip.with_user(self.other_courier).action_pharma_new_complaint()
        self.assertEqual(self.slip.with_user(self.courier).pharma_complaint_count, 0)

    def test_an_agent_on_the_telephone_types_the_number(self):
        """002-14, 000-36: who may read no slips is told whether it is this customer's, no more."""
        teller = new_test_user(self.env, 'lan', groups='pharma_callcenter.group_call_agent')
        self.assertFalse(self.slip.with_user(teller).has_access('read'))
        form = Form(self.env['pharma.complaint'].with_user(teller))
        form.partner_id = self.customer
        form.slip_number = self.slip.slip_number
        ticket = form.save()
        self.assertEqual(ticket.purchase_state, 'proven')
        self.assertFalse(ticket.is_slip_unknown)
        form.slip_number = 'S0000/1'
        form.save()
        self.assertTrue(ticket.is_slip_unknown)
