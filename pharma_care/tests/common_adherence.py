from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import freeze_time

from .common_assign import AssignCommon


class AdherenceCommon(AssignCommon):
    """Purchases of past days, and their figures as the nightly work writes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.care_history_days = 3650
        cls.Adherence = cls.env['pharma.adherence']
        cls.metformin.therapeutic_group_id = cls.group_chronic
        cls.gliclazide = cls._create_product('Gliclazide', 1, cls.group_chronic)

    def _buy(self, day, *lines, **values):
        """Enter a purchase of a past day, of (product, quantity); return its case."""
        values = {'date_order': f'{day} 03:00:00', 'pharma_is_past_order': True, **values}
        return self._create_order(*lines, **values).care_case_ids

    def _get_figures(self, day=None, window='365', partner=None, company=None):
        """Work the figures out as of a day and return those of a customer."""
        company = company or self.company
        partner = partner or self.customer
        day = fields.Date.to_date(day) if day else None
        self.Adherence._update(company, partner.id, partner.id, day)
        return self.Adherence.search(
            [
                ('partner_id', '=', partner.id),
                ('window', '=', window),
                ('company_id', '=', company.id),
            ]
        )

    @classmethod
    def _add_histories(cls, histories):
        """Let past purchases stand as if they had been confirmed, many at once.

        :param list histories: of each customer [(day, product, days of supply)]
        :return: the customers
        """
        partners = cls.env['res.partner'].create(
            [{'name': f'Customer {number}'} for number in range(len(histories))]
        )
        bought = [
            (partner, *purchase)
            for partner, purchases in zip(partners, histories, strict=True)
            for purchase in purchases
        ]
        orders = cls.env['sale.order'].create(
            [
                {
                    'partner_id': partner.id,
                    'date_order': datetime.combine(day, datetime.min.time()) + timedelta(hours=3),
                    'state': 'sale',
                }
                for partner, day, *_rest in bought
            ]
        )
        cases = cls.env['pharma.care.case'].create(
            [
                {'partner_id': partner.id, 'order_id': order.id, 'date_order': day}
                for (partner, day, *_rest), order in zip(bought, orders, strict=True)
            ]
        )
        cls.env['pharma.care.line'].create(
            [
                {
                    'case_id': case.id,
                    'product_id': product.id,
                    'date_start': day,
                    'days_of_supply': days,
                }
                for (_partner, day, product, days), case in zip(bought, cases, strict=True)
            ]
        )
        cls.env.flush_all()
        return partners

    @staticmethod
    def _at(day):
        """Let it be noon of a day in Ho Chi Minh City."""
        return freeze_time(f'{day} 05:00:00')
