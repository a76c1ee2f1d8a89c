from odoo.fields import Command
from odoo.tests import new_test_user

from .common import ComplaintCommon


class AlarmCommon(ComplaintCommon):
    """Six customers, and one pharmacist alone who is told of alarms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env['res.partner'].create([{'name': f'Customer {n}'} for n in range(6)])
        cls.manager = new_test_user(
            cls.env, 'alarm_manager', groups='pharma_crm.group_pharma_manager'
        )
        cls.portal = new_test_user(cls.env, 'alarm_portal', groups='base.group_portal')
        cls.employee = new_test_user(cls.env, 'alarm_employee', groups='base.group_user')
        cls.public = cls.env.ref('base.public_user')
        # only the pharmacist of these tests
        group = cls.env.ref('pharma_crm.group_pharmacist')
        group.user_ids = [Command.set(cls.pharmacist.ids)]

    def _complain(self, count, start=0, **values):
        return self.env['pharma.complaint'].create(
            [
                {'partner_id': partner.id, 'lot_id': self.lot.id, **values}
                for partner in self.people[start : start + count]
            ]
        )

    def _alarms(self, lot=None):
        lot = lot or self.lot
        self.env['pharma.complaint.alarm'].invalidate_model()  # counted when read
        return self.env['pharma.complaint.alarm'].search([('lot_id', '=', lot.id)])
