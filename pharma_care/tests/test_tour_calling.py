from odoo.tests import tagged

from .common_tour import TourCommon

COUNT = 10


@tagged('post_install', '-at_install')
class TestTourCalling(TourCommon):
    """A shift in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        medicine = cls.env['product.product'].search([('name', '=', 'Metformin Tour')])
        partners = cls.env['res.partner'].create(
            [
                {'name': f'Shift Customer {number}', 'phone': f'09011122{number:02}'}
                for number in range(COUNT)
            ]
            + [{'name': 'Shift Without Phone'}]
        )
        for number, partner in enumerate(partners):
            cls._order(partner, medicine, 10 + number, days_ago=80)
        (cls.lan.care_case_ids + cls.nam.care_case_ids).unlink()
        cls.partners = partners[:COUNT]

    def test_employee_works_through_a_shift(self):
        """Ten contacts by 'Next Customer', three clicks each; who was not reached waits (004-50,
        004-56)."""
        self._tour('pharma_care_list_action_mine', 'shift')
        entries = self.partners.care_entry_ids
        self.assertEqual(len(entries), COUNT)
        self.assertEqual(entries.user_id, self.employee)
        self.assertEqual(len(entries.filtered('is_attempt')), 1)
        shift = self.env['pharma.care.list'].search([('user_id', '=', self.employee.id)])
        self.assertRecordValues(shift, [{'total': COUNT, 'done_count': COUNT - 1}])

    def test_manager_sees_how_far_everybody_is(self):
        """From the figure to the customers behind it (000-18)."""
        self.env['pharma.care.list'].with_user(self.employee).action_mine()
        self._tour('pharma_care_list_action', 'lists', login='tour_chief')
