from odoo.tests import new_test_user

from .common_control import ControlCase


class ShortageCase(ControlCase):
    """Two lots of a controlled medicine, somebody who counts them, one pharmacist who is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_lot = cls._create_lot(cls.diazepam, 'D2', '2030-06-30 12:00:00', 50)
        cls.counter = new_test_user(
            cls.env, 'kho', groups='stock.group_stock_manager', name="Kho Thị Thủ"
        )
        # who is told: no other pharmacist of the database
        group = cls.env.ref('pharma_crm.group_pharmacist')
        others = group.all_user_ids - cls.pharmacist
        others.company_ids -= cls.company

    def _count(self, *counts):
        """Count lots: (lot, quantity found)."""
        quants = self.env['stock.quant'].with_user(self.counter).with_context(inventory_mode=True)
        for lot, quantity in counts:
            quant = quants.search(
                [('lot_id', '=', lot.id), ('location_id', '=', self.warehouse.lot_stock_id.id)]
            )
            quant.inventory_quantity = quantity
            quants |= quant
        quants.action_apply_inventory()

    def _get_book(self, product=None):
        return self.env['pharma.control.register'].search(
            [('product_id', '=', (product or self.diazepam).id)]
        )
