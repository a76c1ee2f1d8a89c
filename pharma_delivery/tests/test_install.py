from odoo.tests import tagged

from odoo.addons.pharma_delivery.hooks import uninstall_hook

from .common_slip import SlipCase


@tagged('post_install', '-at_install')
class TestInstall(SlipCase):
    """The module comes to a company at work, and can be removed from one."""

    def test_open_deliveries_become_slips(self):
        """000-28: what is open when the module comes is numbered; what is done stays history."""
        done, opened, late = (self._create_slip() for _number in range(3))
        done.move_ids.picked = True
        done._action_done()
        slips = done + opened + late
        receipt = self.env['stock.picking'].create(
            {'picking_type_id': self.warehouse.in_type_id.id}
        )
        self.env.flush_all()
        # as they are before the module is installed
        self.env.cr.execute(
            "UPDATE stock_picking SET slip_number = NULL, delivery_state = NULL WHERE id IN %s",
            [tuple(slips.ids)],
        )
        self.env.invalidate_all()
        self.env['stock.picking']._number_open_slips()
        self.assertTrue(opened.slip_number)
        self.assertLess(opened.slip_number, late.slip_number)
        self.assertEqual(opened.delivery_state, 'waiting')
        self.assertFalse(done.slip_number)
        self.assertFalse(receipt.slip_number)

    def test_lists_of_visits_and_readings_page_by_an_index(self):
        """000-31, 004-20: the newest first out of hundreds of thousands, without sorting them."""
        for table in ('pharma_delivery_attempt', 'pharma_delivery_temperature'):
            with self.subTest(table=table):
                self.env.cr.execute(
                    "SELECT count(*) FROM pg_indexes WHERE tablename = %s"
                    " AND indexdef LIKE '%%(date DESC, id DESC)%%'",
                    [table],
                )
                self.assertEqual(self.env.cr.fetchone()[0], 1)

    def test_what_is_in_use_goes_without_errors(self):
        """000-28, 000-36: reasons, kinds of papers and kinds of activities that are in use are
        deleted, as core does it after the hook; identity papers do not stay behind unguarded."""
        kind = self.env.ref('pharma_delivery.licence_type_identity')
        paper = self.env['pharma.licence'].create(
            {'partner_id': self.customer.id, 'type_id': kind.id, 'number': '001'}
        )
        reason = self.env['pharma.delivery.reason'].search([], limit=1)
        slip = self._create_slip()
        visit = {'picking_id': slip.id, 'result': 'not_home', 'reason_id': reason.id}
        self.env['pharma.delivery.attempt'].create(
            {**visit, 'client_uid': 'uninstall', 'courier_id': self.courier.id}
        )
        task = self.env.ref('pharma_delivery.mail_activity_type_missing_slip')
        slip.activity_schedule('pharma_delivery.mail_activity_type_missing_slip')
        slip.activity_feedback(['pharma_delivery.mail_activity_type_missing_slip'])
        slip.activity_schedule('pharma_delivery.mail_activity_type_missing_slip')
        self.env.flush_all()
        uninstall_hook(self.env)
        self.assertFalse(paper.exists())
        for record in (reason, kind, task):
            with self.subTest(record=record):
                record.with_context(_force_unlink=True).unlink()
                self.env.flush_all()
                self.assertFalse(record.exists())
