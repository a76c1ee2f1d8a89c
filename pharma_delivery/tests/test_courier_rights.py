from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_visit import PIXEL, VisitCase


@tagged('post_install', '-at_install')
class TestCourierRights(VisitCase):
    """A courier reads and changes nothing of what others bring."""

    def setUp(self):
        super().setUp()
        self.slip = self._create_slip()
        self.round = self._underway(self.slip)

    def test_goods_of_other_slips(self):
        """000-29, 000-36: core lets every user write the goods of all transfers; a courier reads
        those of his own slips and changes none."""
        mine = self._create_slip(partner=self.other_customer)
        self._underway(mine, self.other_courier)
        Line = self.env['stock.move.line']
        goods = (self.slip | mine).move_line_ids
        seen = Line.with_user(self.other_courier).search([('id', 'in', goods.ids)])
        self.assertEqual(seen, mine.move_line_ids.with_user(self.other_courier))
        for line in goods:
            with self.assertRaises(AccessError):
                line.with_user(self.other_courier).quantity = 1
            with self.assertRaises(AccessError):
                line.with_user(self.other_courier).unlink()
        with self.assertRaises(AccessError):
            mine.move_line_ids.with_user(self.other_courier).copy()
        # whoever works in the stock as well, or sells, keeps what he had
        for groups in ('stock.group_stock_user', 'sales_team.group_sale_salesman'):
            user = new_test_user(self.env, groups, groups=f'pharma_delivery.group_courier,{groups}')
            self.assertEqual(len(goods.with_user(user)._filtered_access('write')), 2)

    def test_goods_are_not_for_every_employee(self):
        """000-36, 004-19: core lets every employee read, change and delete the goods of all
        transfers, with medicine and customer; only who may read moves keeps that."""
        lines = self.slip.move_line_ids
        Line = self.env['stock.move.line']
        for groups in ('base.group_user', 'pharma_crm.group_pharma_user'):
            stranger = new_test_user(self.env, f'la {groups}', groups=groups)
            with self.subTest(groups=groups):
                self.assertFalse(Line.with_user(stranger).search([('id', 'in', lines.ids)]))
                for operation in ('read', 'write', 'unlink'):
                    self.assertFalse(lines.with_user(stranger)._filtered_access(operation))
                with self.assertRaises(AccessError):
                    lines.with_user(stranger).read(['product_id', 'picking_partner_id'])
                with self.assertRaises(AccessError):
                    lines.with_user(stranger).quantity = 1
                with self.assertRaises(AccessError):
                    lines.with_user(stranger).copy()
        for groups in (
            'account.group_account_invoice',
            'pharma_crm.group_pharmacist',
            'pharma_crm.group_pharma_manager',
            'pharma_delivery.group_delivery_user',
            'sales_team.group_sale_salesman',
        ):
            with self.subTest(groups=groups):
                user = new_test_user(self.env, f'quen {groups}', groups=groups)
                self.assertEqual(len(lines.with_user(user)._filtered_access('read')), 1)

    def test_who_leads_and_drives_sees_what_leaders_see(self):
        """000-36: a manager or pharmacist of a small chain who drives, too, loses nothing by it."""
        for role in ('pharma_crm.group_pharmacist', 'pharma_crm.group_pharma_manager'):
            leader = new_test_user(self.env, role, groups=f'pharma_delivery.group_courier,{role}')
            for records in (
                self.slip,
                self.slip.move_ids,
                self.slip.move_line_ids,
                self.round,
            ):
                with self.subTest(role=role, model=records._name):
                    self.assertEqual(records.with_user(leader)._filtered_access('read'), records)

    def test_proof_of_other_visits(self):
        """000-31, 000-36: signature and photo of a visit are the courier's own and the office's."""
        self._send(self._prepare(self.slip, photo=PIXEL))
        visit = self.slip.attempt_ids
        files = self.env['ir.attachment'].search(
            [
                ('res_model', '=', 'pharma.delivery.attempt'),
                ('res_id', '=', visit.id),
                ('res_field', '!=', False),
            ]
        )
        self.assertEqual(set(files.mapped('res_field')), {'signature', 'photo'})
        stranger = new_test_user(self.env, 'stranger', groups='base.group_user')
        for user in (self.other_courier, stranger):
            for records in (visit, self.slip, files):
                with self.assertRaises(AccessError):
                    records.with_user(user).check_access('read')
        for user in (self.courier, self.clerk):
            self.assertTrue(visit.with_user(user).signature)
            files.with_user(user).check_access('read')
        with self.assertRaises(AccessError):
            visit.with_user(self.courier).read(['receiver_identity'])

    def test_another_one_has_logged_in(self):
        """000-29, 000-31: bad input: a visit kept under one name is not sent under another."""
        visit = self._prepare(self.slip)
        Attempt = self.env['pharma.delivery.attempt'].with_user(self.other_courier)
        with self.assertRaisesRegex(AccessError, "has logged in on this telephone"):
            Attempt.record_attempts([visit], user_id=self.courier.id)
        self.assertFalse(self.slip.attempt_ids)
        Attempt = Attempt.with_user(self.courier)
        [answer] = Attempt.record_attempts([visit], user_id=self.courier.id)
        self.assertEqual(answer['status'], 'ok')
        rounds = self.env['stock.picking.batch'].with_user(self.other_courier)
        self.assertEqual(rounds.get_courier_rounds()['user_id'], self.other_courier.id)

    def test_the_courier_of_a_round_on_its_way(self):
        """000-29: bad input: another courier while the telephone of the first holds visits."""
        with self.assertRaisesRegex(UserError, "Take it back"):
            self.round.courier_id = self.other_courier
        self.round.courier_id = self.courier
        planned = self._create_round(self._create_slip())
        planned.courier_id = self.other_courier
        self.assertEqual(planned.picking_ids.courier_id, self.other_courier)
