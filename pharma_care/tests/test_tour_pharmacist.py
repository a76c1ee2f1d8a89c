from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_tour import TourCommon


@tagged('post_install', '-at_install')
class TestTourPharmacist(TourCommon):
    """A pharmacist reads what worries, and agrees on common dates."""

    def test_pharmacist_looks_into_a_side_effect(self):
        """From the list to the case, the card, the adherence and an agreement, with no button that
        would be refused (000-36, 001-06, 004-06, 004-42)."""
        company = self.env.company
        pharmacist = new_test_user(
            self.env,
            login='tour_pharmacist',
            name='Tour Pharmacist',
            groups='pharma_crm.group_pharmacist',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        # bought long ago, too: so the adherence can be told
        case = self.lan.care_case_ids.sorted('date_due')[0]
        self._order(self.lan, case.line_ids.product_id, 30, days_ago=200)
        case.with_user(self.employee).record_entry(
            {
                'content': 'Feels dizzy.',
                'response_type_id': self.env.ref('pharma_care.response_type_side_effect').id,
                'date_next': self.today + timedelta(days=3),
            }
        )
        self.env.flush_all()
        self.env['pharma.adherence']._update(company, self.lan.id, self.lan.id)
        self._tour('pharma_care_entry_action_worry', 'pharmacist', login='tour_pharmacist')
        agreement = self.env['pharma.care.synchronisation'].search(
            [('partner_id', '=', self.lan.id)]
        )
        self.assertRecordValues(
            agreement, [{'user_id': pharmacist.id, 'is_open': True, 'date_anchor': self.today}]
        )
