from datetime import datetime

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.base.tests.common import BaseCommon

# Monday, 10:00 in Ho Chi Minh City, where the company of these tests is.
NOW = datetime(2026, 3, 2, 3, 0)


class ComplaintCommon(BaseCommon):
    """Two medicines, two customers, a team and one user per role; today is Monday 2026-03-02."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.frozen = cls.startClassPatcher(freeze_time(NOW))
        cls.company = cls.env.company
        cls.company.partner_id.country_id = cls.env.ref('base.vn')
        cls.vietnam = cls.env.ref('base.vn')
        cls.metformin, cls.aspirin = cls.env['product.product'].create(
            [
                {'name': 'Metformin', 'is_storable': True, 'tracking': 'lot'},
                {'name': 'Aspirin', 'is_storable': True, 'tracking': 'lot'},
            ]
        )
        cls.lot, cls.other_lot = cls.env['stock.lot'].create(
            [
                {'name': 'L-001', 'product_id': cls.metformin.id},
                {'name': 'L-002', 'product_id': cls.metformin.id},
            ]
        )
        cls.customer, cls.other_customer = cls.env['res.partner'].create(
            [
                {
                    'name': 'Nguyễn Văn An',
                    'country_id': cls.vietnam.id,
                    'phone': '0912 345 678',
                    'email': 'an@khach.example.com',
                },
                {
                    'name': 'Trần Thị Bình',
                    'country_id': cls.vietnam.id,
                    'email': 'binh@khach.example.com',
                },
            ]
        )
        agent = 'pharma_callcenter.group_call_agent'
        cls.agent = new_test_user(cls.env, 'call_agent', groups=agent)
        cls.colleague = new_test_user(cls.env, 'call_colleague', groups=agent)
        cls.stranger = new_test_user(cls.env, 'call_stranger', groups=agent)
        cls.clerk = new_test_user(cls.env, 'pharma_clerk', groups='pharma_crm.group_pharma_user')
        cls.supervisor = new_test_user(
            cls.env, 'call_supervisor', groups='pharma_callcenter.group_call_supervisor'
        )
        cls.pharmacist = new_test_user(
            cls.env, 'call_pharmacist', groups='pharma_crm.group_pharmacist'
        )
        cls.team = cls.env['crm.team'].create(
            {
                'name': 'Branch 1',
                'company_id': cls.company.id,
                'member_ids': [Command.set((cls.agent | cls.colleague).ids)],
            }
        )
        cls.kind = cls.env.ref('pharma_callcenter.pharma_complaint_kind_complaint')
        cls.kind_service = cls.env.ref('pharma_callcenter.pharma_complaint_kind_service')
        cls.category = cls.env.ref('pharma_callcenter.pharma_complaint_category_late')
        cls.stage_open = cls.env.ref('pharma_callcenter.pharma_complaint_stage_open')
        cls.stage_solved = cls.env.ref('pharma_callcenter.pharma_complaint_stage_solved')
        cls.stage_cancelled = cls.env.ref('pharma_callcenter.pharma_complaint_stage_cancelled')

    @classmethod
    def _create_ticket(cls, **values):
        return cls.env['pharma.complaint'].create(
            {'partner_id': cls.customer.id, 'description': 'It is broken', **values}
        )
