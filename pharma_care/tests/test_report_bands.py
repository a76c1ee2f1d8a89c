from datetime import timedelta

from odoo.tests import tagged, users
from odoo.tools import SQL

from .common_work import CareWorkCommon

# days since the last care -> the band: both ends of each; None: never
BAND_OF = {
    0: 'd000', 30: 'd000', 31: 'd031', 60: 'd031', 61: 'd061', 90: 'd061', 91: 'd091',
    180: 'd091', 181: 'd181', 365: 'd181', 366: 'd366', None: 'never',
}  # fmt: skip


@tagged('post_install', '-at_install')
class TestReportBands(CareWorkCommon):
    """Customers by how long ago somebody spoke with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env['pharma.customer.report']
        medicine = cls._create_medicine('Metformin', is_storable=True)
        cls.by_days = {days: cls._create_customer(f'Band {days}') for days in BAND_OF}
        for days, partner in cls.by_days.items():
            order = cls._create_order(partner, (medicine, 30), days_ago=10)
            if days is not None:
                day = cls.today - timedelta(days=days)
                order.sudo().care_case_ids.date_last_contact = day
        cls.partners = cls.env['res.partner'].concat(*cls.by_days.values())
        cls.domain = [('partner_id', 'in', cls.partners.ids)]
        Figure = cls.env['pharma.customer.figure']
        cls.env.flush_all()
        Figure._refresh_customers(
            cls.company, SQL("partner_id = ANY(%s)", cls.partners.ids), cls.today
        )

    def test_both_ends_of_each_band(self):
        """004-61, 004-62: of the days without interaction; who was never cared for is apart."""
        rows = self.Report.search(self.domain)
        days = {row.partner_id.name: row.contact_band for row in rows}
        self.assertEqual(days, {f'Band {key}': band for key, band in BAND_OF.items()})
        row = rows.filtered(lambda row: row.partner_id == self.by_days[61])
        self.assertEqual(row.contact_days, 61)

    @users('care_manager')
    def test_found_and_counted_by_band(self):
        """004-61: bands are filters and groups, together with those of the last purchase."""
        Report = self.env['pharma.customer.report']
        found = Report.search([*self.domain, ('contact_band', 'in', ['never', 'd366'])])
        self.assertEqual(set(found.mapped('partner_id.name')), {'Band None', 'Band 366'})
        groups = Report._read_group(self.domain, ['contact_band', 'recency_band'], ['__count'])
        self.assertEqual(
            groups,
            [
                ('d000', 'd000', 2), ('d031', 'd000', 2), ('d061', 'd000', 2),
                ('d091', 'd000', 2), ('d181', 'd000', 2), ('d366', 'd000', 1),
                ('never', 'd000', 1),
            ],
        )  # fmt: skip

    @users('care_manager')
    def test_menu_opens_by_band(self):
        """004-61: a menu of its own beside that of the last purchase."""
        action = self.env.ref('pharma_care.pharma_customer_report_action_contact')
        menu = self.env.ref('pharma_care.pharma_customer_report_contact_menu')
        self.assertIn(menu.id, self.env['ir.ui.menu']._visible_menu_ids())
        view = self.env[action.res_model].get_view(view_type='search')['arch']
        self.assertIn('name="group_contact"', view)
