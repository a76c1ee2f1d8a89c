from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.pharma_crm.tests.common_tour import TourUsers

ACTION = '/odoo/action-pharma_care.'


class TourCommon(TourUsers):
    """A chain of its own, with its users, and three customers to care for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls._create_tour_company()
        cls.today = company._pharma_today()
        cls.employee = cls._create_tour_user(
            'tour_care', 'pharma_care.group_care_user', 'Tour Employee'
        )
        cls.manager = cls._create_tour_user(
            'tour_chief', 'pharma_care.group_care_manager', 'Tour Manager'
        )
        region = cls.env['pharma.region'].create({'name': 'Tour Region'})
        cls.lan, cls.nam, cls.prospect = cls.env['res.partner'].create(
            [
                {'name': 'Tour Lan', 'phone': '0389 471 562', 'pharma_region_id': region.id},
                {'name': 'Tour Nam'},
                {'name': 'Tour Prospect'},
            ]
        )
        group = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        metformin, paracetamol = cls.env['product.product'].create(
            [
                {
                    'name': 'Metformin Tour',
                    'care_interval_days': 1,
                    'therapeutic_group_id': group.id,
                },
                {'name': 'Paracetamol Tour', 'care_interval_days': 1},
            ]
        )
        # Lan bought twice: the nearest care is 40 days ago; Nam's 5 days
        cls._order(cls.lan, metformin, 20, days_ago=60)
        cls._order(cls.lan, paracetamol, 58, days_ago=60)
        cls._order(cls.nam, paracetamol, 5, days_ago=10)

    @classmethod
    def _order(cls, partner, medicine, quantity, days_ago):
        cls.env['sale.order'].create(
            {
                'partner_id': partner.id,
                'user_id': False,
                'pharma_is_past_order': True,
                'date_order': fields.Datetime.now() - timedelta(days=days_ago),
                'order_line': [
                    Command.create({'product_id': medicine.id, 'product_uom_qty': quantity})
                ],
            }
        )

    def _record(self, partner):
        case = partner.care_case_ids.sorted('date_due')[0]
        return case.with_user(self.employee).record_entry(
            {
                'content': 'Takes it every day.',
                'response_type_id': self.env.ref('pharma_care.response_type_well').id,
                'date_next': self.today + timedelta(days=30),
            }
        )

    def _tour(self, action, tour, login='tour_care'):
        self.start_tour(f'{ACTION}{action}', f'pharma_care_{tour}_tour', login=login)
