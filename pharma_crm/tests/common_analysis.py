from datetime import date, datetime, time, timedelta

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

# a Sunday; the tests freeze noon of that day in Vietnam
TODAY = date(2026, 3, 15)
NOW = '2026-03-15 05:00:00'


class AnalysisCommon(CustomersCommon):
    """A company with known rules, medicines of two groups, and orders of any day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # orders of databases with other data must not stand in the figures
        cls.company = cls.env['res.company'].create(
            {
                'name': 'Figures Ltd',
                'country_id': cls.vietnam.id,
                'currency_id': cls.env.ref('base.VND').id,
            }
        )
        for user in cls.users_by_login.values():
            if user.login != 'other_user' and not user.share:
                user.write({'company_ids': [Command.link(cls.company.id)]})
                user.company_id = cls.company
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.company.id)], limit=1
        )
        cls.group_heart = cls.env.ref('pharma_crm.therapeutic_group_cardiovascular')
        cls.group_diabetes = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        cls.heart, cls.sugar, cls.plaster = cls.env['product.product'].create(
            [
                {
                    'name': name,
                    'is_storable': True,
                    'taxes_id': False,
                    'pharma_product_kind': kind,
                    'therapeutic_group_id': group,
                }
                for name, kind, group in (
                    ('Amlodipin', 'medicine', cls.group_heart.id),
                    ('Metformin', 'medicine', cls.group_diabetes.id),
                    ('Plaster', 'consumable', False),
                )
            ]
        )

    @classmethod
    def _day(cls, days_ago):
        return TODAY - timedelta(days=days_ago)

    @classmethod
    def _sell(cls, partner, day, amount=100_000.0, product=None, quantity=1, **vals):
        """Create a confirmed order of the past of one line.

        :param day: date, whose noon in Vietnam is meant, or datetime in UTC
        :param float amount: untaxed amount of the line
        """
        if not isinstance(day, datetime):
            day = datetime.combine(day, time(5))
        return cls.env['sale.order'].create(
            {
                'partner_id': partner.id,
                'company_id': cls.company.id,
                'warehouse_id': cls.warehouse.id,
                'date_order': day,
                'pharma_is_past_order': True,
                'user_id': False,
                'team_id': False,
                'order_line': [
                    Command.create(
                        {
                            'product_id': (product or cls.heart).id,
                            'product_uom_qty': quantity,
                            'price_unit': amount / quantity,
                            'tax_ids': False,
                        }
                    )
                ],
                **vals,
            }
        )

    @classmethod
    def _sell_days_ago(cls, partner, *days, **kwargs):
        for days_ago in days:
            cls._sell(partner, cls._day(days_ago), **kwargs)

    def _refresh(self, company=None, today=TODAY):
        """Work out all figures of the company as the nightly job does."""
        company = company or self.company
        Figure = self.env['pharma.customer.figure']
        Figure._refresh_customers(company, SQL("partner_id > 0"), today)
        Figure._refresh_ranks(company, today)

    def _figure(self, partner, company=None):
        return self.env['pharma.customer.figure'].search(
            [
                ('partner_id', '=', partner.id),
                ('company_id', '=', (company or self.company).id),
            ]
        )

    def _group_figure(self, partner, group):
        return self.env['pharma.customer.group.figure'].search(
            [
                ('partner_id', '=', partner.id),
                ('therapeutic_group_id', '=', group.id),
                ('company_id', '=', self.company.id),
            ]
        )
