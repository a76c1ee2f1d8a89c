from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

USER = 'pharma_care.group_care_user'
MANAGER = 'pharma_care.group_care_manager'


class CareWorkCommon(BaseCommon):
    """A Vietnamese company, three roles, and cases made by hand: their dates are the subject."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.country_id = cls.env.ref('base.vn')
        cls.care_user, cls.colleague, cls.manager = (
            new_test_user(cls.env, login=login, groups=group, company_id=cls.company.id)
            for login, group in (
                ('care_user', USER),
                ('care_colleague', USER),
                ('care_manager', MANAGER),
            )
        )
        cls.pharmacist = new_test_user(
            cls.env, login='care_pharmacist', groups='pharma_crm.group_pharmacist'
        )
        cls.Case = cls.env['pharma.care.case']
        cls.today = cls.company._pharma_today()
        cls.customer = cls._create_customer('Nguyen Thi Lan')
        cls.response = cls.env.ref('pharma_care.response_type_well')
        cls.reason = cls.env.ref('pharma_care.close_reason_finished')

    @classmethod
    def _create_customer(cls, name, **vals):
        return cls.env['res.partner'].create(
            {'name': name, 'country_id': cls.env.ref('base.vn').id, **vals}
        )

    @classmethod
    def _create_medicine(cls, name, interval=1, **vals):
        return cls.env['product.product'].create(
            {'name': name, 'care_interval_days': interval, **vals}
        )

    @classmethod
    def _create_case(cls, partner=None, days=0, **vals):
        """Create a case whose care date lies ``days`` after today."""
        case = cls.Case.create(
            {
                'partner_id': (partner or cls.customer).id,
                'company_id': cls.company.id,
                'date_due': cls.today + timedelta(days=days),
                **vals,
            }
        )
        if 'user_ids' in vals:
            # in place of assignments, which have tests of their own
            case.write({'user_ids': vals['user_ids']})
        return case

    @classmethod
    def _create_order(cls, partner, *lines, days_ago=0, confirm=True, **vals):
        """Create an order of (medicine, quantity) lines that was placed some days ago."""
        date = fields.Datetime.now() - timedelta(days=days_ago)
        order = cls.env['sale.order'].create(
            {
                'partner_id': partner.id,
                'date_order': date,
                'user_id': False,
                'pharma_is_past_order': bool(days_ago),
                'order_line': [
                    Command.create({'product_id': medicine.id, 'product_uom_qty': quantity})
                    for medicine, quantity in lines
                ],
                **vals,
            }
        )
        if confirm and order.state != 'sale':
            order.action_confirm()
        return order

    def _record(self, case, user, days=7, **vals):
        return case.with_user(user).record_entry(
            {
                'content': 'Takes it every day.',
                'response_type_id': self.response.id,
                'date_next': self.today + timedelta(days=days),
                **vals,
            }
        )

    def _search(self, user, *domain):
        """Return the cases that a user finds, as the test's own records."""
        return self.Case.with_user(user).search(list(domain)).with_env(self.env)
