from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_import import ImportCommon
from .common_medicine import PAST

HEADERS = [
    'Order Reference',
    'Customer',
    'Order Date',
    'Past Order',
    'Order Lines/Product',
    'Order Lines/Quantity',
    'Order Lines/Unit',
]
DAY = '2026-03-02 09:30:00'


@tagged('post_install', '-at_install')
class TestImportOrders(ImportCommon):
    import_model = 'sale.order'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_user = cls.user_sales
        cls.pack = cls.env.ref('uom.product_uom_pack_6')

    def test_template_is_imported_as_it_is(self):
        """000-34, 004-42: the offered template comes in once its customers and products exist."""
        self.metformin.default_code = 'MET500'
        self.diazepam.default_code = 'VITC1000'
        self.customer.ref = 'KH0001'
        self.env['res.partner'].create({'name': 'Tran Thi Ba', 'ref': 'KH0002'})
        result = self._import_template()
        self.assertFalse(result['messages'])
        orders = self.env['sale.order'].browse(result['ids'])
        self.assertEqual(orders.mapped('name'), ['OLD-0001', 'OLD-0002'])
        self.assertEqual(orders.mapped('state'), ['sale', 'sale'])
        self.assertEqual(orders[0].order_line.product_uom_id.mapped('name'), ['Units', 'Pack of 6'])
        self.assertEqual(orders[1].pharma_taken_by, 'elder')

    def test_past_orders_keep_their_date_and_deliver_nothing(self):
        """004-42: confirmed with its own date, no transfer, nothing to invoice, stock unit kept."""
        result = self._import_rows(
            HEADERS,
            ['P1', 'PH0001', DAY, 'True', 'PHMET500', '60', 'Units'],
            ['', '', '', '', 'PHDIA5', '2', 'Pack of 6'],
            ['P2', 'PH0001', DAY, 'True', 'PHMET500', '1.5', 'Units'],
        )
        self.assertFalse(result['messages'])
        orders = self.env['sale.order'].browse(result['ids'])
        self.assertRecordValues(
            orders,
            [
                {
                    'partner_id': self.customer.id,
                    'state': 'sale',
                    'date_order': PAST,
                    'picking_ids': [],
                    'invoice_status': 'no',
                }
            ]
            * 2,
        )
        self.assertRecordValues(
            orders.order_line,
            [
                {'product_uom_qty': 60, 'product_uom_id': self.env.ref('uom.product_uom_unit').id},
                {'product_uom_qty': 2, 'product_uom_id': self.pack.id},
                {'product_uom_qty': 1.5, 'product_uom_id': self.env.ref('uom.product_uom_unit').id},
            ],
        )

    def test_rows_without_the_mark_are_quotations(self):
        """004-42: an order that is not marked as past comes in as a quotation with its date."""
        result = self._import_rows(HEADERS, ['Q1', 'PH0001', DAY, '', 'PHMET500', '60', 'Units'])
        order = self.env['sale.order'].browse(result['ids'])
        self.assertRecordValues(order, [{'state': 'draft', 'date_order': PAST}])

    def test_loading_confirmed_rows_keeps_their_date(self):
        """004-42: rows which an integration loads as confirmed keep their date as well."""
        result = (
            self.env['sale.order']
            .with_user(self.user_sales)
            .load(
                ['name', 'partner_id', 'date_order', 'state'],
                [['L1', 'PH0001', DAY, 'sale']],
            )
        )
        order = self.env['sale.order'].browse(result['ids'])
        self.assertRecordValues(order, [{'state': 'sale', 'date_order': PAST}])

    @mute_logger('odoo.sql_db')
    def test_bad_rows_are_all_reported(self):
        """000-34, 004-42: unknown customer, product and unit, negative quantity, future date."""
        count = self.env['sale.order'].search_count([])
        result = self._import_rows(
            HEADERS,
            ['P1', 'PH0001', DAY, 'True', 'PHMET500', '60', 'Units'],
            ['P2', 'PH9999', DAY, 'True', 'PHMET500', '60', 'Units'],
            ['P3', 'PH0001', DAY, 'True', 'NOSUCH', '60', 'Units'],
            ['P4', 'PH0001', DAY, 'True', 'PHMET500', '60', 'Barrels'],
            ['P5', 'PH0001', DAY, 'True', 'PHMET500', '-60', 'Units'],
            ['P6', 'PH0001', '2999-01-01 00:00:00', 'True', 'PHMET500', '60', 'Units'],
            ['P7', 'PH0001', DAY, 'True', 'PHMET500', '60', 'Units'],
            dryrun=True,
        )
        self.assertRowErrors(
            result,
            {
                1: r"'PH9999' in field 'Customer'",
                2: r"'NOSUCH' in field 'Order Lines/Product'",
                3: r"'Barrels' in field 'Order Lines/Unit'",
                4: r"Past order 'P5', line of .*Glucophage.*-60\.0.*'Quantity'.*leave returns out",
                5: r"Past order 'P6': 01/01/2999 12:00:00 AM in the field 'Order Date'",
            },
        )
        self.assertEqual(self.env['sale.order'].search_count([]), count)

    def test_rows_of_unknown_customers_can_be_left_out(self):
        """000-34: the other orders come in when unknown customers are skipped."""
        result = self._import_rows(
            HEADERS,
            ['P1', 'PH0001', DAY, 'True', 'PHMET500', '60', 'Units'],
            ['P2', 'PH9999', DAY, 'True', 'PHMET500', '60', 'Units'],
            import_skip_records=['partner_id'],
        )
        self.assertEqual(self.env['sale.order'].browse(result['ids']).mapped('name'), ['P1'])
