from odoo.tests import tagged

from .common_tour import TourCommon


@tagged('post_install', '-at_install')
class TestTourProgramme(TourCommon):
    """A programme in the browser: from the preview to the recorded care."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.lan.care_case_ids + cls.nam.care_case_ids).unlink()
        for partner in (cls.lan, cls.nam, cls.prospect):
            cls.env['pharma.customer.figure'].create(
                {
                    'company_id': cls.env.company.id,
                    'partner_id': partner.id,
                    'date_first': '2025-01-01',
                    'date_last': cls.today,
                    'segment': 'lost',
                }
            )
        cls.env['pharma.contact.permission'].create(
            {'partner_id': cls.prospect.id, 'purpose': 'advertising', 'state': 'declined'}
        )
        cls.env.company.pharma_advertising_opt_in = False
        # the shipped one, for the chain of this test
        shipped = cls.env.ref('pharma_care.programme_reactivation')
        cls.programme = shipped.copy({'company_id': cls.env.company.id, 'name': shipped.name})
        others = cls.env['pharma.care.programme'].search([('id', '!=', cls.programme.id)])
        others.write({'active': False})

    def test_manager_starts_and_employee_cares(self):
        """000-10, 003-04, 004-08: preview, start, the case with its words, the care."""
        self._tour('pharma_care_programme_action', 'programme_start', login='tour_chief')
        self.assertTrue(self.programme.is_running)
        hits = self.programme.hit_ids.filtered(lambda hit: hit.state == 'open')
        self.assertEqual(hits.partner_id, self.lan | self.nam)
        self._tour('pharma_care_case_action_customers', 'programme_care')
        hit = hits.filtered(lambda hit: hit.partner_id == self.lan)
        self.assertRecordValues(hit, [{'state': 'done', 'user_id': self.employee.id}])
