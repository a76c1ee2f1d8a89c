from odoo.tests import tagged

from .common_control import ControlCase


@tagged('post_install', '-at_install')
class TestNumbers(ControlCase):
    """Numbers are given by the program, by the sequence of the record's company."""

    def _get_vals(self, company, warehouse):
        """Return {model: values of a new record} of a company."""
        lot = self.env['stock.lot'].create(
            {
                'name': 'N1',
                'product_id': self.medicine.id,
                'expiration_date': '2030-06-30 12:00:00',
                'company_id': company.id,
            }
        )
        return {
            'pharma.recall': {'title': "Test", 'reason': "Test", 'company_id': company.id},
            'pharma.offer': {'lot_id': lot.id, 'company_id': company.id},
            'pharma.reservation': {
                'partner_id': self.customer.id,
                'product_id': self.medicine.id,
                'quantity': 500,
                'warehouse_id': warehouse.id,
                'company_id': company.id,
            },
            'pharma.control.loss': {
                'warehouse_id': warehouse.id,
                'product_id': self.diazepam.id,
                'quantity': 1,
            },
        }

    def test_each_company_has_its_own(self):
        """004-19, 004-58, 004-60, 000-26: two companies in one go, whoever creates them."""
        other = self.env['res.company'].create({'name': "Other"})
        branch = self.env['stock.warehouse'].search([('company_id', '=', other.id)], limit=1)
        own = self._get_vals(self.company, self.warehouse)
        others = self._get_vals(other, branch)
        for model, vals in own.items():
            with self.subTest(model=model):
                self.env['ir.sequence'].create(
                    [
                        {'name': model, 'code': model, 'prefix': prefix, 'company_id': company.id}
                        for prefix, company in (('OWN', self.company), ('OTHER', other))
                    ]
                )
                first, second, third = self.env[model].create([vals, others[model], vals])
                self.assertEqual((first.name, second.name, third.name), ('OWN1', 'OTHER1', 'OWN2'))
